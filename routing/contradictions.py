"""What cannot all be true of a problem whose values each look right: references, doubles, sizes, times.

Works on what `routing.shapes` left: bad fields are missing and bad items None, and neither is named twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from routing.problem import DAY
from routing.shapes import Findings

Tree = dict[str, Any]


def contradictions(tree: Tree, findings: Findings) -> None:
    """Add every contradiction of the read problem to the findings."""
    places = ids(tree, "places", findings)
    ids(tree, "vehicles", findings)
    ids(tree, "shipments", findings)
    for name in ("metres", "seconds"):
        square(tree, name, findings)
    for n, vehicle in entries(tree, "vehicles"):
        known(vehicle, "home", f"vehicles[{n}]", places, findings)
        inside_horizon(vehicle, f"vehicles[{n}]", tree.get("days"), findings)
        allowed_home(vehicle, f"vehicles[{n}]", places, findings)
    for n, shipment in entries(tree, "shipments"):
        consistent(shipment, f"shipments[{n}]", places, findings)
    reachable(tree, places, findings)
    crossed(tree, places, findings)
    long_enough(tree.get("break_rule", {}), findings)


def entries(tree: Tree, name: str) -> Iterable[tuple[int, Tree]]:
    """The readable entries of a list, with their row."""
    return [(n, entry) for n, entry in enumerate(tree.get(name, ())) if entry is not None]


def ids(tree: Tree, name: str, findings: Findings) -> dict[str, int]:
    """Rows by id; an id that is there twice is a fault of the later one."""
    first: dict[str, int] = {}
    for n, entry in entries(tree, name):
        if "id" not in entry:
            continue
        if entry["id"] in first:
            findings.add("duplicate-id", f"{name}[{n}].id", id=entry["id"], first=f"{name}[{first[entry['id']]}]")
        else:
            first[entry["id"]] = n
    return first


def square(tree: Tree, name: str, findings: Findings) -> None:
    """A matrix has a row and a column for each place, and 0 from a place to itself."""
    if name not in tree or "places" not in tree:
        return
    size = len(tree["places"])
    if len(tree[name]) != size:
        findings.add("wrong-size", name, got=len(tree[name]), wanted=size)
    for n, row in enumerate(tree[name]):
        if row is None:
            continue
        if len(row) != size:
            findings.add("wrong-size", f"{name}[{n}]", got=len(row), wanted=size)
        if n < len(row) and row[n]:
            findings.add("not-zero-to-itself", f"{name}[{n}][{n}]", got=row[n])


def known(entry: Tree, key: str, path: str, places: dict[str, int], findings: Findings) -> None:
    """A place that is named is there; where no place could be read at all, that is said elsewhere."""
    if key in entry and places and entry[key] not in places:
        findings.add("unknown-place", f"{path}.{key}", place=entry[key])


def inside_horizon(vehicle: Tree, path: str, days: int | None, findings: Findings) -> None:
    """A shift lies in the days that are planned."""
    if days is None:
        return
    for n, shift in enumerate(vehicle.get("shifts", ())):
        if shift is not None and shift[1] > days * DAY:
            findings.add("outside-horizon", f"{path}.shifts[{n}]", ends=shift[1], horizon_ends=days * DAY)


def allowed_home(vehicle: Tree, path: str, places: dict[str, int], findings: Findings) -> None:
    """The places that a vehicle may not go to are there, and its home is none of them."""
    for n, place in enumerate(vehicle.get("forbidden", ())):
        if place is None:
            continue
        if places and place not in places:
            findings.add("unknown-place", f"{path}.forbidden[{n}]", place=place)
        elif place == vehicle.get("home"):
            findings.add("home-forbidden", f"{path}.forbidden[{n}]", place=place)


def long_enough(rule: Tree, findings: Findings) -> None:
    """A break taken in two is no shorter than one in one piece."""
    split = rule.get("split", ())
    if "length" in rule and len(split) == 2 and None not in split and sum(split) < rule["length"]:
        findings.add("split-too-short", "break_rule.split", got=sum(split), least=rule["length"])


def consistent(shipment: Tree, path: str, places: dict[str, int], findings: Findings) -> None:
    """A shipment goes from one known place to another, and is due after it is ready."""
    known(shipment, "from", path, places, findings)
    known(shipment, "to", path, places, findings)
    if "from" in shipment and shipment["from"] == shipment.get("to"):
        findings.add("from-is-to", f"{path}.to", place=shipment["to"])
    if "ready" in shipment and "due" in shipment and shipment["due"] < shipment["ready"]:
        findings.add("due-before-ready", f"{path}.due", ready=shipment["ready"], due=shipment["due"])


def reachable(tree: Tree, places: dict[str, int], findings: Findings) -> None:
    """What must go neither leaves nor reaches a place that is never open; elsewhere such a place is allowed.

    A shipment with a penalty may be left where it is, so there the closed place is a reason, not a fault.
    """
    readable = {n: place for n, place in entries(tree, "places") if place.get("windows") == []}
    named: set[int] = set()
    for n, shipment in entries(tree, "shipments"):
        if "penalty" in shipment:
            continue
        for key in ("from", "to"):
            row = places.get(shipment.get(key, ""))
            if row in readable and row not in named:
                named.add(row)
                findings.add("never-open", f"places[{row}].windows", needed_by=f"shipments[{n}].{key}")


def crossed(tree: Tree, places: dict[str, int], findings: Findings) -> None:
    """A way over crossings goes between two known places, once, over known ones, and its parts make up its seconds."""
    crossings = ids(tree, "crossings", findings)
    told: dict[tuple[str, str], int] = {}
    for n, leg in entries(tree, "legs"):
        path = f"legs[{n}]"
        known(leg, "from", path, places, findings)
        known(leg, "to", path, places, findings)
        over, drives = leg.get("crossings"), leg.get("drives")
        for k, crossing in enumerate(over or ()):
            if crossing is not None and "crossings" in tree and crossing not in crossings:
                findings.add("unknown-crossing", f"{path}.crossings[{k}]", crossing=crossing)
        if over is not None and drives is not None and len(drives) != len(over) + 1:
            findings.add("wrong-size", f"{path}.drives", got=len(drives), wanted=len(over) + 1)
        if not {"from", "to"} <= leg.keys():
            continue
        ends = leg["from"], leg["to"]
        if ends[0] == ends[1]:
            findings.add("from-is-to", f"{path}.to", place=ends[1])
        elif ends in told:
            findings.add("duplicate-leg", path, first=f"legs[{told[ends]}]")
        else:
            adds_up(tree, leg, path, places, crossings, findings)
        told.setdefault(ends, n)
    if "legs" in tree and "crossings" not in tree and tree["legs"]:
        findings.add("missing", "crossings")


def adds_up(
    tree: Tree, leg: Tree, path: str, places: dict[str, int], crossings: dict[str, int], findings: Findings
) -> None:
    """The matrix has what the way takes where nothing is waited for: no plan can be faster."""
    over, drives, seconds = leg.get("crossings", (None,)), leg.get("drives", (None,)), tree.get("seconds", ())
    row, column = places.get(leg["from"], len(seconds)), places.get(leg["to"], -1)
    if None in over or None in drives or row >= len(seconds) or seconds[row] is None or column < 0:
        return
    named = [tree["crossings"][crossings[crossing]] for crossing in over if crossing in crossings]
    parts = [crossing.get("seconds") for crossing in named]
    if len(named) < len(over) or None in parts or column >= len(seconds[row]):
        return
    wanted = sum(drives) + sum(parts) + sum(crossing.get("ahead", 0) for crossing in named)
    if seconds[row][column] != wanted:
        findings.add("leg-does-not-add-up", f"seconds[{row}][{column}]", got=seconds[row][column], wanted=wanted)
