"""Publishing a rotation: every cell becomes a loan, and crates go straight from one library to the next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import staff_of, tell
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.booking import ENDS, Booking, BookingState
from logistics.bookings.promise import A_DAY, days_after
from logistics.bookings.requests import ask
from logistics.bookings.rotation_plans import draft_of
from logistics.bookings.rotations import Rotation, RotationCell, RotationPeriod, RotationState
from logistics.database import fetch, new_id
from logistics.errors import LogisticsError
from logistics.holdings.collections import Collection
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.transport.approvals import approve, cancel
from logistics.transport.onward import send_on
from logistics.transport.rotating import judge
from logistics.transport.season_refusals import BrokenRotation, CrateNotFree, RotationBegun

MOST_DAYS_UNDER_WAY = 21
"""Days of a period after which it is too late to bring a crate there for it."""


def publish(session: Session, rotation_id: str, *, by: Person, now: datetime) -> Rotation:
    """Book the whole season, hand-ons included, and tell the libraries; all of it, or nothing.

    A loan begins on the first day of its period on which the crate can be there, and ends with the period; then the
    crate goes straight to its next library, or home. Where a crate stands at its home nothing is booked.

    Raises:
        NotFound, NotAllowed: no such rotation; `by` makes none there.
        NotADraft: it is published already.
        BrokenRotation: it breaks rules.
        CrateNotFree: a crate can't be booked for a period; the cause is the refusal's code.
    """
    rotation = draft_of(session, rotation_id, by)
    broken = judge(session, rotation).broken
    if broken:
        raise BrokenRotation(broken=len(broken))
    periods = {period.number: period for period in rotation.periods}
    for crate in rotation.crates:
        before: tuple[int, Booking] | None = None
        for cell in (one for one in rotation.cells if one.collection_id == crate.collection_id):
            if cell.place_id == crate.collection.home_id:
                continue
            giver = before[1] if before is not None and before[0] == cell.period - 1 else None
            loan = _book(session, rotation, crate.collection, cell, periods[cell.period], giver, by, now)
            cell.booking, before = loan, (cell.period, loan)
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
    return rotation


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


def _book(
    session: Session,
    rotation: Rotation,
    crate: Collection,
    cell: RotationCell,
    period: RotationPeriod,
    giver: Booking | None,
    by: Person,
    now: datetime,
) -> Booking:
    """The loan of one cell, on the first day on which it can be."""
    refusal: LogisticsError | None = None
    day = period.first_day if giver is None else _earliest(session, rotation, cell, giver)
    while day <= min(period.last_day, period.first_day + MOST_DAYS_UNDER_WAY * A_DAY):
        try:
            with session.begin_nested():
                if giver is None:
                    return _from_home(session, rotation, cell, day, period.last_day, by, now)
                return _onward(session, rotation, crate, cell, giver, day, period.last_day, by, now)
        except LogisticsError as refused:
            refusal, day = refused, day + timedelta(days=1)
    cause = refusal.code if refusal is not None else "too-soon"
    raise CrateNotFree(crate=crate.title, period=cell.period, cause=cause)


def _earliest(session: Session, rotation: Rotation, cell: RotationCell, giver: Booking) -> date:
    """The first day on which a crate can have come from the library before, where no tour is asked."""
    network = session.get_one(Network, rotation.network_id)
    fetched = days_after(network, giver.place, giver.last_day, 1)
    return days_after(network, cell.place, fetched, network.transit_days)


def _from_home(
    session: Session, rotation: Rotation, cell: RotationCell, first_day: date, last_day: date, by: Person, now: datetime
) -> Booking:
    asked = ask(
        session,
        collection_id=cell.collection_id,
        place_id=cell.place_id,
        first_day=first_day,
        last_day=last_day,
        note=rotation.name,
        by=by,
        now=now,
    )
    return approve(session, asked.id, by=by, now=now)


def _onward(
    session: Session,
    rotation: Rotation,
    crate: Collection,
    cell: RotationCell,
    giver: Booking,
    first_day: date,
    last_day: date,
    by: Person,
    now: datetime,
) -> Booking:
    """A loan that comes straight from the library before."""
    taker = Booking(
        id=new_id(),
        network_id=rotation.network_id,
        collection=crate,
        place=cell.place,
        first_day=first_day,
        last_day=last_day,
        leaves_on=first_day,
        arrives_on=first_day,
        collected_on=last_day,
        home_on=last_day,
        state=BookingState.REQUESTED,
        note=rotation.name,
        asked_by=by,
        asked_at=now,
    )
    session.add(taker)
    session.flush()
    send_on(session, giver, taker, by=by, now=now)
    taker.decided_by = by
    session.flush()
    return taker
