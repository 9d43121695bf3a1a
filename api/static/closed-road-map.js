// A closed road on a map: one click sets its point, a second one the other end of a line, a third begins anew.

import { base } from "./map-base.js";
import { points } from "./map-keys.js";

const box = document.getElementById("closed-map");
const [at, to, within] = ["at", "to", "within"].map((name) => document.getElementById(name));
const land = box.dataset.tiles ? null : await fetch(box.dataset.land).then((r) => r.json());

const L = window.L;
const map = L.map(box, { scrollWheelZoom: false });
const places = JSON.parse(box.dataset.others);
const drawn = L.featureGroup();

function read(field) {
  const found = field.value.trim().match(/^(-?[\d.]+)[ ,]+(-?[\d.]+)$/);
  return found && Math.abs(found[1]) <= 90 && Math.abs(found[2]) <= 180 ? [Number(found[1]), Number(found[2])] : null;
}

function draw() {
  drawn.clearLayers();
  const ends = [at, to].map(read).filter(Boolean);
  const metres = Number(within.value) || 0;
  const style = { color: "#9b1c1c", weight: 2, dashArray: "4 4", fillOpacity: 0.15, interactive: false };
  for (const end of ends) L.circle(end, { ...style, radius: metres }).addTo(drawn);
  for (const end of ends) L.circleMarker(end, { radius: 5, color: "#fff", weight: 2, fillColor: "#9b1c1c", fillOpacity: 1, interactive: false }).addTo(drawn);
  if (ends.length === 2) L.polyline(ends, { ...style, weight: 4, dashArray: null }).addTo(drawn);
}

function take(lat, lon) {
  const text = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  if (read(at) && !read(to)) to.value = text;
  else [at.value, to.value] = [text, ""];
  draw();
}

const around = [at, to].map(read).filter(Boolean);
if (around.length) map.setView(around[0], 12);
else if (places.length) map.fitBounds(L.latLngBounds(places.map(([lat, lon]) => [lat, lon])), { padding: [24, 24] });
else map.setView([63, 15], 5);
base(map, box, land);
drawn.addTo(map);
for (const [lat, lon, name] of places) {
  L.circleMarker([lat, lon], { radius: 4, color: "#20302f", weight: 1.5, fillColor: "#fff", fillOpacity: 1 }).bindTooltip(name).addTo(map);
}
draw();
points(map, box, take);
for (const field of [at, to, within]) field.addEventListener("input", draw);
