"""A school borrows through its library: asked for, received and cancelled by the library's people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from logistics.access.notices import notices_of
from logistics.bookings.behalf import BorrowerKind, Contact
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.contacts import add_contact, forget_contacts, remove_contact
from logistics.bookings.rules import add_rule
from logistics.bookings.search import asked_by, booking_of
from logistics.bookings.series import Rhythm, Series, begin_series, end_series, series_of
from logistics.bookings.waiting import WaitingEntry, WaitingState, entries_of, join
from logistics.bookings.wishes import WishState
from logistics.errors import NotAllowed
from logistics.network.places import Place, PlaceKind
from logistics.network.terms import SchoolYear
from logistics.transport.approvals import approve, cancel, request
from logistics.transport.changing import change_last_day
from logistics.transport.custody import ScanKind
from logistics.transport.from_bookings import shipment_towards
from logistics.transport.history import shipment_of
from logistics.transport.offers import take_offer
from logistics.transport.recurring import ask_ahead
from logistics.transport.scanning import record
from logistics.transport.search import coming_to, to_pack
from logistics.transport.shipments import Direction
from logistics.transport.wishing import found_for, wish_for
from tests.builders import a_place
from tests.logistics.conftest import World

SPAN = {"first_day": date(2026, 12, 2), "last_day": date(2026, 12, 9)}


@pytest.fixture
def school(session: Session, world: World) -> Place:
    """A school near South, with a door of its own."""
    place = a_place(session, world.network, "school", kind=PlaceKind.SCHOOL)
    session.expire(world.network)
    return place


@pytest.fixture
def contact(session: Session, world: World, school: Place, now: datetime) -> Contact:
    """The school, through South."""
    told = {"library_id": world.south.id, "kind": BorrowerKind.SCHOOL, "organisation": "Skolan", "person": "Kim"}
    return add_contact(session, receiving_place_id=school.id, by=world.borrower, now=now, **told)


@pytest.fixture
def loan(session: Session, world: World, contact: Contact, now: datetime) -> Booking:
    """South has asked for the crate on the school's behalf; approved."""
    asked = {"collection_id": "crate", "place_id": world.south.id, "contact_id": contact.id}
    made = request(session, by=world.borrower, now=now, **asked, **SPAN)
    return approve(session, made.id, by=world.owner, now=now)


def test_crates_go_to_the_borrowers_own_door(session: Session, school: Place, loan: Booking) -> None:
    out = shipment_towards(session, loan.id, Direction.OUT)
    assert out is not None
    assert (loan.place, out.to_place) == (school, school)


def test_without_a_door_of_its_own_they_go_to_the_library(
    session: Session, world: World, contact: Contact, now: datetime
) -> None:
    contact.receiving_place = None
    session.flush()
    asked = {"collection_id": "crate", "place_id": world.south.id, "contact_id": contact.id}
    assert request(session, by=world.borrower, now=now, **asked, **SPAN).place is world.south


def test_no_other_library_asks_for_the_contact(session: Session, world: World, contact: Contact, now: datetime) -> None:
    asked = {"collection_id": "crate", "place_id": world.hub.id, "contact_id": contact.id}
    with pytest.raises(NotAllowed):
        request(session, by=world.hub_staff, now=now, **asked, **SPAN)


def test_the_library_sees_the_loan_and_what_moves(session: Session, world: World, loan: Booking) -> None:
    assert asked_by(session, world.south.id, world.borrower).items == [loan]
    assert booking_of(session, loan.id, world.borrower) is loan
    (out,) = coming_to(session, world.south.id, world.borrower)
    (back,) = to_pack(session, world.south.id, world.borrower)
    assert (out.direction, back.direction) == (Direction.OUT, Direction.BACK)
    assert shipment_of(session, out.id, world.borrower) is out


def test_others_do_not(session: Session, world: World, loan: Booking) -> None:
    with pytest.raises(NotAllowed):
        booking_of(session, loan.id, world.hub_staff)
    assert coming_to(session, world.hub.id, world.hub_staff) == []


def test_the_library_receives_for_the_school(session: Session, world: World, loan: Booking, now: datetime) -> None:
    out = shipment_towards(session, loan.id, Direction.OUT)
    assert out is not None
    seen = {"shipment_code": out.code, "kind": ScanKind.RECEIVED, "place_id": loan.place_id, "seen_at": now}
    with pytest.raises(NotAllowed):
        record(session, scan_id=str(uuid4()), by=world.hub_staff, now=now, **seen)
    record(session, scan_id=str(uuid4()), by=world.borrower, now=now, **seen)
    assert loan.state is BookingState.ON_LOAN


def test_the_library_is_told_and_may_cancel(session: Session, world: World, loan: Booking, now: datetime) -> None:
    assert "request-approved" in {notice.code for notice in notices_of(session, world.borrower).items}
    change_last_day(session, loan.id, date(2026, 12, 8), by=world.borrower, now=now)
    cancel(session, loan.id, by=world.borrower, now=now)
    assert loan.state is BookingState.CANCELLED


def test_a_rule_takes_the_borrower_for_what_it_is(
    session: Session, world: World, contact: Contact, now: datetime
) -> None:
    contact.receiving_place = None
    session.flush()
    days = {"least_days_ahead": 0, "most_loan_days": 30}
    schools = [PlaceKind.SCHOOL]
    add_rule(session, home_id=world.north.id, name="Schools", borrower_kinds=schools, by=world.owner, now=now, **days)
    asked = {"collection_id": "crate", "place_id": world.south.id, "contact_id": contact.id}
    assert request(session, by=world.borrower, now=now, **asked, **SPAN).rule == "Schools"


def test_a_deleted_contact_leaves_its_loans_nothing_but_its_kind(
    session: Session, world: World, loan: Booking, contact: Contact, now: datetime
) -> None:
    remove_contact(session, contact.id, by=world.borrower, now=now)
    session.expire_all()
    assert loan.behalf is not None
    assert (loan.behalf.contact, loan.behalf.kind) == (None, BorrowerKind.SCHOOL)
    assert booking_of(session, loan.id, world.borrower) is loan


def test_who_has_something_is_not_forgotten(
    session: Session, world: World, loan: Booking, contact: Contact, now: datetime
) -> None:
    assert forget_contacts(session, before=(now + timedelta(days=900)).date()) == 0
    cancel(session, loan.id, by=world.borrower, now=now)
    assert forget_contacts(session, before=(now + timedelta(days=900)).date()) == 1


def in_line(session: Session, world: World, contact: Contact, now: datetime) -> WaitingEntry:
    """South waits on the school's behalf for the crate that the hub has."""
    taken = request(session, collection_id="crate", place_id=world.hub.id, by=world.hub_staff, now=now, **SPAN)
    approve(session, taken.id, by=world.owner, now=now)
    asked = {"collection_id": "crate", "place_id": world.south.id, "contact_id": contact.id}
    entry = join(session, by=world.borrower, now=now, **asked, **SPAN)
    cancel(session, taken.id, by=world.hub_staff, now=now)
    return entry


def test_what_a_contact_waited_for_is_offered_at_its_own_door(
    session: Session, world: World, contact: Contact, school: Place, now: datetime
) -> None:
    entry = in_line(session, world, contact, now)
    assert [waiting.id for waiting in entries_of(session, world.south.id, world.borrower)] == [entry.id]
    offered = take_offer(session, entry.id, by=world.borrower, now=now)
    assert offered.behalf is not None
    assert (offered.place, offered.behalf.contact, offered.state) == (school, contact, BookingState.APPROVED)


def test_a_wish_on_behalf_of_a_contact_becomes_its_loan(
    session: Session, world: World, contact: Contact, school: Place, now: datetime
) -> None:
    asked = {"place_id": world.south.id, "contact_id": contact.id, "take_first": True}
    made = wish_for(session, by=world.borrower, now=now, **asked, **SPAN)
    assert made.booking_id is not None
    loan = session.get_one(Booking, made.booking_id)
    assert (loan.place, loan.behalf and loan.behalf.contact) == (school, contact)


def test_a_school_that_wishes_through_a_library_is_bound_to_its_term(
    session: Session, world: World, contact: Contact, now: datetime
) -> None:
    contact.receiving_place = None
    days = {"first_day": date(2026, 8, 17), "last_day": date(2026, 12, 9)}
    session.add(SchoolYear(id="year", network_id="test", name="Autumn", **days))
    session.flush()
    session.expire(world.network)
    asked = {"place_id": world.south.id, "by": world.borrower, "now": now, **SPAN}
    ours, theirs = (wish_for(session, contact_id=who, **asked) for who in (None, contact.id))
    assert [len(found_for(session, made, now)) for made in (ours, theirs)] == [1, 0]


def a_series(session: Session, world: World, contact: Contact, now: datetime) -> Series:
    """South lets the school have the crate for five days each month."""
    asked = {"place_id": world.south.id, "contact_id": contact.id, "collection_id": "crate", "by": world.borrower}
    when = {"rhythm": Rhythm.MONTHLY, "starts_on": date(2026, 12, 1), "loan_days": 5, "days_ahead": 30}
    return begin_series(session, now=now, **asked, **when)


def test_a_series_on_behalf_of_a_contact_asks_for_its_own_door(
    session: Session, world: World, contact: Contact, school: Place, now: datetime
) -> None:
    (turn,) = ask_ahead(session, a_series(session, world, contact, now).id, now)
    loan = session.get_one(Booking, turn.booking_id)
    assert (loan.place, loan.behalf and loan.behalf.contact) == (school, contact)


def test_a_series_for_a_school_is_bound_to_its_term(
    session: Session, world: World, contact: Contact, now: datetime
) -> None:
    days = {"first_day": date(2026, 8, 17), "last_day": date(2026, 12, 4)}
    session.add(SchoolYear(id="year", network_id="test", name="Autumn", **days))
    session.flush()
    session.expire(world.network)
    made = a_series(session, world, contact, now)
    made.collection_id = None
    assert [turn.refusal for turn in ask_ahead(session, made.id, now)] == ["nothing-fits"]


def test_a_series_of_another_librarys_contact_can_not_be_begun(
    session: Session, world: World, contact: Contact, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        a_series(session, replace(world, borrower=world.hub_staff), contact, now)


def test_a_contact_whose_series_goes_on_is_not_forgotten(
    session: Session, world: World, contact: Contact, now: datetime
) -> None:
    made = a_series(session, world, contact, now)
    years_later = (now + timedelta(days=900)).date()
    assert forget_contacts(session, before=years_later) == 0
    end_series(session, made.id, by=world.borrower)
    assert forget_contacts(session, before=years_later) == 1
    assert series_of(session, world.south.id, world.borrower) == []


def test_the_series_of_a_contact_that_is_deleted_go_with_it_and_the_loans_stay(
    session: Session, world: World, contact: Contact, now: datetime
) -> None:
    (turn,) = ask_ahead(session, a_series(session, world, contact, now).id, now)
    loan_id = turn.booking_id
    remove_contact(session, contact.id, by=world.borrower, now=now)
    assert series_of(session, world.south.id, world.borrower) == []
    assert session.get_one(Booking, loan_id).state is BookingState.REQUESTED


def test_a_contact_that_is_deleted_waits_and_wishes_no_more(
    session: Session, world: World, contact: Contact, now: datetime
) -> None:
    wish = wish_for(session, place_id=world.south.id, contact_id=contact.id, by=world.borrower, now=now, **SPAN)
    entry = in_line(session, world, contact, now)
    remove_contact(session, contact.id, by=world.borrower, now=now)
    assert (wish.state, entry.state) == (WishState.WITHDRAWN, WaitingState.LEFT)
    assert (wish.contact_id, entry.contact_id) == (None, None)
