"""The day's trips, and the word that one has been driven."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.transport.plans import PlanState, Trip, TripState
from logistics.transport.publishing import published_plan
from logistics.transport.refusals import NotPublished, NotStarted


def finish_trip(session: Session, trip_id: str, *, by: Person, now: datetime) -> Trip:
    """Say that a trip has been driven; saying it again changes nothing.

    Raises:
        NotFound: no such trip.
        NotAllowed: `by` does not drive there.
        NotPublished: its plan is a draft, or the trip is an outlook on another day.
        NotStarted: it leaves later than now.
    """
    trip = fetch(session, Trip, trip_id, lock=True)
    allow(by, Act.DRIVE, network_id=trip.plan.network_id)
    if trip.plan.state is not PlanState.PUBLISHED or trip.day != trip.plan.day:
        raise NotPublished(day=trip.day, plan_id=trip.plan_id)
    if now < trip.starts_at:
        raise NotStarted(day=trip.day, starts_at=trip.starts_at)
    if trip.state is not TripState.DRIVEN:
        trip.state, trip.driven_at, trip.driven_by_id = TripState.DRIVEN, now, by.id
        session.flush()
    return trip


def trips_of_day(session: Session, network_id: str, day: date, by: Person) -> list[Trip]:
    """The trips to be driven on a day, in the order of their start; none where nothing is published.

    Raises:
        NotAllowed: `by` does not see route sheets there.
    """
    allow(by, Act.SEE_SHEETS, network_id=network_id)
    plan = published_plan(session, network_id, day)
    return [trip for trip in plan.trips if trip.day == day] if plan else []
