"""How fast a van drives on which road, and where it may not: a table that can be adjusted."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from routing.errors import Fault
from routing.roads.errors import BadSpeeds

MOST_KMH = 150


@dataclass(frozen=True, slots=True)
class Speeds:
    """The table; `speeds.toml` says what each entry is for. Speeds in km/h."""

    signed_percent: int
    class_kmh: Mapping[str, int]
    surface_kmh: Mapping[str, int]
    zone_kmh: Mapping[str, int]
    closed_access: frozenset[str]
    closed_barriers: frozenset[str]
    ferry_kmh: int
    boarding_seconds: int

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits; another table has others."""
        plain = {key: sorted(value) if isinstance(value, frozenset) else value for key, value in asdict(self).items()}
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:12]


def read_speeds(text: str | None = None) -> Speeds:
    """Read a table of speeds; None: the one that comes with the product.

    Raises:
        BadSpeeds: with every fault.
    """
    if text is None:
        text = files("routing.roads").joinpath("speeds.toml").read_text("utf-8")
    try:
        tree = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise BadSpeeds([Fault("not-toml", "")]) from wrong
    faults: list[Fault] = []
    known = {"signed_percent", "class_kmh", "surface_kmh", "zone_kmh", "access", "barrier", "ferry"}
    faults.extend(Fault("unknown-key", key) for key in tree if key not in known)
    for table, keys in (("access", {"closed"}), ("barrier", {"closed"}), ("ferry", {"kmh", "boarding_seconds"})):
        faults.extend(Fault("unknown-key", f"{table}.{key}") for key in _table(tree, table, faults) if key not in keys)
    speeds = Speeds(
        signed_percent=_number(tree, "signed_percent", "", 10, 150, faults),
        class_kmh=_speeds(tree, "class_kmh", faults),
        surface_kmh=_speeds(tree, "surface_kmh", faults),
        zone_kmh=_speeds(tree, "zone_kmh", faults),
        closed_access=_words(tree, "access", faults),
        closed_barriers=_words(tree, "barrier", faults),
        ferry_kmh=_number(_table(tree, "ferry", faults), "kmh", "ferry.", 1, MOST_KMH, faults),
        boarding_seconds=_number(_table(tree, "ferry", faults), "boarding_seconds", "ferry.", 0, 86_400, faults),
    )
    if not speeds.class_kmh and not faults:
        faults.append(Fault("empty", "class_kmh"))
    if faults:
        raise BadSpeeds(faults)
    return speeds


def _table(tree: Mapping[str, Any], key: str, faults: list[Fault]) -> dict[str, Any]:
    value = tree.get(key)
    if isinstance(value, dict):
        return value
    fault = Fault("missing", key) if value is None else Fault("wrong-type", key, {"wanted": "table", "got": str(value)})
    if fault not in faults:
        faults.append(fault)
    return {}


def _speeds(tree: Mapping[str, Any], key: str, faults: list[Fault]) -> dict[str, int]:
    table = _table(tree, key, faults)
    return {name: _number(table, name, f"{key}.", 1, MOST_KMH, faults) for name in table}


def _words(tree: Mapping[str, Any], key: str, faults: list[Fault]) -> frozenset[str]:
    words = _table(tree, key, faults).get("closed", [])
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        return frozenset(words)
    faults.append(Fault("wrong-type", f"{key}.closed", {"wanted": "array of strings", "got": str(words)}))
    return frozenset()


def _number(table: Mapping[str, Any], key: str, prefix: str, least: int, most: int, faults: list[Fault]) -> int:
    value = table.get(key)
    if value is None:
        if table or not prefix:
            faults.append(Fault("missing", f"{prefix}{key}"))
    elif not isinstance(value, int) or isinstance(value, bool):
        faults.append(Fault("wrong-type", f"{prefix}{key}", {"wanted": "integer", "got": str(value)}))
    elif not least <= value <= most:
        faults.append(Fault("out-of-range", f"{prefix}{key}", {"least": least, "most": most, "got": value}))
    else:
        return value
    return least
