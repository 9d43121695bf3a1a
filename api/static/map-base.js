// What lies under a map: tiles from the server in the settings, else the vendored outline of the land.

export function base(map, box, land) {
  const L = window.L;
  map.attributionControl.setPrefix(false);
  if (box.dataset.tiles) {
    L.tileLayer(box.dataset.tiles, { maxZoom: 19 }).addTo(map);
    map.attributionControl.addAttribution(said(box.dataset.attribution));
    return;
  }
  map.attributionControl.addAttribution("Natural Earth");
  L.geoJSON(land, { interactive: false, style: { color: "#9fb2ae", weight: 1, fillColor: "#f6f8f4", fillOpacity: 1 } }).addTo(map);
}

// The attribution is text: Leaflet would take it for HTML.
function said(text) {
  const element = document.createElement("span");
  element.textContent = text || "";
  return element.innerHTML;
}
