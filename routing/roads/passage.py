"""Which ways of a map a van may use, in which direction and how fast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from routing.roads.speeds import MOST_KMH, Speeds

ACCESS_KEYS = ("motorcar", "motor_vehicle", "vehicle", "access")
"""The most special first. Source: wiki.openstreetmap.org/wiki/Key:access"""

NEVER_STOPS = frozenset({"motorway", "motorway_link"})
NO_WAY_THROUGH = frozenset({"reversible", "alternating"})
MPH_IN_KMH = 1.609344


@dataclass(frozen=True, slots=True)
class Passage:
    """How a van goes along one way of the map.

    Attributes:
        forward_kmh, backward_kmh: along and against the way's direction; 0: not allowed.
        stops: a van may stop on it, so places may lie at it.
        ferry, toll: what it is.
        crossing_seconds: from end to end by ferry, where the map says so.
    """

    forward_kmh: float
    backward_kmh: float
    stops: bool = True
    ferry: bool = False
    toll: bool = False
    crossing_seconds: int | None = None


def passage(tags: Mapping[str, str], speeds: Speeds) -> Passage | None:
    """Judge a way of the map by its tags; None: no van goes there.

    Speed limits that depend on the hour, the weight or the lane, and turn restrictions, are not looked at.
    """
    if tags.get("area") == "yes":
        return None
    if tags.get("route") == "ferry":
        return _crossing(tags, speeds)
    road = tags.get("highway", "")
    if road not in speeds.class_kmh or _closed(tags, speeds) or tags.get("oneway") in NO_WAY_THROUGH:
        return None
    if "yes" in (tags.get("ice_road"), tags.get("winter_road")):
        return None
    forward = _kmh(tags, "maxspeed:forward", road, speeds)
    backward = _kmh(tags, "maxspeed:backward", road, speeds)
    along, against = _directions(tags, road)
    return Passage(
        forward_kmh=forward * along,
        backward_kmh=backward * against,
        stops=road not in NEVER_STOPS,
        toll=tags.get("toll") == "yes",
    )


def stops_vans(tags: Mapping[str, str], speeds: Speeds) -> bool:
    """Whether a barrier on a road keeps vans out."""
    said = _said(tags)
    if said is not None:
        return said in speeds.closed_access
    return tags.get("barrier") in speeds.closed_barriers


def seconds_of(duration: str | None) -> int | None:
    """A duration as maps write it: "00:45", "1:10:00", "45" (minutes) or "PT1H10M"; None: not to be read, or none.

    Source: wiki.openstreetmap.org/wiki/Key:duration
    """
    text = (duration or "").strip()
    if re.fullmatch(r"\d{1,4}", text):
        return 60 * int(text) or None
    if found := re.fullmatch(r"(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?", text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return 3600 * hours + 60 * minutes + seconds or None
    if found := re.fullmatch(r"PT(?=\d)(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,6})S)?", text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return 3600 * hours + 60 * minutes + seconds or None
    return None


def _crossing(tags: Mapping[str, str], speeds: Speeds) -> Passage | None:
    """A ferry takes cars if it says so, or if it says nothing about who comes aboard."""
    said = _said(tags)
    for_walkers = said is None and ("foot" in tags or "bicycle" in tags)
    if for_walkers or _closed(tags, speeds):
        return None
    along, against = _directions(tags, "ferry")
    return Passage(
        forward_kmh=float(speeds.ferry_kmh * along),
        backward_kmh=float(speeds.ferry_kmh * against),
        stops=False,
        ferry=True,
        toll=tags.get("toll") == "yes",
        crossing_seconds=seconds_of(tags.get("duration")),
    )


def _said(tags: Mapping[str, str]) -> str | None:
    return next((tags[key] for key in ACCESS_KEYS if key in tags), None)


def _closed(tags: Mapping[str, str], speeds: Speeds) -> bool:
    return _said(tags) in speeds.closed_access


def _directions(tags: Mapping[str, str], road: str) -> tuple[bool, bool]:
    """Whether it may be driven along, and against, the way's direction."""
    said = tags.get("oneway")
    if said in ("-1", "reverse"):
        return False, True
    implied = road in ("motorway", "motorway_link") or tags.get("junction") in ("roundabout", "circular")
    one_way = said in ("yes", "true", "1") or (implied and said not in ("no", "false", "0"))
    return True, not one_way


def _kmh(tags: Mapping[str, str], key: str, road: str, speeds: Speeds) -> float:
    signed = _limit(tags.get(key), speeds) or _limit(tags.get("maxspeed"), speeds)
    driven = signed * speeds.signed_percent / 100 if signed else float(speeds.class_kmh[road])
    return min(driven, speeds.surface_kmh.get(tags.get("surface", ""), MOST_KMH))


def _limit(value: str | None, speeds: Speeds) -> float | None:
    """A signed limit in km/h; None: not signed, or not to be read."""
    if value is None:
        return None
    if value in speeds.zone_kmh:
        return float(speeds.zone_kmh[value])
    found = re.fullmatch(r"(\d{1,3})(?: ?(mph|km/h))?", value)
    if found is None or not int(found[1]):
        return None
    return int(found[1]) * (MPH_IN_KMH if found[2] == "mph" else 1.0)
