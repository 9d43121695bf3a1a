"""Lines on a map as short text."""

from __future__ import annotations

from collections.abc import Iterable

PER_DEGREE = 100_000


def encode(points: Iterable[tuple[float, float]]) -> str:
    """Points as text.

    Args:
        points: latitude, longitude in degrees; kept to five decimals, about a metre.

    Source: Google, "Encoded Polyline Algorithm Format".
    """
    text: list[str] = []
    last = (0, 0)
    for point in points:
        here = (round(point[0] * PER_DEGREE), round(point[1] * PER_DEGREE))
        for now, then in zip(here, last, strict=True):
            step = now - then
            bits = ~(step << 1) if step < 0 else step << 1
            while bits >= 0x20:
                text.append(chr((0x20 | bits & 0x1F) + 63))
                bits >>= 5
            text.append(chr(bits + 63))
        last = here
    return "".join(text)


def decode(text: str) -> list[tuple[float, float]]:
    """The points of a text that `encode` made.

    Raises:
        ValueError: it ends in the middle of a point, or has other signs.
    """
    numbers: list[int] = []
    bits = shift = 0
    for sign in text:
        value = ord(sign) - 63
        if not 0 <= value < 64:
            raise ValueError("not a polyline")
        bits |= (value & 0x1F) << shift
        shift += 5
        if value < 0x20:
            numbers.append(~(bits >> 1) if bits & 1 else bits >> 1)
            bits = shift = 0
    if shift or len(numbers) % 2:
        raise ValueError("a polyline cut off")
    points = []
    lat = lon = 0
    for north, east in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + north, lon + east
        points.append((lat / PER_DEGREE, lon / PER_DEGREE))
    return points
