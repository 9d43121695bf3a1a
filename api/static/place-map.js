// A place on a map: a click, or a hit of the geocoder, fills its coordinates in; keeping them is for the form.

import { base } from "./map-base.js";
import { points } from "./map-keys.js";

const box = document.getElementById("place-map");
const [lat, lon] = ["lat", "lon"].map((name) => document.getElementById(name));
const land = box.dataset.tiles ? null : await fetch(box.dataset.land).then((r) => r.json());

const L = window.L;
const there = [Number(box.dataset.lat), Number(box.dataset.lon)];
const map = L.map(box, { scrollWheelZoom: false }).setView(there, box.dataset.tiles ? 14 : 10);
base(map, box, land);

for (const [north, east, name] of JSON.parse(box.dataset.others)) {
  L.circleMarker([north, east], { radius: 4, color: "#20302f", weight: 1.5, fillColor: "#fff", fillOpacity: 1 }).bindTooltip(name).addTo(map);
}
const mark = L.circleMarker(there, { radius: 8, color: "#fff", weight: 2, fillColor: "#b45309", fillOpacity: 1 })
  .bindTooltip(box.dataset.name, { permanent: true, direction: "right", className: "place-name", offset: [8, 0] })
  .addTo(map);

function put(north, east) {
  mark.setLatLng([north, east]);
  lat.value = north.toFixed(6);
  lon.value = east.toFixed(6);
}

points(map, box, put);
for (const hit of document.querySelectorAll(".hits button")) {
  hit.addEventListener("click", () => {
    put(Number(hit.dataset.lat), Number(hit.dataset.lon));
    map.setView(mark.getLatLng());
  });
}
for (const field of [lat, lon]) {
  field.addEventListener("change", () => {
    const [north, east] = [lat, lon].map((input) => Number(input.value.replace(",", ".")));
    if (Math.abs(north) <= 90 && Math.abs(east) <= 180) mark.setLatLng([north, east]);
  });
}
