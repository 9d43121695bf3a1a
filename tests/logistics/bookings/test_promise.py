from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.bookings.promise import A_DAY, MOST_DAYS_AHEAD, promise
from logistics.bookings.refusals import AtHomeAlready, PlaceClosed, PlaceNeverOpen, TooFarAhead, TooSoon
from logistics.errors import DateInThePast, EndsBeforeItBegins, LogisticsError
from logistics.network.calendar import cutoff_of, is_service_day, local_day, receives
from logistics.network.networks import Network
from logistics.network.places import Closure, Place, ReceivingHours

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # 08:00 in Karlstad
WEEKDAYS = (0, 1, 2, 3, 4)


def day(number: int) -> date:
    """So many days after that Monday."""
    return MONDAY + timedelta(days=number)


def a_network(service_weekdays: tuple[int, ...] = WEEKDAYS, transit_days: int = 1) -> Network:
    return Network(
        id="test",
        name="Test",
        time_zone="Europe/Stockholm",
        country="SE",
        subdivision=None,
        service_weekdays=list(service_weekdays),
        cutoff_minute=15 * 60,
        transit_days=transit_days,
    )


def a_place(name: str, weekdays: tuple[int, ...] = WEEKDAYS, closed: tuple[int, int] | None = None) -> Place:
    place = Place(id=name, name=name.capitalize(), active=True)
    place.receiving_hours = [ReceivingHours(weekday=w, opens_minute=480, closes_minute=960) for w in weekdays]
    if closed:
        place.closures = [Closure(first_day=day(closed[0]), last_day=day(closed[1]))]
    return place


def test_a_collection_leaves_the_service_day_before_it_is_wanted_and_is_home_the_day_after_it_is_fetched() -> None:
    given = promise(a_network(), a_place("home"), a_place("there"), day(3), day(3), NOW)
    assert (given.leaves_on, given.arrives_on) == (day(2), day(3))
    assert (given.collected_on, given.home_on) == (day(4), day(7))


def test_a_collection_is_packed_when_its_home_opens_on_the_day_it_leaves() -> None:
    given = promise(a_network(), a_place("home"), a_place("there"), day(3), day(3), NOW)
    assert given.packed_by == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


def test_where_transport_drives_seldom_a_collection_arrives_on_the_last_service_day_before_it_is_wanted() -> None:
    given = promise(a_network(service_weekdays=(0, 2)), a_place("home"), a_place("there"), day(10), day(11), NOW)
    assert (given.leaves_on, given.arrives_on) == (day(7), day(9))


def test_a_home_that_is_closed_when_the_van_would_come_hands_over_earlier() -> None:
    home = a_place("home", closed=(2, 2))
    assert promise(a_network(), home, a_place("there"), day(3), day(3), NOW).leaves_on == day(1)


def test_a_public_holiday_carries_nothing() -> None:
    christmas_eve = date(2026, 12, 24)
    given = promise(a_network(), a_place("home"), a_place("there"), date(2026, 12, 22), christmas_eve - A_DAY, NOW)
    assert given.collected_on == date(2026, 12, 28)


def test_what_must_leave_after_its_cutoff_is_refused_with_the_earliest_day_instead() -> None:
    with pytest.raises(TooSoon) as refusal:
        promise(a_network(), a_place("home"), a_place("there"), day(1), day(5), NOW)
    assert refusal.value.facts == {"earliest": day(2)}


def test_at_the_minute_of_the_cutoff_tomorrow_can_still_be_used() -> None:
    cutoff = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert promise(a_network(), a_place("home"), a_place("there"), day(2), day(5), cutoff).leaves_on == day(1)


def test_a_minute_after_the_cutoff_tomorrow_is_lost() -> None:
    late = datetime(2026, 11, 23, 14, 1, tzinfo=UTC)
    with pytest.raises(TooSoon):
        promise(a_network(), a_place("home"), a_place("there"), day(2), day(5), late)


def test_a_closed_first_day_is_refused_with_the_next_open_one() -> None:
    there = a_place("there", closed=(3, 4))
    with pytest.raises(PlaceClosed) as refusal:
        promise(a_network(), a_place("home"), there, day(3), day(10), NOW)
    assert refusal.value.facts == {"place": "There", "place_id": "there", "day": day(3), "next_open": day(7)}
    assert refusal.value.field == "first_day"


def test_yesterday_can_not_be_promised() -> None:
    with pytest.raises(DateInThePast) as refusal:
        promise(a_network(), a_place("home"), a_place("there"), day(-1), day(3), NOW)
    assert refusal.value.field == "first_day"


def test_a_loan_does_not_end_before_it_begins() -> None:
    with pytest.raises(EndsBeforeItBegins) as refusal:
        promise(a_network(), a_place("home"), a_place("there"), day(3), day(2), NOW)
    assert refusal.value.field == "last_day"


@pytest.mark.parametrize("field", ["first_day", "last_day"])
def test_what_lies_years_ahead_is_not_promised(field: str) -> None:
    far = day(MOST_DAYS_AHEAD + 1)
    with pytest.raises(TooFarAhead) as refusal:
        promise(a_network(), a_place("home"), a_place("there"), far if field == "first_day" else day(3), far, NOW)
    assert refusal.value.field == field


def test_a_collection_is_not_sent_to_its_home() -> None:
    home = a_place("home")
    with pytest.raises(AtHomeAlready):
        promise(a_network(), home, home, day(3), day(4), NOW)


def test_a_place_without_any_receiving_hours_is_never_open() -> None:
    with pytest.raises(PlaceNeverOpen):
        promise(a_network(), a_place("home"), a_place("there", weekdays=()), day(3), day(4), NOW)


def test_a_home_that_never_hands_over_is_never_open() -> None:
    with pytest.raises(PlaceNeverOpen) as refusal:
        promise(a_network(), a_place("home", weekdays=()), a_place("there"), day(3), day(4), NOW)
    assert refusal.value.facts["place_id"] == "home"


WEEKS = st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found)))
CLOSED = st.none() | st.tuples(st.integers(0, 20), st.integers(0, 10)).map(lambda c: (c[0], c[0] + c[1]))
ASKED = st.tuples(st.integers(-2, 60), st.integers(-1, 40), st.integers(0, 47))


@given(WEEKS, st.integers(1, 3), WEEKS, WEEKS, CLOSED, CLOSED, ASKED)
def test_every_promise_can_be_kept_and_every_earlier_day_offered_instead_can_be_promised(
    service: tuple[int, ...],
    transit_days: int,
    home_week: tuple[int, ...],
    there_week: tuple[int, ...],
    home_closed: tuple[int, int] | None,
    there_closed: tuple[int, int] | None,
    asked: tuple[int, int, int],
) -> None:
    network = a_network(service, transit_days)
    home, there = a_place("home", home_week, home_closed), a_place("there", there_week, there_closed)
    first, length, hours = asked
    now = NOW + timedelta(hours=hours)
    try:
        found = promise(network, home, there, day(first), day(first + length), now)
    except TooSoon as refusal:
        earliest = refusal.facts["earliest"]
        assert isinstance(earliest, date)
        assert earliest > day(first)
        found = promise(network, home, there, earliest, earliest + timedelta(days=max(length, 0)), now)
        first = (earliest - MONDAY).days
    except LogisticsError:
        return
    days = (found.leaves_on, found.arrives_on, found.collected_on, found.home_on)
    assert all(is_service_day(network, one) for one in days)
    assert receives(network, home, found.leaves_on)
    assert receives(network, home, found.home_on)
    assert receives(network, there, found.arrives_on)
    assert receives(network, there, found.collected_on)
    assert found.arrives_on <= day(first)
    assert found.collected_on > day(first + max(length, 0))
    assert now <= cutoff_of(network, found.leaves_on)
    assert local_day(network, found.packed_by) == found.leaves_on
    for leaves, arrives in (days[:2], days[2:]):
        between = (leaves + step * A_DAY for step in range(1, (arrives - leaves).days + 1))
        assert sum(is_service_day(network, one) for one in between) >= transit_days
