"""What a closure or another timetable makes untrue is promised anew, once, and those concerned are told."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import Notice
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.requests import ask
from logistics.network.closures import close_place, reopen_place
from logistics.network.places import Place
from logistics.network.timetables import retire_tour, set_running
from logistics.network.tours import Tour
from logistics.transport.approvals import approve
from logistics.transport.from_bookings import shipments_of
from logistics.transport.revising import revise
from tests.builders import a_season, a_tour
from tests.logistics.conftest import World

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (date(2026, 11, day) for day in (25, 26, 27, 30))


def lent(session: Session, world: World, first_day: date, last_day: date) -> Booking:
    """An approved loan at the south."""
    wanted = {"collection_id": world.crate.id, "place_id": world.south.id}
    booking = ask(session, **wanted, first_day=first_day, last_day=last_day, by=world.borrower, now=NOW)
    return approve(session, booking.id, by=world.owner, now=NOW)


def closed(session: Session, world: World, place: Place, first: date, last: date) -> str:
    made = close_place(
        session, place_id=place.id, first_day=first, last_day=last, reason="", by=world.coordinator, now=NOW
    )
    return made.id


def told(session: Session, code: str) -> set[str]:
    """Whom."""
    return set(session.scalars(select(Notice.person_id).where(Notice.code == code)))


def test_a_promise_that_holds_is_left_alone(session: Session, world: World) -> None:
    lent(session, world, THURSDAY, FRIDAY)
    closed(session, world, world.hub, WEDNESDAY, THURSDAY)
    assert revise(session, "test", now=NOW) == []


def test_a_closed_home_sends_the_collection_a_day_earlier(session: Session, world: World) -> None:
    booking = lent(session, world, FRIDAY, FRIDAY)
    closed(session, world, world.north, THURSDAY, THURSDAY)
    revise(session, "test", now=NOW)
    assert booking.leaves_on == WEDNESDAY


def test_its_shipments_follow(session: Session, world: World) -> None:
    booking = lent(session, world, FRIDAY, FRIDAY)
    closed(session, world, world.north, THURSDAY, THURSDAY)
    revise(session, "test", now=NOW)
    out, _ = shipments_of(session, booking.id)
    assert out.ready_at == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


def test_both_sides_are_told(session: Session, world: World) -> None:
    lent(session, world, FRIDAY, FRIDAY)
    closed(session, world, world.north, THURSDAY, THURSDAY)
    revise(session, "test", now=NOW)
    assert told(session, "promise-changed") == {world.owner.id, world.borrower.id}


def test_doing_it_again_changes_and_tells_nothing_more(session: Session, world: World) -> None:
    lent(session, world, FRIDAY, FRIDAY)
    closed(session, world, world.north, THURSDAY, THURSDAY)
    revise(session, "test", now=NOW)
    news = session.scalars(select(Notice.id)).all()
    assert revise(session, "test", now=NOW) == []
    assert session.scalars(select(Notice.id)).all() == news


def test_a_day_on_which_the_borrower_is_closed_cannot_be_kept(session: Session, world: World) -> None:
    booking = lent(session, world, FRIDAY, FRIDAY)
    closed(session, world, world.south, FRIDAY, FRIDAY)
    (revision,) = revise(session, "test", now=NOW)
    assert revision.refusal is not None
    assert revision.refusal.code == "place-closed"
    assert booking.state is BookingState.APPROVED
    assert told(session, "promise-broken") == {world.owner.id, world.borrower.id}


def test_what_cannot_be_kept_is_told_once(session: Session, world: World) -> None:
    lent(session, world, FRIDAY, FRIDAY)
    closed(session, world, world.south, FRIDAY, FRIDAY)
    revise(session, "test", now=NOW)
    news = session.scalars(select(Notice.id)).all()
    revise(session, "test", now=NOW)
    assert session.scalars(select(Notice.id)).all() == news


def test_a_loan_that_lies_at_its_borrower_gets_another_way_home(session: Session, world: World) -> None:
    booking = lent(session, world, FRIDAY, FRIDAY)
    booking.advance_to(BookingState.ON_LOAN)
    leaves_on = booking.leaves_on
    closed(session, world, world.south, MONDAY, MONDAY)
    revise(session, "test", now=NOW)
    assert (booking.leaves_on, booking.collected_on) == (leaves_on, date(2026, 12, 1))


def test_a_loan_that_would_come_home_into_the_next_one_is_told_of(session: Session, world: World) -> None:
    first = lent(session, world, THURSDAY, THURSDAY)
    home_on = first.home_on
    lent(session, world, date(2026, 12, 2), date(2026, 12, 3))
    closed(session, world, world.south, FRIDAY, date(2026, 12, 1))
    revisions = revise(session, "test", now=NOW)
    assert [revision.refusal.code for revision in revisions if revision.refusal] == ["already-promised"]
    assert first.home_on == home_on


@pytest.fixture
def tours(session: Session, world: World) -> tuple[Tour, Tour]:
    """A round in the morning and one in the afternoon, over all places, every weekday."""
    season = a_season(session, world.network)
    made = (
        a_tour(session, season, world.van, "Morning", ("hub", 490), ("north", 540), ("south", 600), ("hub", 650)),
        a_tour(session, season, world.van, "Evening", ("hub", 700), ("north", 760), ("south", 820), ("hub", 880)),
    )
    session.expire(world.network)
    return made


def test_a_tour_that_is_left_out_hands_its_promise_to_another(
    session: Session, world: World, tours: tuple[Tour, Tour]
) -> None:
    booking = lent(session, world, THURSDAY, THURSDAY)
    session.expire_all()
    assert booking.legs[0].tour.name == "Evening"
    set_running(session, tours[1].id, THURSDAY, False, by=world.coordinator)
    session.expire_all()
    revise(session, "test", now=NOW)
    session.expire_all()
    assert (booking.legs[0].tour.name, booking.arrives_on) == ("Morning", THURSDAY)


def test_a_tour_that_runs_again_changes_nothing_that_holds(
    session: Session, world: World, tours: tuple[Tour, Tour]
) -> None:
    lent(session, world, THURSDAY, THURSDAY)
    set_running(session, tours[1].id, THURSDAY, False, by=world.coordinator)
    session.expire_all()
    revise(session, "test", now=NOW)
    set_running(session, tours[1].id, THURSDAY, True, by=world.coordinator)
    session.expire_all()
    assert revise(session, "test", now=NOW) == []


def test_without_any_tour_promises_go_by_service_days_again(
    session: Session, world: World, tours: tuple[Tour, Tour]
) -> None:
    booking = lent(session, world, THURSDAY, THURSDAY)
    for tour in tours:
        retire_tour(session, tour.id, by=world.coordinator)
    session.expire_all()
    assert revise(session, "test", now=NOW) == []
    assert booking.state is BookingState.APPROVED


def test_a_closure_that_is_taken_back_leaves_the_new_promise(session: Session, world: World) -> None:
    booking = lent(session, world, FRIDAY, FRIDAY)
    closure = closed(session, world, world.north, THURSDAY, THURSDAY)
    revise(session, "test", now=NOW)
    reopen_place(session, closure, by=world.coordinator)
    assert revise(session, "test", now=NOW) == []
    assert booking.leaves_on == WEDNESDAY
