"""News for those at whose door a published day changes: the van comes at another time, or not at all, or after all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import Notice, staff_of, tell
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.plans import Plan

TOLERANCE = timedelta(minutes=10)
"""How far a stop may move without anybody being told: traffic moves it as far."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop at which something is handed over; `library_ids` are told besides the place's own people."""

    starts_at: datetime
    library_ids: frozenset[str]


Visits = Mapping[str, list[Visit]]
"""By place, in order of time."""


def visits_of(plan: Plan, now: datetime) -> Visits:
    """The visits of a plan's own day that are still to come."""
    found: dict[str, list[Visit]] = defaultdict(list)
    for trip in plan.trips:
        for stop in trip.stops:
            if trip.day != plan.day or not stop.handlings or stop.starts_at <= now:
                continue
            bookings = [one.shipment.booking for one in stop.handlings]
            libraries = {
                booking.behalf.library_id
                for booking in bookings
                if booking is not None and booking.behalf is not None and booking.place_id == stop.place_id
            }
            found[stop.place_id].append(Visit(stop.starts_at, frozenset(libraries)))
    return {place_id: sorted(visits, key=lambda visit: visit.starts_at) for place_id, visits in found.items()}


def tell_of_stops(
    session: Session, network: Network, plan: Plan, before: Visits, after: Visits, *, occasion: str, now: datetime
) -> None:
    """Tell the people of each place what has changed for them; nobody where it is no more than the tolerance.

    Args:
        occasion: what the change is known by, so that it is told once, and the next one again.
    """
    for place_id in sorted({*before, *after}):
        was, will = before.get(place_id, []), after.get(place_id, [])
        if all(_same(one, other) for one, other in zip_longest(was, will)):
            continue
        code = "van-retimed" if was and will else "van-dropped" if was else "van-added"
        place = session.get_one(Place, place_id)
        libraries = frozenset().union(*(visit.library_ids for visit in (*was, *will)))
        tell(
            session,
            staff_of(session, place_id, *sorted(libraries)),
            code=code,
            facts={
                "place": place.name,
                "day": plan.day.isoformat(),
                "was": _times(network, was),
                "at": _times(network, will),
            },
            about=f"day:{plan.day.isoformat()}",
            key=f"{code}:{occasion}:{place_id}",
            now=now,
        )


def tell_of_withdrawal(session: Session, network: Network, plan: Plan, before: Visits, now: datetime) -> None:
    """Tell everybody at whose door a withdrawn plan stopped that nobody comes."""
    tell_of_stops(
        session, network, plan, before, {}, occasion=f"{_withdrawn(network, plan.day)}:{now.isoformat()}", now=now
    )


def tell_of_return(session: Session, network: Network, plan: Plan, now: datetime) -> None:
    """Tell those who were told of a withdrawal that a plan of the day comes to them after all."""
    keys = select(Notice.key).where(Notice.code == "van-dropped", Notice.key.contains(_withdrawn(network, plan.day)))
    told = {key.rpartition(":")[2] for key in session.scalars(keys)}
    after = {place_id: visits for place_id, visits in visits_of(plan, now).items() if place_id in told}
    tell_of_stops(session, network, plan, {}, after, occasion=f"{plan.id}:{now.isoformat()}", now=now)


def _withdrawn(network: Network, day: date) -> str:
    """What withdrawals of a day are known by, in the keys of their news."""
    return f"withdrawn:{network.id}:{day.isoformat()}"


def _same(one: Visit | None, other: Visit | None) -> bool:
    return one is not None and other is not None and abs(one.starts_at - other.starts_at) <= TOLERANCE


def _times(network: Network, visits: Iterable[Visit]) -> str:
    """As clocks of the network show them: "10:40, 14:05"."""
    return ", ".join(f"{visit.starts_at.astimezone(network.clock):%H:%M}" for visit in visits)
