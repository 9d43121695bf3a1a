"""Crossings and the ways over them as the planner wants them: departures in seconds of the days that are planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from logistics.network.crossings import Crossing
from logistics.network.departures import departures_on
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.known_roads import Gate, KnownRoads
from routing import problem as plain


def ways_over(
    network: Network, places: Sequence[Place], known: KnownRoads, days: Sequence[date]
) -> tuple[tuple[plain.Crossing, ...], tuple[plain.Leg, ...]]:
    """The crossings that any way goes over, each direction by itself, and the ways.

    A way that closed roads cut on some days begins with a crossing of no length that is open on the others.

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
    gates = {way.gate for way in known.over.values() if way.gate is not None}
    ids = {
        gate: f"{network.id}-closed-{number}"
        for number, gate in enumerate(sorted(gates, key=lambda gate: (gate.name, sorted(gate.open_on))), start=1)
    }
    taken |= {ids[gate]: plain.Crossing(ids[gate], gate.name, _open(gate, len(days)), seconds=0) for gate in gates}
    legs = (
        plain.Leg(
            origin=places[a].id,
            to=places[b].id,
            crossings=(
                *([ids[way.gate]] if way.gate is not None else []),
                *(plain_id(crossing, back) for crossing, back in way.crossings),
            ),
            drives=(*([0] if way.gate is not None else []), *way.drives),
        )
        for (a, b), way in sorted(known.over.items())
    )
    return tuple(taken[key] for key in sorted(taken)), tuple(legs)


def _open(gate: Gate, days: int) -> tuple[plain.Span, ...]:
    """The days on which one gets through, each as a span to its last second."""
    return tuple((plain.DAY * day, plain.DAY * (day + 1) - 1) for day in range(days) if day in gate.open_on)


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
