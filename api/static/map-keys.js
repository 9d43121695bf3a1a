// A point on a map without a mouse: arrow keys move the map, Enter takes the point in its middle.

export function points(map, box, take) {
  map.on("click", (event) => take(event.latlng.lat, event.latlng.wrap().lng));
  const cross = document.createElement("span");
  cross.className = "map-middle";
  cross.setAttribute("aria-hidden", "true");
  box.append(cross);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== box) return;
    event.preventDefault();
    const middle = map.getCenter();
    take(middle.lat, middle.wrap().lng);
  });
}
