"""Ways to serve a place in a trip: all of it, or only some of it, relaxed so that it never costs more than it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from routing.hub_day.day import HubDay
from routing.hub_day.trips import FAR
from routing.problem import Shipment
from routing.units import UNIT


@dataclass(frozen=True)
class Way:
    """A way to serve a place in a trip.

    Attributes:
        stay: seconds of the stop.
        out, into: crate units from and to home, as far as they are known.
        extra: smallest units of the currency that it costs elsewhere.
        lack: seconds of work that are left for others.
        shares: whether others have to call at the place as well.
        earlier: crate units from home that may have been put down earlier on the trip.
    """

    windows: list[tuple[int, int]]
    stay: int
    out: int
    into: int
    extra: int = 0
    lack: int = 0
    shares: bool = False
    earlier: int = 0


def undivided(day: HubDay, p: int) -> Way:
    """Move all that a place has."""
    out, into = crates(day.goes_out[p]), crates(day.comes_in[p])
    stay = stop_seconds(day, day.rows[p]) + day.problem.crate_seconds * (out + into)
    return Way(visit_windows(day, p, False), stay, out, into)


def divided(day: HubDay, p: int, another: int, per_second: int, short: bool) -> list[Way]:
    """Move some of what a place has: the rest rides on another trip, or takes another visit of this one, or stays.

    Args:
        another: least cost of one more visit next to any others.
        per_second: units on duty.
        short: whether the room aboard may run short.
    """
    least = least_work(day, p, per_second)
    if least is None:
        return []
    moved = (*day.goes_out[p], *day.comes_in[p])
    whole = undivided(day, p)
    found = [replace(least, shares=True)]
    stop = stop_seconds(day, day.rows[p])
    if least.windows != whole.windows:
        # Two visits one after the other, with a wait between them.
        found.append(replace(least, extra=per_second * stop // UNIT))
    elif short:
        # The last of two visits of a trip, with the work of both.
        found.append(replace(whole, extra=another, earlier=whole.out))
    leaving = [left_units(day, s, per_second) for s in moved if s.penalty is not None]
    if leaving:
        gains = sum(min(0, units) for units in leaving)
        extra = ((gains or min(leaving)) + per_second * least.lack) // UNIT
        found.append(replace(least, extra=extra, lack=0))
    return found


def least_work(day: HubDay, p: int, per_second: int) -> Way | None:
    """Move one shipment of a place, the smallest; None: there is only one.

    What is lacking is work that somebody else has to do, unless leaving something behind is cheaper than moving it.
    """
    moved = (*day.goes_out[p], *day.comes_in[p])
    if len(moved) == 1:
        return None
    least, per_crate = min(s.crates for s in moved), day.problem.crate_seconds
    out = 0 if day.comes_in[p] else least
    into = 0 if day.goes_out[p] else least
    lack = per_crate * (2 * crates(moved) - least - out - into)
    if any(left_units(day, s, per_second) < 0 for s in moved if s.penalty is not None):
        lack = 0
    return Way(visit_windows(day, p, True), stop_seconds(day, day.rows[p]) + per_crate * least, out, into, 0, lack)


def left_units(day: HubDay, shipment: Shipment, per_second: int) -> int:
    """What leaving a shipment behind costs more than handling it does."""
    handled = 2 * day.problem.crate_seconds * shipment.crates
    return (shipment.penalty or 0) * UNIT - per_second * handled


def visit_windows(day: HubDay, p: int, relaxed: bool) -> list[tuple[int, int]]:
    """When a visit of a place may start that moves all of its shipments; relaxed: any of them."""
    soonest = [0] * len(day.goes_out[p]) + [s.ready for s in day.comes_in[p]]
    latest = [s.due for s in day.goes_out[p]] + [FAR] * len(day.comes_in[p])
    first, last = (min(soonest), max(latest)) if relaxed else (max(soonest), min(latest))
    spans = [(max(a, first), min(b, last)) for a, b in day.windows(day.rows[p])]
    return [(a, b) for a, b in spans if a <= b]


def crates(shipments: Sequence[Shipment]) -> int:
    """Crate units of all of them."""
    return sum(shipment.crates for shipment in shipments)


def stop_seconds(day: HubDay, row: int) -> int:
    """What a stop takes without any crates."""
    own = day.problem.places[row].stop_seconds
    return day.problem.stop_seconds if own is None else own
