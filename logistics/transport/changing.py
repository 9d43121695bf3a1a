"""A loan made longer or shorter, or handed on to the next borrower: proposed, agreed by the owner or by a rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act
from logistics.bookings.booking import Booking
from logistics.bookings.changes import BookingChange, ChangeKind, ChangeState, open_change
from logistics.bookings.decisions import keep_for_us
from logistics.bookings.handing_on import handed_on_from
from logistics.bookings.keeping import keep_room, keep_way_back
from logistics.bookings.locking import lock_bookings
from logistics.bookings.news import tell_borrower, tell_owner
from logistics.bookings.refusals import ChangeOpen
from logistics.bookings.rules import ApprovalRule, loan_days, rules_of
from logistics.bookings.serving import serve
from logistics.database import fetch, new_id
from logistics.errors import NotFound, WrongState
from logistics.transport.another_last_day import check_last_day, way_home_then
from logistics.transport.from_bookings import reroute, shipment_towards
from logistics.transport.onward import send_on, take_back, way_between
from logistics.transport.shipments import Direction


def change_last_day(session: Session, booking_id: str, last_day: date, *, by: Person, now: datetime) -> BookingChange:
    """Let a loan end later or earlier; its way home follows.

    Shorter it is at once. Longer it is at once where the owner says so, or a rule of the owner does; otherwise the
    owner is asked.

    Returns:
        The change, agreed or proposed.

    Raises:
        NotFound: no such booking.
        NotAllowed: `by` neither acts for the borrower nor decides for the owner.
        WrongState: the booking is not approved, has been fetched back, or has ended.
        EndsBeforeItBegins, DateInThePast, TooFarAhead: the day can't be.
        ChangeOpen: another change waits for the owner.
        HandedOn: the collection goes on to the next borrower.
        WayPlanned: a published plan has its way home.
        AlreadyPromised: somebody else has it before it could be home.
    """
    [booking] = lock_bookings(session, booking_id)
    decides = _party(by, booking)
    longer = last_day > booking.last_day
    check_last_day(session, booking, last_day, now)
    if not longer:
        allow(by, Act.REQUEST, network_id=booking.network_id, place_ids=booking.borrower_ids)
    kind = ChangeKind.EXTEND if longer else ChangeKind.SHORTEN
    change = _begin(session, booking, kind, by, now, last_day=last_day)
    way_home_then(session, change, now)
    rule = None if decides or not longer else _rule(session, booking, last_day, lambda rule: rule.extends)
    return _settle(session, change, by, now, at_once=decides or not longer, rule=rule)


def hand_on(session: Session, booking_id: str, to_booking_id: str, *, by: Person, now: datetime) -> BookingChange:
    """Let a collection go from one borrower straight to the next instead of home.

    At once where the owner says so, or a rule of the owner does; otherwise the owner is asked.

    Returns:
        The change, agreed or proposed.

    Raises:
        NotFound: no such bookings.
        NotAllowed: `by` acts for neither borrower, nor decides for the owner.
        ChangeOpen: another change waits for the owner.
        WayPlanned: a published plan has one of the ways that would change.
        And whatever `logistics.transport.onward.way_between` refuses.
    """
    giver, taker = lock_bookings(session, booking_id, to_booking_id)
    decides = _party(by, giver, taker)
    change = _begin(session, giver, ChangeKind.HAND_ON, by, now, to_booking=taker)
    way_between(session, giver, taker, now)
    rule = None if decides else _rule(session, taker, taker.last_day, lambda rule: rule.hands_on)
    return _settle(session, change, by, now, at_once=decides, rule=rule)


def take_hand_on_back(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Let a collection that was to be handed on go home after all; the next borrower gets it from there.

    Args:
        booking_id: of the borrower who has it first.

    Raises:
        NotFound: no such booking, or it is not handed on.
        NotAllowed: `by` acts for neither borrower, nor decides for the owner.
        And whatever `logistics.transport.onward.take_back` refuses.
    """
    booking = fetch(session, Booking, booking_id)
    onward = handed_on_from(session, booking.id)
    if onward is None:
        raise NotFound(what="hand-on", id=booking_id)
    giver, taker = lock_bookings(session, booking.id, onward.to_booking_id)
    _party(by, giver, taker)
    keep_for_us(session, giver.collection_id)
    take_back(session, onward, now)
    for concerned in (giver, taker):
        tell_borrower(session, concerned, "hand-on-taken-back", by=by, now=now, next=taker.place.name)
    tell_owner(session, giver, "hand-on-taken-back", by=by, now=now, next=taker.place.name)
    return giver


def agree(session: Session, change_id: str, *, by: Person, now: datetime) -> BookingChange:
    """Say yes to a change, as the owner.

    Raises:
        NotFound: no such change.
        NotAllowed: `by` does not decide for the owning library.
        WrongState: it waits for no answer any more, or the booking has gone on.
        And whatever would have refused it in the first place.
    """
    change = _for_the_owner(session, change_id, by)
    _check_open(change, ChangeState.AGREED)
    return _settle(session, change, by, now, at_once=True, rule=None)


def refuse(session: Session, change_id: str, *, by: Person, now: datetime) -> BookingChange:
    """Say no to a change, as the owner; the loan stays as it was.

    Raises:
        NotFound, NotAllowed: as in `agree`.
        WrongState: it waits for no answer any more.
    """
    change = _for_the_owner(session, change_id, by)
    _write(session, change, ChangeState.REFUSED, by, now)
    tell_borrower(session, change.booking, "change-refused", by=by, now=now)
    return change


def withdraw(session: Session, change_id: str, *, by: Person, now: datetime) -> BookingChange:
    """Take a proposal back.

    Raises:
        NotFound: no such change.
        NotAllowed: `by` acts for no borrower of it.
        WrongState: it waits for no answer any more.
    """
    change = _locked_change(session, change_id)
    places = (*change.booking.borrower_ids, *(change.to_booking.borrower_ids if change.to_booking else ()))
    allow(by, Act.REQUEST, network_id=change.booking.network_id, place_ids=places)
    _write(session, change, ChangeState.WITHDRAWN, by, now)
    return change


def _begin(
    session: Session,
    booking: Booking,
    kind: ChangeKind,
    by: Person,
    now: datetime,
    *,
    last_day: date | None = None,
    to_booking: Booking | None = None,
) -> BookingChange:
    if (other := open_change(session, booking.id)) is not None:
        raise ChangeOpen(change_id=other.id)
    change = BookingChange(
        id=new_id(),
        booking=booking,
        kind=kind,
        last_day=last_day,
        to_booking=to_booking,
        state=ChangeState.PROPOSED,
        asked_by=by,
        asked_at=now,
    )
    session.add(change)
    session.flush()
    return change


def _settle(
    session: Session, change: BookingChange, by: Person, now: datetime, *, at_once: bool, rule: ApprovalRule | None
) -> BookingChange:
    """Carry a change out, or ask the owner."""
    booking = change.booking
    if not at_once and rule is None:
        tell_owner(session, booking, "change-proposed", by=by, now=now)
        return change
    APPLY[change.kind](session, change, by, now)
    change.rule = rule.name if rule else None
    _write(session, change, ChangeState.AGREED, None if rule else by, now)
    return change


def _end_otherwise(session: Session, change: BookingChange, by: Person, now: datetime) -> None:
    booking, last_day = change.booking, change.last_day or change.booking.last_day
    keep_for_us(session, booking.collection_id)
    keep_room(session, booking.network_id)
    back = way_home_then(session, change, now)
    booking.last_day = last_day
    keep_way_back(booking, back)
    shipment = shipment_towards(session, booking.id, Direction.BACK)
    if shipment is not None:
        reroute(session, shipment, booking.place, back.collected_on, back.home_on)
    code = "loan-extended" if change.kind is ChangeKind.EXTEND else "loan-shortened"
    tell_owner(session, booking, code, by=by, now=now)
    tell_borrower(session, booking, code, by=by, now=now)
    if change.kind is ChangeKind.SHORTEN:
        serve(session, booking.collection_id, now)


def _hand_on_now(session: Session, change: BookingChange, by: Person, now: datetime) -> None:
    giver, taker = change.booking, change.to_booking
    if taker is None:
        raise NotFound(what="booking", id=change.to_booking_id)
    send_on(session, giver, taker, by=by, now=now)
    for concerned in (giver, taker):
        tell_borrower(session, concerned, "handed-on", by=by, now=now, giver=giver.place.name, next=taker.place.name)
    tell_owner(session, giver, "handed-on", by=by, now=now, giver=giver.place.name, next=taker.place.name)


APPLY: dict[ChangeKind, Callable[[Session, BookingChange, Person, datetime], None]] = {
    ChangeKind.EXTEND: _end_otherwise,
    ChangeKind.SHORTEN: _end_otherwise,
    ChangeKind.HAND_ON: _hand_on_now,
}


def _rule(
    session: Session, booking: Booking, last_day: date, agrees: Callable[[ApprovalRule], bool]
) -> ApprovalRule | None:
    """The owner's rule that agrees to a loan of that length; lead time is for new loans only."""
    collection, length = booking.collection, loan_days(booking.first_day, last_day)
    for rule in rules_of(session, collection.home_id):
        if agrees(rule) and rule.covers(collection.kind, booking.borrower_kind, rule.least_days_ahead, length):
            return rule
    return None


def _party(by: Person, *bookings: Booking) -> bool:
    """Whether `by` decides for the owner; refused is who acts for nobody concerned."""
    first = bookings[0]
    if may(by, Act.DECIDE, network_id=first.network_id, place_ids=(first.collection.home_id,)):
        return True
    places = [place_id for booking in bookings for place_id in booking.borrower_ids]
    allow(by, Act.REQUEST, network_id=first.network_id, place_ids=places)
    return False


def _locked_change(session: Session, change_id: str) -> BookingChange:
    """A change, its bookings locked before it."""
    change = fetch(session, BookingChange, change_id)
    lock_bookings(session, change.booking_id, *([change.to_booking_id] if change.to_booking_id else []))
    return fetch(session, BookingChange, change_id, lock=True)


def _for_the_owner(session: Session, change_id: str, by: Person) -> BookingChange:
    change = _locked_change(session, change_id)
    booking = change.booking
    allow(by, Act.DECIDE, network_id=booking.network_id, place_ids=(booking.collection.home_id,))
    return change


def _check_open(change: BookingChange, wanted: ChangeState) -> None:
    if change.state is not ChangeState.PROPOSED:
        raise WrongState(what="booking-change", id=change.id, was=change.state.value, wanted=wanted.value)


def _write(session: Session, change: BookingChange, state: ChangeState, by: Person | None, now: datetime) -> None:
    change.move_to(state)
    change.decided_by_id = by.id if by else None
    change.decided_at = now
    session.flush()
