"""Shipments as their readers look for them: what a place packs, what comes to it, all of a network."""

from __future__ import annotations

from collections.abc import Collection as Many
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act
from logistics.bookings.behalf import OnBehalf
from logistics.database import fetch
from logistics.network.places import Place
from logistics.transport.shipments import Direction, Shipment, ShipmentState

TO_LEAVE = frozenset({ShipmentState.WAITING, ShipmentState.PLANNED})
"""States of what nobody has fetched yet."""

ENDED = frozenset({ShipmentState.RECEIVED, ShipmentState.CANCELLED})

UNDER_WAY = frozenset(ShipmentState) - ENDED
"""States in which somebody still has something to do."""


@dataclass(frozen=True, slots=True)
class ShipmentPage:
    """Some shipments out of all that match; `total` counts them all."""

    items: list[Shipment]
    total: int


def shipments_in(
    session: Session,
    network_id: str,
    by: Person,
    *,
    states: Many[ShipmentState] | None = None,
    place_id: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> ShipmentPage:
    """The shipments of a network that `by` may see, first due first: all, or those of the own place.

    Args:
        states: only these; None: all.
        place_id: only from, to or at this place.

    Raises:
        NotAllowed: `by` sees none there.
    """
    conditions: list[ColumnElement[bool]] = [Shipment.network_id == network_id]
    if not may(by, Act.SEE_SHIPMENTS, network_id=network_id):
        place_id = place_id or by.place_id or ""
        allow(by, Act.SEE_SHIPMENTS, network_id=network_id, place_ids=(place_id,))
    if place_id is not None:
        ends = (Shipment.from_place_id, Shipment.to_place_id, Shipment.at_place_id)
        conditions.append(or_(*(end == place_id for end in ends)))
    if states is not None:
        conditions.append(Shipment.state.in_(states))
    total = session.scalar(select(func.count()).select_from(Shipment).where(*conditions))
    rows = session.scalars(
        select(Shipment).where(*conditions).order_by(Shipment.due_at, Shipment.code).offset(offset).limit(limit)
    )
    return ShipmentPage(list(rows), total or 0)


def to_pack(session: Session, place_id: str, by: Person) -> list[Shipment]:
    """What is to be fetched from a place where it begins its way, first ready first.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` does not see the place's shipments.
    """
    place = _seen(session, place_id, by)
    here = and_(Shipment.from_place_id == place.id, Shipment.at_place_id == place.id)
    theirs = and_(_through(place.id), Shipment.direction == Direction.BACK)
    waiting = select(Shipment).where(or_(here, theirs))
    waiting = waiting.where(Shipment.state.in_(TO_LEAVE)).order_by(Shipment.ready_at, Shipment.code)
    return list(session.scalars(waiting))


def coming_to(session: Session, place_id: str, by: Person) -> list[Shipment]:
    """What has that place for its goal and is not received yet, first due first; refusals as in `to_pack`."""
    place = _seen(session, place_id, by)
    theirs = and_(_through(place.id), Shipment.direction != Direction.BACK)
    coming = select(Shipment).where(or_(Shipment.to_place_id == place.id, theirs), Shipment.state.in_(UNDER_WAY))
    return list(session.scalars(coming.order_by(Shipment.due_at, Shipment.code)))


def _through(place_id: str) -> ColumnElement[bool]:
    """What was asked for by a place's people on behalf of a borrower with a place of its own."""
    bookings = select(OnBehalf.booking_id).where(OnBehalf.library_id == place_id)
    return Shipment.booking_id.in_(bookings)


def _seen(session: Session, place_id: str, by: Person) -> Place:
    place = fetch(session, Place, place_id, field="place_id")
    allow(by, Act.SEE_SHIPMENTS, network_id=place.network_id, place_ids=(place.id,))
    return place
