// A day on the road on a map: drawn anew whenever the list beside it is renewed; where one looks stays as it is.

import { base } from "./map-base.js";
import { decoded } from "./polyline.js";

const COLOURS = ["#0b5394", "#b45309", "#2e7d32", "#7b1fa2", "#ad1457", "#00695c"];
const SIGNS = { done: "✓", passed: "?", late: "!" };
const BEHIND = ["done", "passed"];

const box = document.getElementById("live-map");
box.hidden = false;
const L = window.L;
const load = () => fetch(box.dataset.live, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : null));
const [day, land] = await Promise.all([load(), box.dataset.tiles ? null : fetch(box.dataset.land).then((r) => r.json())]);

const map = L.map(box, { zoomSnap: 0.25, scrollWheelZoom: false });
const calls = day.trips.flatMap((trip) => trip.stops.map((stop) => stop.at));
const corners = calls.length ? calls : day.places;
map.fitBounds(L.latLngBounds(corners.map(([lat, lon]) => [lat, lon])), { paddingTopLeft: [28, 32], paddingBottomRight: [84, 20] });
base(map, box, land);
const ways = L.layerGroup().addTo(map);
const marks = L.layerGroup().addTo(map);

for (const [lat, lon, name] of day.places) {
  L.circleMarker([lat, lon], { radius: 3.5, color: "#20302f", weight: 1.5, fillColor: "#fff", fillOpacity: 1, interactive: false })
    .bindTooltip(name, { permanent: true, direction: "right", className: "place-name", offset: [10, 0] })
    .addTo(map);
}

function icon(stop, vehicle) {
  const element = document.createElement("i");
  element.textContent = SIGNS[stop.progress] ?? (stop.number || "·");
  const size = ["next", "late"].includes(stop.progress) ? 26 : 20;
  return L.divIcon({ className: `live-mark ${stop.progress} v${vehicle}`, html: element, iconSize: [size, size] });
}

function shut(road) {
  const style = { color: "#9b1c1c", weight: 2, dashArray: "4 4", fillOpacity: 0.12 };
  for (const end of road.ends) L.circle(end, { ...style, radius: road.metres }).bindTooltip(`${road.name}: ${box.dataset.closed}`).addTo(ways);
  if (road.ends.length === 2) L.polyline(road.ends, style).addTo(ways);
  const cross = document.createElement("i");
  cross.textContent = "×";
  L.marker(road.ends[0], { icon: L.divIcon({ className: "live-closed", html: cross, iconSize: [22, 22] }), title: `${road.name}: ${box.dataset.closed}` }).addTo(marks);
}

function draw({ trips, closed }) {
  const focused = marks.getLayers().findIndex((mark) => mark.getElement() === document.activeElement);
  const open = marks.getLayers().findIndex((mark) => mark.isPopupOpen());
  ways.clearLayers();
  marks.clearLayers();
  closed.forEach(shut);
  for (const { vehicle, stops } of trips) {
    const number = vehicle % COLOURS.length;
    stops.slice(1).forEach((stop, index) => {
      const driven = BEHIND.includes(stop.progress);
      const style = { color: COLOURS[number], weight: driven ? 6 : 2, opacity: driven ? 0.85 : 0.7, interactive: false };
      if (!stop.way.length) L.polyline([stops[index].at, stop.at], { ...style, dashArray: "6 6" }).addTo(ways);
      for (const piece of stop.way) L.polyline(decoded(piece.line), piece.ferry ? { ...style, dashArray: driven ? "1 10" : "1 6" } : style).addTo(ways);
    });
    // A van's home is a stop twice: its end counts once the van has left.
    stops.filter((stop) => stop.number > 0).forEach((stop) => {
      const text = document.createElement("span");
      text.textContent = stop.said;
      const above = { next: 400, late: 400 }[stop.progress] ?? 0;
      L.marker(stop.at, { icon: icon(stop, number), title: stop.said, keyboard: true, zIndexOffset: above }).bindPopup(text).addTo(marks);
    });
  }
  const now = marks.getLayers();
  if (open >= 0) now[open]?.openPopup();
  if (focused >= 0) now[focused]?.getElement()?.focus();
}

draw(day);
document.body.addEventListener("htmx:afterSettle", async (event) => {
  if (event.target.id !== "live" && event.detail.elt?.id !== "live") return;
  const renewed = await load();
  if (renewed) draw(renewed);
});
