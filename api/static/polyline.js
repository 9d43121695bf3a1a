// Encoded polylines with five decimals, as in routing/roads/polyline.py.

export function decoded(text) {
  const points = [];
  let at = 0;
  const next = () => {
    let bits = 0, shift = 0, value;
    do {
      value = text.charCodeAt(at++) - 63;
      bits |= (value & 0x1f) << shift;
      shift += 5;
    } while (value >= 0x20);
    return bits & 1 ? ~(bits >> 1) : bits >> 1;
  };
  for (let lat = 0, lon = 0; at < text.length; ) {
    lat += next();
    lon += next();
    points.push([lat / 1e5, lon / 1e5]);
  }
  return points;
}
