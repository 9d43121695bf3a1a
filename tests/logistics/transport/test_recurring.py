from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.access.notices import notices_of
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.refusals import AfterTerm
from logistics.bookings.series import (
    Rhythm,
    Series,
    active_series,
    begin_series,
    end_series,
    occasions,
    resume_series,
    series_of,
)
from logistics.errors import BadValue, NotAllowed
from logistics.holdings.collections import CollectionKind
from logistics.network.places import PlaceKind
from logistics.network.terms import BreakKind, SchoolBreak, SchoolYear
from logistics.transport.approvals import approve, request
from logistics.transport.changing import change_last_day
from logistics.transport.recurring import ask_ahead
from tests.builders import a_collection
from tests.logistics.conftest import World

DAY = timedelta(days=1)


def school_year() -> SchoolYear:
    """Autumn ends on 21 December, spring begins on 4 January and ends on 18 June."""
    pause = SchoolBreak(first_day=date(2026, 12, 22), last_day=date(2027, 1, 3), kind=BreakKind.CHRISTMAS)
    return SchoolYear(
        id="test-year",
        network_id="test",
        name="2026/27",
        first_day=date(2026, 8, 17),
        last_day=date(2027, 6, 18),
        source="",
        breaks=[pause],
    )


@given(
    st.sampled_from([Rhythm.YEARLY, Rhythm.MONTHLY]), st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 2000)
)
def test_occasions_come_in_order_none_twice_and_none_left_out(rhythm: Rhythm, starts_on: date, days: int) -> None:
    last = starts_on + days * DAY
    found = list(occasions(rhythm, starts_on, (), last))
    assert found[0] == starts_on
    assert all(earlier < later for earlier, later in pairwise(found))
    longest = 366 if rhythm is Rhythm.YEARLY else 31
    assert all((later - earlier).days <= longest for earlier, later in pairwise(found))
    assert (last - found[-1]).days < longest


def test_a_day_that_a_month_has_not_is_its_last() -> None:
    found = list(occasions(Rhythm.MONTHLY, date(2027, 1, 31), (), date(2027, 4, 30)))
    assert found == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_terms_start_after_the_summer_and_after_christmas() -> None:
    found = list(occasions(Rhythm.TERM_START, date(2026, 1, 1), [school_year()], date(2028, 1, 1)))
    assert found == [date(2026, 8, 17), date(2027, 1, 4)]


def a_series(session: Session, world: World, now: datetime, **values: Any) -> Series:
    plain: dict[str, Any] = {
        "place_id": world.south.id,
        "collection_id": "crate",
        "rhythm": Rhythm.MONTHLY,
        "starts_on": date(2026, 12, 1),
        "loan_days": 5,
        "days_ahead": 60,
        "by": world.borrower,
    }
    return begin_series(session, **(plain | values), now=now)


def codes(session: Session, world: World) -> list[str]:
    return [notice.code for notice in notices_of(session, world.borrower).items]


def test_what_comes_near_is_asked_for_ahead_of_time(session: Session, world: World, now: datetime) -> None:
    made = a_series(session, world, now)
    turns = ask_ahead(session, made.id, now)
    assert [turn.occasion for turn in turns] == [date(2026, 12, 1), date(2027, 1, 1)]
    booking = session.get_one(Booking, turns[0].booking_id)
    assert (booking.first_day, booking.last_day) == (date(2026, 12, 1), date(2026, 12, 5))


def test_a_day_on_which_nobody_receives_becomes_the_next_on_which_somebody_does(
    session: Session, world: World, now: datetime
) -> None:
    turns = ask_ahead(session, a_series(session, world, now).id, now)
    assert session.get_one(Booking, turns[1].booking_id).first_day == date(2027, 1, 4)  # 1 January is a holiday


def test_an_occasion_is_asked_for_once(session: Session, world: World, now: datetime) -> None:
    made = a_series(session, world, now)
    ask_ahead(session, made.id, now)
    assert ask_ahead(session, made.id, now) == []
    assert codes(session, world).count("series-asked") == 2


def test_what_can_not_be_had_is_skipped_and_told(session: Session, world: World, now: datetime) -> None:
    span = {"first_day": date(2026, 12, 1), "last_day": date(2026, 12, 10)}
    other = request(session, collection_id="crate", place_id=world.hub.id, by=world.hub_staff, now=now, **span)
    approve(session, other.id, by=world.owner, now=now)
    turns = ask_ahead(session, a_series(session, world, now).id, now)
    assert [turn.refusal for turn in turns] == ["already-promised", None]
    assert "series-skipped" in codes(session, world)


def test_any_that_fits_is_asked_for(session: Session, world: World, now: datetime) -> None:
    a_collection(session, world.north, id="uk", language="uk")
    made = a_series(session, world, now, collection_id=None, language="uk")
    (first, *_) = ask_ahead(session, made.id, now)
    assert session.get_one(Booking, first.booking_id).collection_id == "uk"


def test_where_nothing_fits_it_is_skipped(session: Session, world: World, now: datetime) -> None:
    made = a_series(session, world, now, collection_id=None, language="ar")
    assert {turn.refusal for turn in ask_ahead(session, made.id, now)} == {"nothing-fits"}


def test_a_series_that_has_ended_asks_no_more_until_it_goes_on(session: Session, world: World, now: datetime) -> None:
    made = a_series(session, world, now)
    end_series(session, made.id, by=world.borrower)
    assert ask_ahead(session, made.id, now) == []
    assert active_series(session) == []
    resume_series(session, made.id, by=world.borrower)
    assert len(ask_ahead(session, made.id, now)) == 2


def test_a_series_is_its_places_own(session: Session, world: World, now: datetime) -> None:
    made = a_series(session, world, now)
    assert series_of(session, world.south.id, world.borrower) == [made]
    with pytest.raises(NotAllowed):
        end_series(session, made.id, by=world.owner)


@pytest.mark.parametrize("values", [{"loan_days": 0}, {"days_ahead": 400}])
def test_a_series_that_can_not_be_is_refused(
    session: Session, world: World, now: datetime, values: dict[str, Any]
) -> None:
    with pytest.raises(BadValue):
        a_series(session, world, now, **values)


# everything back before the term ends


@pytest.fixture
def school(session: Session, world: World) -> World:
    """South is a school, in a network whose school year is known."""
    world.south.kind = PlaceKind.SCHOOL
    session.add(school_year())
    session.flush()
    session.expire(world.network)
    return world


def until(last: date) -> dict[str, date]:
    return {"first_day": date(2026, 12, 2), "last_day": last}


def test_a_school_has_everything_back_before_the_term_ends(session: Session, school: World, now: datetime) -> None:
    span = until(date(2026, 12, 20))
    with pytest.raises(AfterTerm):
        request(session, collection_id="crate", place_id="test-south", by=school.borrower, now=now, **span)


def test_a_school_borrows_until_the_term_ends(session: Session, school: World, now: datetime) -> None:
    span = until(date(2026, 12, 17))
    made = request(session, collection_id="crate", place_id="test-south", by=school.borrower, now=now, **span)
    assert (made.state, made.home_on) == (BookingState.REQUESTED, date(2026, 12, 21))


def test_a_library_borrows_a_crate_over_the_holidays_but_no_class_set(
    session: Session, school: World, now: datetime
) -> None:
    a_collection(session, school.north, id="set", kind=CollectionKind.CLASS_SET)
    span = until(date(2027, 1, 20))
    request(session, collection_id="crate", place_id="test-hub", by=school.hub_staff, now=now, **span)
    with pytest.raises(AfterTerm):
        request(session, collection_id="set", place_id="test-hub", by=school.hub_staff, now=now, **span)


def test_a_schools_loan_is_not_made_longer_than_its_term(session: Session, school: World, now: datetime) -> None:
    span = until(date(2026, 12, 10))
    made = request(session, collection_id="crate", place_id="test-south", by=school.borrower, now=now, **span)
    approve(session, made.id, by=school.owner, now=now)
    with pytest.raises(AfterTerm):
        change_last_day(session, made.id, date(2026, 12, 21), by=school.owner, now=now)
