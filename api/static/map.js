// The trips of a plan on a map: the ways as they were measured, ferries in dots, straight dashes where nothing was.
// Without a server of tiles in the settings it needs no network: land comes from the vendored outline.

import { base } from "./map-base.js";
import { decoded } from "./polyline.js";

const COLOURS = ["#0b5394", "#b45309", "#2e7d32", "#7b1fa2", "#ad1457", "#00695c"];

const box = document.getElementById("map");
const [plan, land] = await Promise.all([box.dataset.plan, box.dataset.land].map((at) => fetch(at).then((r) => r.json())));

const L = window.L;
const map = L.map(box, { zoomSnap: 0.25, attributionControl: true, scrollWheelZoom: false });
// Names stand to the right of their places, numbers above.
map.fitBounds(L.latLngBounds(plan.places.map((place) => place.at)), { paddingTopLeft: [24, 32], paddingBottomRight: [84, 16] });
base(map, box, land);

const line = (tag, text) => {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
};

function told(trip, stop) {
  const text = document.createElement("div");
  text.append(line("strong", `${stop.time} ${stop.name}`), line("div", trip.name));
  for (const act of ["unload", "load"]) {
    if (stop[act].length) text.append(line("div", `${box.dataset[act]}: ${stop[act].join(", ")}`));
  }
  return text;
}

for (const place of plan.places) {
  L.circleMarker(place.at, { radius: place.hub ? 7 : 4, color: "#20302f", weight: 1.5, fillColor: place.hub ? "#20302f" : "#fff", fillOpacity: 1 })
    .bindTooltip(place.name, { permanent: true, direction: "right", className: "place-name", offset: [6, 0] })
    .addTo(map);
}

plan.trips.forEach((trip, number) => {
  const colour = COLOURS[trip.vehicle % COLOURS.length];
  const drawn = { color: colour, weight: 3, opacity: 0.8, dashArray: number >= COLOURS.length ? "12 4" : null };
  trip.stops.slice(1).forEach((stop, index) => {
    if (!stop.way.length) L.polyline([trip.stops[index].at, stop.at], { ...drawn, weight: 2, dashArray: "6 6" }).addTo(map);
    for (const piece of stop.way) L.polyline(decoded(piece.line), piece.ferry ? { ...drawn, dashArray: "1 7" } : drawn).addTo(map);
  });
  trip.stops.slice(1, -1).forEach((stop, index) => {
    const mark = L.divIcon({ className: `stop-mark v${trip.vehicle % COLOURS.length}`, html: line("span", index + 1), iconSize: [18, 18], iconAnchor: [9, 20] });
    L.marker(stop.at, { icon: mark, title: `${stop.time} ${stop.name}`, keyboard: true }).bindPopup(told(trip, stop)).addTo(map);
  });
});
