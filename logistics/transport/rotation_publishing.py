"""Publishing a rotation: every cell becomes a loan, and crates go straight from one library to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import staff_of, tell
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.booking import ENDS, Booking, BookingState
from logistics.bookings.decisions import keep_for_us
from logistics.bookings.handing_on import HandOn
from logistics.bookings.holds import Hold
from logistics.bookings.keeping import keep, keep_room
from logistics.bookings.rotation_loans import CellLoan, Chain, loans_of, still_true
from logistics.bookings.rotation_plans import draft_of
from logistics.bookings.rotations import Rotation, RotationCell, RotationState
from logistics.database import fetch, new_id
from logistics.holdings.collections import Collection
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.approvals import cancel
from logistics.transport.from_bookings import shipment_for
from logistics.transport.labels import new_codes
from logistics.transport.rotating import judge
from logistics.transport.season_refusals import BrokenRotation, NotAsConfirmed, RotationBegun
from logistics.transport.shipments import Direction, ShipmentState


def publish(session: Session, rotation_id: str, *, by: Person, now: datetime) -> Rotation:
    """Find the loans of a whole season and book them, in one transaction; a worker does it in two.

    Raises:
        NotFound, NotAllowed: no such rotation; `by` makes none there.
        NotADraft: it is published already.
        BrokenRotation: it breaks rules.
        CrateNotFree: a crate can't be booked for a period; the cause is the refusal's code.
    """
    rotation = draft_of(session, rotation_id, by)
    require_unbroken(session, rotation)
    book(session, rotation, list(loans_of(session, rotation, now)), by=by, now=now)
    return rotation


def require_unbroken(session: Session, rotation: Rotation) -> None:
    """Do nothing, or refuse.

    Raises:
        BrokenRotation: it breaks rules.
    """
    broken = judge(session, rotation).broken
    if broken:
        raise BrokenRotation(broken=len(broken))


def cells_mark(rotation: Rotation) -> str:
    """SHA-256 of where each crate stands in each period."""
    cells = sorted((cell.collection_id, cell.period, cell.place_id) for cell in rotation.cells)
    days = [(period.number, period.first_day.isoformat(), period.last_day.isoformat()) for period in rotation.periods]
    return hashlib.sha256(json.dumps([cells, days]).encode()).hexdigest()


def book(session: Session, rotation: Rotation, chains: Sequence[Chain], *, by: Person, now: datetime) -> int:
    """Write down what was found for a locked draft, hand-ons and transport included, and tell the libraries.

    Where a crate stands at its own home it is kept there, so that nobody else is promised it.

    Returns:
        How many loans were booked.

    Raises:
        NotAsConfirmed: something that it rests on has changed since it was found.
    """
    network = session.get_one(Network, rotation.network_id)
    for crate in sorted(rotation.crates, key=lambda crate: crate.collection_id):
        keep_for_us(session, crate.collection_id)
    keep_room(session, network.id)
    if not still_true(session, rotation, chains, now):
        raise NotAsConfirmed(rotation=rotation.name)
    cells = {(cell.collection_id, cell.period): cell for cell in rotation.cells}
    loans = [loan for chain in chains for loan in chain.loans]
    codes = iter(_codes(session, network, loans))
    with session.no_autoflush:
        for chain in chains:
            before: Booking | None = None
            for loan, (_, last) in chain.spans():
                cell = cells[loan.collection.id, loan.period]
                booking = _write(session, network, rotation, cell, loan, last, (next(codes), next(codes)), by, now)
                if before is not None and loan.origin.id != loan.collection.home_id:
                    session.add(HandOn(to_booking=booking, from_booking=before, agreed_at=now))
                before = booking
            for kept in chain.holds:
                cells[kept.collection.id, kept.period].hold = Hold(
                    collection_id=kept.collection.id,
                    first_day=kept.first_day,
                    last_day=kept.last_day,
                    reason=rotation.name,
                    set_by_id=by.id,
                    set_at=now,
                )
    rotation.move_to(RotationState.PUBLISHED)
    rotation.published_by_id, rotation.published_at = by.id, now
    session.flush()
    tell(
        session,
        staff_of(session, *(place.place_id for place in rotation.places)),
        code="rotation-published",
        facts={"rotation": rotation.name},
        about=f"rotation:{rotation.id}",
        key=f"rotation-published:{rotation.id}:{now.isoformat()}",
        now=now,
    )
    return len(loans)


def take_back(session: Session, rotation_id: str, *, by: Person, now: datetime) -> Rotation:
    """Make a published rotation a draft again: its loans and their transport are cancelled, the cells stay.

    Raises:
        NotFound, NotAllowed: no such rotation; `by` makes none there.
        WrongState: it is not published, or has begun.
        RotationBegun: a crate has left for its first library.
    """
    rotation = fetch(session, Rotation, rotation_id, lock=True)
    allow(by, Act.ROTATE, network_id=rotation.network_id)
    rotation.require(RotationState.DRAFT)
    loans = [cell.booking for cell in rotation.cells if cell.booking is not None and cell.booking.state not in ENDS]
    if any(loan.state is not BookingState.APPROVED for loan in loans):
        raise RotationBegun(rotation=rotation.name)
    for cell in sorted(rotation.cells, key=lambda cell: cell.period, reverse=True):
        if cell.booking is not None and cell.booking.state is BookingState.APPROVED:
            cancel(session, cell.booking.id, by=by, now=now)
        cell.booking = None
        if cell.hold is not None:
            session.delete(cell.hold)
            cell.hold = None
    rotation.move_to(RotationState.DRAFT)
    rotation.published_by_id = rotation.published_at = None
    session.flush()
    return rotation


def move_rotations_on(session: Session, *, now: datetime) -> None:
    """Rotations whose first crate has left are under way; those whose last one is at home have ended."""
    moving = select(Rotation).where(Rotation.state.in_((RotationState.PUBLISHED, RotationState.RUNNING)))
    for rotation in session.scalars(moving):
        today = local_day(session.get_one(Network, rotation.network_id), now)
        loans = [cell.booking for cell in rotation.cells if cell.booking is not None]
        left = any(loan.state not in (BookingState.APPROVED, BookingState.CANCELLED) for loan in loans)
        if rotation.state is RotationState.PUBLISHED and (left or rotation.first_day <= today):
            rotation.move_to(RotationState.RUNNING)
        if (
            rotation.state is RotationState.RUNNING
            and rotation.last_day < today
            and all(loan.state in ENDS for loan in loans)
        ):
            rotation.move_to(RotationState.ENDED)
    session.flush()


def _codes(session: Session, network: Network, loans: Sequence[CellLoan]) -> list[str]:
    """A code for the way out and one for the way back of each loan."""
    goals = [goal for loan in loans for goal in (loan.place, loan.collection.home)]
    return new_codes(session, network, goals) if goals else []


def _write(
    session: Session,
    network: Network,
    rotation: Rotation,
    cell: RotationCell,
    loan: CellLoan,
    last: date,
    codes: tuple[str, str],
    by: Person,
    now: datetime,
) -> Booking:
    """The loan of a cell with its transport.

    Args:
        last: the day on which the crate is home again, or leaves for the next library.
        codes: for the labels of the ways out and back.
    """
    origin, given = session.get_one(Place, loan.origin.id), loan.given
    collection = session.get_one(Collection, cell.collection_id)
    booking = Booking(
        id=new_id(),
        network_id=network.id,
        collection=collection,
        place=cell.place,
        first_day=loan.first_day,
        last_day=loan.last_day,
        state=BookingState.APPROVED,
        note=rotation.name,
        asked_by_id=by.id,
        asked_at=now,
        decided_by_id=by.id,
        decided_at=now,
    )
    keep(booking, replace(given, collected_on=last, home_on=last, back=()) if loan.goes_on else given)
    session.add(booking)
    cell.booking = booking
    out = (Direction.OUT, origin, cell.place, given.leaves_on, given.arrives_on)
    back = (Direction.BACK, cell.place, collection.home, given.collected_on, given.home_on)
    for code, (direction, start, goal, leaves_on, arrives_on) in zip(codes, (out, back), strict=True):
        shipment = shipment_for(
            network, booking, direction, start, goal, leaves_on, arrives_on, code=code, by=by, now=now
        )
        if direction is Direction.BACK and loan.goes_on:
            shipment.state = ShipmentState.CANCELLED  # it is there for the day on which the handing on is taken back
        session.add(shipment)
    return booking
