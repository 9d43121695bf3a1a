"""Crossings and the ways over them as the planner wants them: departures in seconds of the days that are planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from logistics.network.crossings import Crossing
from logistics.network.departures import departures_on
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.known_roads import KnownRoads
from routing import problem as plain


def ways_over(
    network: Network, places: Sequence[Place], known: KnownRoads, days: Sequence[date]
) -> tuple[tuple[plain.Crossing, ...], tuple[plain.Leg, ...]]:
    """The crossings that any way goes over, each direction by itself, and the ways.

    Args:
        places: in the order of the roads.
        days: that are planned, one after the other.
    """
    taken = {
        plain_id(crossing, back): plain.Crossing(
            id=plain_id(crossing, back),
            name=name_of(crossing.name, back),
            departs=departures(network, crossing, days, back),
            seconds=crossing.seconds,
            ahead=crossing.ahead_seconds,
        )
        for way in known.over.values()
        for crossing, back in way.crossings
    }
    legs = (
        plain.Leg(
            origin=places[a].id,
            to=places[b].id,
            crossings=tuple(plain_id(crossing, back) for crossing, back in way.crossings),
            drives=way.drives,
        )
        for (a, b), way in sorted(known.over.items())
    )
    return tuple(taken[key] for key in sorted(taken)), tuple(legs)


def plain_id(crossing: Crossing, back: bool) -> str:
    """The planner's id of one direction."""
    return f"{crossing.id}-back" if back else crossing.id


def name_of(name: str, back: bool) -> str:
    """The name of one direction: "Harstad–Sørrollnes" is "Sørrollnes–Harstad" on the way back."""
    return "–".join(reversed(name.split("–"))) if back else name


def departures(network: Network, crossing: Crossing, days: Sequence[date], back: bool) -> tuple[plain.Span, ...]:
    """When one can set off, in seconds from 00:00 of the first day."""
    spans: list[plain.Span] = []
    for number, day in enumerate(days):
        for first, last in departures_on(network, crossing, day, back=back):
            begins, ends = plain.DAY * number + 60 * first, plain.DAY * number + 60 * last
            if spans and begins <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(ends, spans[-1][1]))
            else:
                spans.append((begins, ends))
    return tuple(spans)
