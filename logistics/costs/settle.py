"""The end of a trip: said to be driven, and paid for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.costs.agreements import NoAgreement
from logistics.costs.ledger import LedgerEntry
from logistics.costs.post import post_trip
from logistics.transport.driving import finish_trip
from logistics.transport.plans import Trip


@dataclass(frozen=True, slots=True)
class Settled:
    """A trip that was driven, and its entries; none where no agreement covers its day yet."""

    trip: Trip
    entries: list[LedgerEntry]


def finish_and_post(session: Session, trip_id: str, *, by: Person, now: datetime) -> Settled:
    """Say that a trip has been driven and write it into the ledger; saying it again changes nothing.

    A missing agreement does not keep the driver from coming home: the trip waits for `post_driven`.

    Raises:
        NotFound, NotAllowed, NotPublished, NotStarted: as `finish_trip`.
    """
    trip = finish_trip(session, trip_id, by=by, now=now)
    try:
        return Settled(trip, post_trip(session, trip, now=now))
    except NoAgreement:
        return Settled(trip, [])
