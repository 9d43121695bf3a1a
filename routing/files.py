"""Problems and plans as JSON, both ways; every fault is named with its path, all at once.

Stricter than a reader must be, so that a slip of the pen is found: a key that is not of the format is a
fault (`x` and `y` of a place are let through), true is no number, 60.0 is no whole number.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from routing.check import unknown_names
from routing.contradictions import contradictions
from routing.errors import BadFile, Fault
from routing.fields import PLAN, PROBLEM
from routing.plan import Plan, Stop, Trip, Unserved
from routing.problem import BreakRule, Crossing, Leg, Place, Problem, Shipment, Vehicle
from routing.shapes import Findings, quote

LONGEST_FILE = 256 * 2**20


def read_problem(source: str | bytes | object) -> Problem:
    """Read a problem from JSON text or from what a JSON reader made of it.

    Raises:
        BadFile: with every fault of the document.
    """
    findings = Findings()
    tree = PROBLEM(decode(source), "", findings)
    if isinstance(tree, dict):
        contradictions(tree, findings)
    if findings.faults:
        raise BadFile(findings.faults)
    return Problem(
        name=tree["name"],
        currency=tree["currency"],
        days=tree["days"],
        places=tuple(place_of(entry) for entry in tree["places"]),
        metres=tuple(tuple(row) for row in tree["metres"]),
        seconds=tuple(tuple(row) for row in tree["seconds"]),
        stop_seconds=tree["stop_seconds"],
        crate_seconds=tree["crate_seconds"],
        sort_seconds=tree["sort_seconds"],
        vehicles=tuple(Vehicle(**tuples(entry)) for entry in tree["vehicles"]),
        shipments=tuple(Shipment(**tuples(with_origin(entry))) for entry in tree["shipments"]),
        break_rule=BreakRule(**tuples(tree["break_rule"])) if "break_rule" in tree else None,
        crossings=tuple(Crossing(**tuples(entry)) for entry in tree.get("crossings", ())),
        legs=tuple(Leg(**tuples(with_origin(entry))) for entry in tree.get("legs", ())),
    )


def with_origin(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with its "from", which is no name in Python, as `origin`."""
    return {"origin" if key == "from" else key: value for key, value in entry.items()}


def place_of(entry: dict[str, Any]) -> Place:
    """A place without its drawing coordinates."""
    kept = {key: value for key, value in entry.items() if key not in ("x", "y")}
    return Place(**tuples(kept))


def tuples(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with tuples for its lists."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def read_plan(source: str | bytes | object, problem: Problem) -> Plan:
    """Read a plan of the problem. Whether it keeps the rules is for `routing.check` to say.

    Raises:
        BadFile: with every fault, also vehicles, places and shipments that the problem does not have.
    """
    findings = Findings()
    tree = PLAN(decode(source), "", findings)
    if findings.faults:
        raise BadFile(findings.faults)
    plan = Plan(
        trips=tuple(
            Trip(
                entry["vehicle"],
                tuple(
                    Stop(stop["place"], stop["start"], stop["leave"], tuple(stop["unload"]), tuple(stop["load"]))
                    for stop in entry["stops"]
                ),
            )
            for entry in tree["trips"]
        ),
        unserved=tuple(
            Unserved(entry["shipment"], entry.get("reason", "not-said"), entry.get("facts", {}))
            for entry in tree.get("unserved", ())
        ),
        lower_bound=tree.get("lower_bound"),
    )
    faults = unknown_names(problem, plan)
    if faults:
        raise BadFile(faults)
    return plan


def decode(source: str | bytes | object) -> object:
    """Decode JSON text; anything else is taken as decoded already.

    NaN and the infinities come through as numbers, so that the shapes can name them with their path.

    Raises:
        BadFile: not UTF-8, not JSON, a key twice in one object, nested or long beyond reason.
    """
    if not isinstance(source, (str, bytes)):
        return source
    if len(source) > LONGEST_FILE:
        raise BadFile([Fault("too-long", "", {"got": len(source), "most": LONGEST_FILE})])
    repeated = Findings()

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        entry = dict(pairs)
        if len(entry) < len(pairs):
            for key, times in Counter(key for key, _ in pairs).items():
                if times > 1:
                    repeated.add("repeated-key", "", key=quote(key), id=quote(entry.get("id", "")))
        return entry

    try:
        decoded: object = json.loads(source, object_pairs_hook=once, parse_int=bounded)
    except json.JSONDecodeError as fault:
        raise BadFile([Fault("not-json", "", {"line": fault.lineno, "column": fault.colno})]) from fault
    except UnicodeDecodeError as fault:
        raise BadFile([Fault("not-utf-8", "", {"byte": fault.start})]) from fault
    except RecursionError as fault:
        raise BadFile([Fault("too-deep", "")]) from fault
    if repeated.faults:
        raise BadFile(repeated.faults)
    return decoded


def bounded(digits: str) -> int:
    """An integer, or one beyond every limit where the digits are so many that reading them takes long."""
    return int(digits) if len(digits) <= 30 else int(digits[:30])


def write_problem(problem: Problem) -> dict[str, Any]:
    """The problem as what `json.dump` takes; `read_problem` of it gives the problem back."""
    return {
        "name": problem.name,
        "currency": problem.currency,
        "days": problem.days,
        "places": [
            {
                "id": place.id,
                "name": place.name,
                "hub": place.hub,
                "windows": [list(window) for window in place.windows],
                **given(stop_seconds=place.stop_seconds, lat=place.lat, lon=place.lon),
            }
            for place in problem.places
        ],
        "metres": [list(row) for row in problem.metres],
        "seconds": [list(row) for row in problem.seconds],
        "stop_seconds": problem.stop_seconds,
        "crate_seconds": problem.crate_seconds,
        "sort_seconds": problem.sort_seconds,
        "vehicles": [
            {
                "id": vehicle.id,
                "home": vehicle.home,
                "capacity": vehicle.capacity,
                "cost_per_day": vehicle.cost_per_day,
                "cost_per_km": vehicle.cost_per_km,
                "cost_per_hour": vehicle.cost_per_hour,
                "shifts": [list(shift) for shift in vehicle.shifts],
                **given(
                    max_trips=vehicle.max_trips,
                    forbidden=list(vehicle.forbidden) or None,
                    max_kg=vehicle.max_kg,
                    max_duty=vehicle.max_duty,
                ),
            }
            for vehicle in problem.vehicles
        ],
        "shipments": [
            {
                "id": shipment.id,
                "from": shipment.origin,
                "to": shipment.to,
                "crates": shipment.crates,
                "ready": shipment.ready,
                "due": shipment.due,
                **given(
                    penalty=shipment.penalty,
                    kg=shipment.kg or None,
                    apart=list(shipment.apart) or None,
                    priority=shipment.priority or None,
                ),
            }
            for shipment in problem.shipments
        ],
        **({"break_rule": rule_of(problem.break_rule)} if problem.break_rule else {}),
        **(crossed(problem) if problem.legs else {}),
    }


def crossed(problem: Problem) -> dict[str, object]:
    """The ways over crossings as the format writes them."""
    return {
        "crossings": [
            {
                "id": crossing.id,
                "name": crossing.name,
                "departs": [list(span) for span in crossing.departs],
                "seconds": crossing.seconds,
                **given(ahead=crossing.ahead or None),
            }
            for crossing in problem.crossings
        ],
        "legs": [
            {"from": leg.origin, "to": leg.to, "crossings": list(leg.crossings), "drives": list(leg.drives)}
            for leg in problem.legs
        ],
    }


def rule_of(rule: BreakRule) -> dict[str, object]:
    """The break rule as the format writes it."""
    split = None if rule.split is None else list(rule.split)
    return {"max_drive": rule.max_drive, "length": rule.length, **given(split=split)}


def given(**values: object) -> dict[str, object]:
    """What has a value."""
    return {key: value for key, value in values.items() if value is not None}


def write_plan(plan: Plan, detail: Callable[[Unserved], str] | None = None) -> dict[str, Any]:
    """The plan as what `json.dump` takes.

    Args:
        detail: makes the sentence beside each reason; None: none is written.
    """
    return {
        "trips": [
            {
                "vehicle": trip.vehicle,
                "stops": [
                    {
                        "place": stop.place,
                        "start": stop.start,
                        "leave": stop.leave,
                        "unload": list(stop.unload),
                        "load": list(stop.load),
                    }
                    for stop in trip.stops
                ],
            }
            for trip in plan.trips
        ],
        "unserved": [
            {
                "shipment": left.shipment,
                "reason": left.reason,
                **({"detail": detail(left)} if detail else {}),
                "facts": dict(left.facts),
            }
            for left in plan.unserved
        ],
        **given(lower_bound=plan.lower_bound),
    }
