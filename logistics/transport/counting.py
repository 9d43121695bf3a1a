"""Counting what is in a collection as it is handed over: packed, arrived, packed for home, at home again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.notices import coordinators_of, staff_of, tell
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.booking import Booking
from logistics.database import Base, fetch
from logistics.errors import WrongState
from logistics.holdings.collections import Collection
from logistics.holdings.shortfalls import Shortfall, ShortfallState
from logistics.holdings.stocktakes import Finding, Occasion, Stocktake, note, standings
from logistics.network.places import Place
from logistics.transport.deviations import Deviation, DeviationKind
from logistics.transport.events import OUTWARD
from logistics.transport.from_bookings import shipments_of
from logistics.transport.shipments import Direction, Shipment, ShipmentState

NOT_LEFT = frozenset({ShipmentState.WAITING, ShipmentState.PLANNED})

OCCASIONS: dict[tuple[Direction, bool], Occasion] = {  # direction, and whether it has been received
    (Direction.OUT, False): Occasion.PACKED,
    (Direction.OUT, True): Occasion.ARRIVED,
    (Direction.REST, True): Occasion.ARRIVED,
    (Direction.BACK, False): Occasion.PACKED_HOME,
    (Direction.BACK, True): Occasion.HOME,
}

BORROWER_ANSWERS = frozenset({Occasion.PACKED_HOME, Occasion.HOME})
"""Occasions after the borrower has had it; what is missing before that is nobody's fault, or the carrier's."""

_KINDS = {
    ShortfallState.MISSING: DeviationKind.PART_MISSING,
    ShortfallState.DAMAGED: DeviationKind.PART_DAMAGED,
}


class ShipmentCount(Base):
    """Of which shipment a stocktake counted the contents."""

    __tablename__ = "shipment_count"

    stocktake_id: Mapped[str] = mapped_column(ForeignKey("stocktake.id", ondelete="CASCADE"), primary_key=True)
    shipment_id: Mapped[str] = mapped_column(ForeignKey("shipment.id"), index=True)

    stocktake: Mapped[Stocktake] = relationship()


def occasion_of(session: Session, shipment: Shipment) -> Occasion | None:
    """On which occasion its contents can be counted now.

    None: it is under way, cancelled, or no collection; or it is a part of one, which is counted when all has come.
    """
    received = shipment.state is ShipmentState.RECEIVED
    if shipment.booking_id is None or not (received or shipment.state in NOT_LEFT):
        return None
    return OCCASIONS.get((shipment.direction, received)) if is_whole(session, shipment) else None


def is_whole(session: Session, shipment: Shipment) -> bool:
    """Whether all of its collection is at hand where the shipment is: it comes in one, or the other part has come."""
    if shipment.booking_id is None or shipment.direction not in OUTWARD:
        return True
    others = [row for row in shipments_of(session, shipment.booking_id) if row.direction in OUTWARD]
    gone = (ShipmentState.RECEIVED, ShipmentState.CANCELLED)
    return all(row.state in gone for row in others if row.id != shipment.id)


def may_count_at(shipment: Shipment) -> str:
    """The place whose people count it now: where it leaves from, or where it has been received."""
    return shipment.to_place_id if shipment.state is ShipmentState.RECEIVED else shipment.from_place_id


def count_contents(
    session: Session, shipment_id: str, findings: Sequence[Finding], *, stocktake_id: str, by: Person, now: datetime
) -> Stocktake:
    """Look through a collection where it stands; each thing missing or damaged opens a deviation with its value.

    No finding means that all is there. Whoever has had it before answers for what is missing: the borrower, or the one
    who hands it on.

    Args:
        stocktake_id: a UUID made by the form or device; sent again it counts once.

    Raises:
        NotFound: no such shipment, or no such part.
        NotAllowed: `by` does not receive where it stands.
        WrongState: it is under way or cancelled, or no collection.
        BadValue: more copies are missing or damaged than can be there.
    """
    shipment = fetch(session, Shipment, shipment_id, lock=True)
    place_id = may_count_at(shipment)
    allow(by, Act.RECEIVE, network_id=shipment.network_id, place_ids=(place_id,))
    occasion = occasion_of(session, shipment)
    if occasion is None or shipment.booking is None:
        raise WrongState(what="shipment", id=shipment.id, was=shipment.state.value, wanted="counted")
    booking = shipment.booking
    collection = fetch(session, Collection, booking.collection_id, lock=True)
    before = standings(session, collection)
    taken, opened = note(
        session,
        collection,
        findings,
        stocktake_id=stocktake_id,
        occasion=occasion,
        place=session.get_one(Place, place_id),
        liable_id=_liable(shipment, occasion, booking),
        by=by,
        now=now,
    )
    if session.get(ShipmentCount, taken.id) is None:
        session.add(ShipmentCount(stocktake_id=taken.id, shipment_id=shipment.id))
    for shortfall in opened:
        expected = before[shortfall.position].there
        session.add(
            Deviation(
                shipment_id=shipment.id,
                shortfall_id=shortfall.id,
                kind=_KINDS[shortfall.state],
                expected=str(expected),
                found=str(expected - shortfall.copies),
                opened_at=now,
            )
        )
    if opened:
        _tell(session, collection, shipment, opened, now)
    session.flush()
    return taken


def _liable(shipment: Shipment, occasion: Occasion, booking: Booking) -> str | None:
    """Whoever has had it so far: this borrower, or the one who hands it on; None while only its home has."""
    if occasion in BORROWER_ANSWERS:
        return booking.place_id
    handed_on = shipment.from_place_id != booking.collection.home_id
    return shipment.from_place_id if handed_on and occasion is Occasion.PACKED else None


def counts_of(session: Session, shipment_id: str) -> list[Stocktake]:
    """When the contents of a shipment were counted, oldest first."""
    wanted = select(Stocktake).join(ShipmentCount).where(ShipmentCount.shipment_id == shipment_id)
    return list(session.scalars(wanted.order_by(Stocktake.taken_at, Stocktake.id)))


def close_deviation_of(session: Session, shortfall: Shortfall, *, by: Person, now: datetime) -> None:
    """A shortfall that is settled needs nobody to clear it up any more."""
    wanted = select(Deviation).where(Deviation.shortfall_id == shortfall.id, Deviation.resolved_at.is_(None))
    for deviation in session.scalars(wanted):
        deviation.resolved_at, deviation.resolved_by_id = now, by.id
    session.flush()


def _tell(session: Session, collection: Collection, shipment: Shipment, opened: list[Shortfall], now: datetime) -> None:
    people = staff_of(session, collection.home_id) + coordinators_of(session, collection.network_id)
    facts: dict[str, str | int] = {
        "collection": collection.title,
        "part": opened[0].title,
        "others": len(opened) - 1,
        "shipment": shipment.code,
    }
    about = f"shipment:{shipment.id}"
    tell(session, people, code="parts-lacking", facts=facts, about=about, key=f"lacking:{opened[0].id}", now=now)
