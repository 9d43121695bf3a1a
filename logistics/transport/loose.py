"""Loose transport crates: the day's interlibrary loans, and whatever else staff send without a booking."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.promise import (
    A_DAY,
    MOST_DAYS_AHEAD,
    closing,
    days_after,
    next_open,
    opening,
)
from logistics.bookings.refusals import PlaceClosed, TooFarAhead, TooSoon
from logistics.database import fetch, new_id
from logistics.errors import BadValue, DateInThePast, EndsBeforeItBegins, NotFound, WrongState
from logistics.network.calendar import local_day, receives
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.custody import Scan
from logistics.transport.labels import new_code
from logistics.transport.refusals import AlreadyMoved, SamePlace
from logistics.transport.shipments import Direction, Shipment, ShipmentState

MOST_CRATES = 500
MOST_GRAMS = 10_000_000
LONGEST_NOTE = 200


def send_crates(
    session: Session,
    *,
    from_place_id: str,
    to_place_id: str,
    crates: int,
    weight_grams: int = 0,
    ready_on: date,
    due_on: date | None = None,
    note: str = "",
    by: Person,
    now: datetime,
) -> Shipment:
    """Hand crates over to transport.

    Args:
        crates: crate units, 1 to 500.
        weight_grams: of all together; 0: not weighed.
        ready_on: the day from whose opening they can be fetched; today: from now.
        due_on: the day by whose closing they are to be there; None: as the simple promise allows.

    Raises:
        NotFound: no such place, or one that is no longer used or of another network.
        NotAllowed: `by` does not send from there.
        SamePlace: they would go nowhere.
        BadValue: crates, weight or note out of range.
        DateInThePast, EndsBeforeItBegins, TooFarAhead: the days can't be.
        PlaceClosed, PlaceNeverOpen: nobody hands over on the first day, or receives on the last.
        TooSoon: the goal closes before the crates are ready.
    """
    origin = _used(session, from_place_id, "from_place_id")
    goal = _used(session, to_place_id, "to_place_id")
    if goal.network_id != origin.network_id:
        raise NotFound(field="to_place_id", what="place", id=to_place_id)
    allow(by, Act.SEND, network_id=origin.network_id, place_ids=(origin.id,))
    if goal.id == origin.id:
        raise SamePlace(field="to_place_id", place=goal.name, place_id=goal.id)
    for field, value, least, most in (
        ("crates", crates, 1, MOST_CRATES),
        ("weight_grams", weight_grams, 0, MOST_GRAMS),
        ("note", len(note), 0, LONGEST_NOTE),
    ):
        if not least <= value <= most:
            raise BadValue(field=field, value=value, least=least, most=most)
    network = session.get_one(Network, origin.network_id)
    ready_at, due_at = _times(network, origin, goal, ready_on, due_on, now)
    shipment = Shipment(
        id=new_id(),
        network_id=network.id,
        code=new_code(session, network, goal),
        direction=Direction.LOOSE,
        from_place=origin,
        to_place=goal,
        crates=crates,
        weight_grams=weight_grams,
        note=note.strip(),
        ready_at=ready_at,
        due_at=due_at,
        state=ShipmentState.WAITING,
        at_place=origin,
        free_at=ready_at,
        created_by_id=by.id,
        created_at=now,
    )
    session.add(shipment)
    session.flush()
    return shipment


def cancel_shipment(session: Session, shipment_id: str, *, by: Person) -> Shipment:
    """Take back loose crates that nobody has fetched yet; those of a booking go with it.

    Raises:
        NotFound: no such shipment.
        NotAllowed: `by` does not send from there.
        WrongState: it belongs to a booking, or has ended.
        AlreadyMoved: it has been scanned.
    """
    shipment = fetch(session, Shipment, shipment_id, lock=True)
    allow(by, Act.SEND, network_id=shipment.network_id, place_ids=(shipment.from_place_id,))
    cancelled = ShipmentState.CANCELLED
    if shipment.direction is not Direction.LOOSE or shipment.state is cancelled:
        raise WrongState(what="shipment", id=shipment.id, was=shipment.state.value, wanted=cancelled.value)
    if session.scalar(select(func.count()).select_from(Scan).where(Scan.shipment_id == shipment.id)):
        raise AlreadyMoved(shipment=shipment.code)
    shipment.state = cancelled
    session.flush()
    return shipment


def _used(session: Session, place_id: str, field: str) -> Place:
    place = fetch(session, Place, place_id, field=field)
    if not place.active:
        raise NotFound(field=field, what="place", id=place_id)
    return place


def _times(
    network: Network, origin: Place, goal: Place, ready_on: date, due_on: date | None, now: datetime
) -> tuple[datetime, datetime]:
    """When crates can be fetched, and by when they are to be there."""
    today = local_day(network, now)
    if ready_on < today:
        raise DateInThePast(field="ready_on", day=ready_on, today=today)
    latest = today + MOST_DAYS_AHEAD * A_DAY
    for field, day in (("ready_on", ready_on), ("due_on", due_on or ready_on)):
        if day > latest:
            raise TooFarAhead(field=field, day=day, latest=latest)
    if due_on is None:
        due_on = days_after(network, goal, ready_on, network.transit_days)
    if due_on < ready_on:
        raise EndsBeforeItBegins(field="due_on", first=ready_on, last=due_on)
    for field, day, place in (("ready_on", ready_on, origin), ("due_on", due_on, goal)):
        if not receives(network, place, day):
            opens = next_open(network, place, day)
            raise PlaceClosed(field=field, place=place.name, place_id=place.id, day=day, next_open=opens)
    ready_at = max(opening(network, origin, ready_on), now)
    due_at = closing(network, goal, due_on)
    if due_at <= ready_at:
        earliest = days_after(network, goal, local_day(network, ready_at), 1)
        raise TooSoon(field="due_on", earliest=earliest)
    return ready_at, due_at
