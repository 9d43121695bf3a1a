"""From a driven trip to the ledger, once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from logistics.costs.agreements import NoAgreement, agreement_on
from logistics.costs.ledger import LedgerEntry
from logistics.costs.reckoning import reckon
from logistics.database import fetch
from logistics.errors import LogisticsError
from logistics.network.networks import Network
from logistics.transport.plans import Plan, Trip, TripState


class TripNotDriven(LogisticsError):
    """Only what was driven is paid for. Facts: `trip`, `state`."""

    code = "trip-not-driven"


def post_trip(session: Session, trip: Trip, *, now: datetime) -> list[LedgerEntry]:
    """Write a driven trip into the ledger; once more writes nothing and gives back what stands there.

    Entries of nothing are left out. They sum to zero.

    Raises:
        TripNotDriven: it is only planned.
        NoAgreement: nothing says who pays on its day.
    """
    trip = fetch(session, Trip, trip.id, lock=True)
    if trip.state is not TripState.DRIVEN:
        raise TripNotDriven(trip=trip.id, state=trip.state.value)
    posted = list(session.scalars(select(LedgerEntry).where(LedgerEntry.trip_id == trip.id)))
    if posted:
        return posted
    network = fetch(session, Network, trip.plan.network_id)
    agreement = agreement_on(session, network.id, trip.day)
    entries = [
        LedgerEntry(
            network_id=network.id,
            trip_id=trip.id,
            agreement_id=agreement.id,
            municipality_id=municipality_id,
            day=trip.day,
            account=account,
            amount=amount,
            posted_at=now,
        )
        for account, municipality_id, amount in reckon(trip, agreement, network.municipalities).entries()
        if amount != 0
    ]
    session.add_all(entries)
    session.flush()
    return entries


def post_driven(session: Session, network_id: str, *, now: datetime) -> list[LedgerEntry]:
    """Post every driven trip that is not in the ledger yet, because no agreement covered it when it was driven.

    What still has none is left for later.
    """
    posted: list[LedgerEntry] = []
    for trip in session.scalars(unposted(network_id).order_by(Trip.starts_at, Trip.id)).all():
        try:
            posted += post_trip(session, trip, now=now)
        except NoAgreement:
            continue
    return posted


def unposted(network_id: str) -> Select[Trip]:
    """The network's driven trips that cost something and are not in the ledger."""
    return (
        select(Trip)
        .join(Trip.plan)
        .where(
            Plan.network_id == network_id,
            Trip.state == TripState.DRIVEN,
            Trip.day_cost + Trip.km_cost + Trip.hour_cost > 0,
            ~exists().where(LedgerEntry.trip_id == Trip.id),
        )
    )
