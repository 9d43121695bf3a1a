"""From the rows of a network to a problem of `routing`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from logistics.database import fetch
from logistics.network.calendar import is_service_day, local_day, receiving_spans, service_days
from logistics.network.fleet import Vehicle
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.crossed import ways_over
from logistics.transport.known_roads import known_roads
from logistics.transport.pending import Pending, pending
from logistics.transport.road_notes import RoadNote, notes_of
from logistics.transport.shipments import Direction
from logistics.transport.timeline import Timeline
from routing import problem as plain
from routing.files import write_problem

CAN_WAIT_DIVISOR = 10
"""What need not be there within the horizon counts a tenth when left behind: it rides if that is cheap."""

NOTICE = timedelta(minutes=15)
"""From planning a day that has begun to the first trip that can follow the plan."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A problem and what it was made from.

    Attributes:
        problem: its shipments are named by their codes, places and vehicles by their ids; day 0 is `day`.
        fingerprint: SHA-256 of the problem, hexadecimal; the same rows give the same.
        roads: which engine gave distances and times, and how old its map is.
        road_notes: what is to be said of them, as `transport.road_notes` writes it.
        sailed: metres and seconds aboard ferries, by the ids of two places; of them that is known.
        unseen: roads that are closed, and of which nothing is known round them.
        made_at: nothing moves before.
        shipment_ids: id by code.
        can_wait: when each shipment is due that is due after the horizon, in seconds from 00:00 of day 0, by code.
    """

    network_id: str
    problem: plain.Problem
    fingerprint: str
    roads: str
    road_notes: list[RoadNote]
    sailed: dict[tuple[str, str], tuple[int, int]]
    unseen: tuple[str, ...]
    day: date
    made_at: datetime
    shipment_ids: dict[str, str]
    can_wait: dict[str, int]


def build(session: Session, network_id: str, day: date, *, now: datetime, made_at: datetime | None = None) -> Brief:
    """Build the problem of a service day with the days after it, as far as the network's horizon.

    A shipment that nothing can move is part of it all the same: the planner leaves it behind with its reason.

    Args:
        made_at: build what is known now as it would have been built then; None: `now`. Vehicles leave later, and
            shipments made since wait for another day, unless the cut-off is still to come.

    Raises:
        NotFound: no such network.
    """
    network = fetch(session, Network, network_id)
    made_at = made_at or now
    timeline = Timeline(network, day)
    days = days_of(session, network_id, day)
    horizon_ends = plain.DAY * len(days)
    open_ones = pending(session, network, day, now, made_at)
    moved = [one for one in open_ones if timeline.second(one.free_at) < horizon_ends]
    places = _places(session, network, moved)
    known = known_roads(session, network, places, days)
    crossings, legs = ways_over(network, places, known, days)
    problem = plain.Problem(
        name=f"{network.id} {day.isoformat()}",
        currency=network.currency,
        days=len(days),
        places=tuple(_place(network, place, days) for place in places),
        metres=known.roads.metres,
        seconds=known.roads.seconds,
        stop_seconds=network.stop_seconds,
        crate_seconds=network.crate_seconds,
        sort_seconds=network.sort_seconds,
        vehicles=tuple(
            _vehicle(network, vehicle, days, timeline, made_at) for vehicle in network.vehicles if vehicle.planned
        ),
        shipments=tuple(_shipment(network, one, timeline, len(days)) for one in moved),
        break_rule=break_rule(network),
        crossings=crossings,
        legs=legs,
    )
    return Brief(
        network_id=network.id,
        problem=problem,
        fingerprint=fingerprint(problem, known.unseen),
        roads=known.name,
        road_notes=notes_of(known, places),
        sailed={(places[a].id, places[b].id): sailed for (a, b), sailed in known.sailed.items()},
        unseen=known.unseen,
        day=day,
        made_at=made_at,
        shipment_ids={one.shipment.code: one.shipment.id for one in moved},
        can_wait={one.shipment.code: due for one in moved if (due := timeline.second(one.due_at)) >= horizon_ends},
    )


def days_of(session: Session, network_id: str, day: date) -> list[date]:
    """The days that are planned together, from one on.

    Raises:
        NotFound: no such network.
    """
    network = fetch(session, Network, network_id)
    return [day + timedelta(days=number) for number in range(network.horizon_days)]


def fingerprint(problem: plain.Problem, unseen: Sequence[str] = ()) -> str:
    """SHA-256 of a problem, and of closed roads that it does not reckon with, hexadecimal."""
    text = json.dumps(write_problem(problem), sort_keys=True, separators=(",", ":"))
    text += json.dumps(sorted(unseen)) if unseen else ""
    return hashlib.sha256(text.encode()).hexdigest()


def _places(session: Session, network: Network, moved: list[Pending]) -> list[Place]:
    """The places in use, and closed ones at which something lies or to which it goes, by id."""
    needed = {one.place_id for one in moved} | {one.goal_id for one in moved}
    homes = {vehicle.home_id for vehicle in network.vehicles if vehicle.planned}
    found = {place.id: place for place in network.places if place.active or place.id in needed | homes}
    return [found[place_id] for place_id in sorted(found)]


def _place(network: Network, place: Place, days: list[date]) -> plain.Place:
    windows: list[plain.Span] = []
    for number, day in enumerate(days):
        if not is_service_day(network, day):
            continue
        for opens, closes in receiving_spans(network, place, day):
            begins, ends = plain.DAY * number + 60 * opens, plain.DAY * number + 60 * closes
            if windows and begins <= windows[-1][1]:
                windows[-1] = (windows[-1][0], max(ends, windows[-1][1]))
            else:
                windows.append((begins, ends))
    return plain.Place(place.id, place.name, tuple(windows), place.hub, place.stop_seconds, place.lat, place.lon)


def _vehicle(
    network: Network, vehicle: Vehicle, days: list[date], timeline: Timeline, made_at: datetime
) -> plain.Vehicle:
    # On a day that has begun, nothing leaves before the plan can reach the driver.
    begun = days[0] <= local_day(network, made_at)
    earliest = timeline.second(made_at + NOTICE) if begun else 0
    shifts = []
    for number, day in enumerate(days):
        begins = max(plain.DAY * number + 60 * vehicle.shift_starts_minute, earliest)
        ends = plain.DAY * number + 60 * vehicle.shift_ends_minute
        if begins < ends and is_service_day(network, day):
            shifts.append((begins, ends))
    return plain.Vehicle(
        id=vehicle.id,
        home=vehicle.home_id,
        capacity=vehicle.capacity,
        cost_per_day=vehicle.cost_per_day,
        cost_per_km=vehicle.cost_per_km,
        cost_per_hour=vehicle.cost_per_hour,
        shifts=tuple(shifts),
        max_trips=vehicle.max_trips,
    )


def _shipment(network: Network, one: Pending, timeline: Timeline, days: int) -> plain.Shipment:
    shipment = one.shipment
    horizon_ends = plain.DAY * days - 1
    ready = max(0, timeline.second(one.free_at))
    due = timeline.second(one.due_at)
    loose = shipment.direction is Direction.LOOSE
    penalty = network.crate_penalty * shipment.crates if loose else network.collection_penalty
    penalty *= 1 + days_overdue(due)
    if due > horizon_ends:
        due, penalty = horizon_ends, penalty // CAN_WAIT_DIVISOR
    elif due <= ready:
        due = min(_new_due(network, timeline, ready), horizon_ends)
    return plain.Shipment(
        id=shipment.code,
        origin=one.place_id,
        to=one.goal_id,
        crates=shipment.crates,
        ready=ready,
        due=due,
        penalty=penalty,
    )


def days_overdue(due: int) -> int:
    """Days from the day on which something was due to day 0; 0: it is not overdue.

    Each of them adds the penalty once more, so that what is dear to fetch is fetched in the end.

    Args:
        due: seconds from 00:00 of day 0.
    """
    return max(0, -(due // plain.DAY))


def _new_due(network: Network, timeline: Timeline, ready: int) -> int:
    """What has missed its day is due anew, after as many service days as a promise allows."""
    first = timeline.day_at(ready // plain.DAY)
    for number, day in enumerate(service_days(network, first)):
        if number == network.transit_days:
            return plain.DAY * ((day - timeline.day).days + 1) - 1
    return ready


def break_rule(network: Network) -> plain.BreakRule | None:
    """The driving rule of a network; None: there is none."""
    if network.max_drive_minutes is None or network.break_minutes is None:
        return None
    return plain.BreakRule(60 * network.max_drive_minutes, 60 * network.break_minutes)
