"""Promises by the network's tours: with which they ride, and why there is no way when there is none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking
from logistics.bookings.decisions import approve
from logistics.bookings.keeping import timetable_of
from logistics.bookings.promise import earliest_arrival, promise
from logistics.bookings.refusals import NoTimetableYet, NoTour, ShutWhenTourComes, TooSoon, TourFull
from logistics.bookings.requests import ask
from logistics.network.places import Closure
from logistics.network.tours import Season, TourDay
from tests.builders import a_collection, a_season, a_tour
from tests.logistics.conftest import World

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # Monday, 08:00 in Karlstad
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (24, 25, 26, 27))
NINE, TEN, ELEVEN, ONE, TWO = 540, 600, 660, 780, 840


@pytest.fixture
def season(session: Session, world: World) -> Season:
    """Without tours as yet."""
    return a_season(session, world.network)


@pytest.fixture
def tours(session: Session, world: World, season: Season) -> None:
    """Nord goes round by the north on Tuesdays and Thursdays in the morning, Sør by the south in the afternoon."""
    days = {"weekdays": [1, 3]}
    a_tour(session, season, world.van, "Nord", ("hub", 500), ("north", NINE), ("hub", TEN), **days)
    a_tour(session, season, world.van, "South", ("hub", TWO - 60), ("south", TWO), ("hub", TWO + 60), **days)
    session.expire(world.network)


def test_a_collection_rides_with_two_tours_that_meet_at_the_hub(world: World, tours: None) -> None:
    given = promise(world.network, world.north, world.south, THURSDAY, THURSDAY, NOW)
    assert [(leg.tour.name, leg.day) for leg in given.out] == [("Nord", THURSDAY), ("South", THURSDAY)]
    assert (given.leaves_on, given.arrives_on) == (THURSDAY, THURSDAY)


def test_a_collection_is_packed_when_its_first_tour_comes(world: World, tours: None) -> None:
    given = promise(world.network, world.north, world.south, THURSDAY, THURSDAY, NOW)
    assert given.packed_by == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


def test_a_collection_is_packed_again_when_the_tour_home_comes(world: World, tours: None) -> None:
    given = promise(world.network, world.north, world.south, THURSDAY, THURSDAY, NOW)
    assert given.packed_again_by == datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
    assert given.home_on == date(2026, 12, 3)


def test_what_is_not_sorted_in_time_rides_on_with_the_next_tour(session: Session, world: World, tours: None) -> None:
    world.network.sort_seconds = 4 * 3600
    given = promise(world.network, world.north, world.south, THURSDAY, THURSDAY, NOW)
    assert (given.leaves_on, given.arrives_on) == (TUESDAY, THURSDAY)


def test_a_day_whose_cutoff_has_passed_is_refused_with_the_earliest_day_instead(world: World, tours: None) -> None:
    late = datetime(2026, 11, 23, 14, 1, tzinfo=UTC)
    with pytest.raises(TooSoon) as refusal:
        promise(world.network, world.north, world.south, TUESDAY, TUESDAY, late)
    assert refusal.value.facts == {"earliest": THURSDAY}


def test_no_tour_is_told_with_the_next_best_day(world: World, tours: None) -> None:
    with pytest.raises(TooSoon) as refusal:
        promise(world.network, world.north, world.south, world_monday(), world_monday(), NOW)
    assert refusal.value.facts["earliest"] == TUESDAY


def world_monday() -> date:
    return date(2026, 11, 23)


def test_a_place_that_no_tour_serves_is_named(session: Session, world: World, season: Season) -> None:
    a_tour(session, season, world.van, "Nord", ("hub", 500), ("north", NINE), ("hub", TEN))
    session.expire(world.network)
    with pytest.raises(NoTour) as refusal:
        promise(world.network, world.north, world.south, THURSDAY, THURSDAY, NOW)
    assert refusal.value.facts == {"home": "North", "place": "South", "earliest": None}


def test_a_closed_door_is_told_with_the_tour_that_would_have_come(session: Session, world: World, tours: None) -> None:
    world.north.closures = [Closure(first_day=TUESDAY, last_day=FRIDAY)]
    with pytest.raises(ShutWhenTourComes) as refusal:
        promise(world.network, world.north, world.south, THURSDAY, THURSDAY, NOW)
    assert refusal.value.facts == {
        "tour": "Nord",
        "place": "North",
        "day": THURSDAY,
        "earliest": date(2026, 12, 1),
    }


def test_days_after_the_last_season_are_told_as_unknown(session: Session, world: World, tours: None) -> None:
    world.network.seasons[0].last_day = FRIDAY
    with pytest.raises(NoTimetableYet) as refusal:
        promise(world.network, world.north, world.south, THURSDAY, THURSDAY, NOW)
    assert refusal.value.facts == {"day": THURSDAY, "last_day": FRIDAY}


def test_a_tour_that_is_left_out_on_a_day_is_not_promised(session: Session, world: World, tours: None) -> None:
    nord = next(tour for tour in world.network.seasons[0].tours if tour.name == "Nord")
    nord.days = [TourDay(day=THURSDAY, runs=False)]
    assert promise(world.network, world.north, world.south, THURSDAY, THURSDAY, NOW).leaves_on == TUESDAY


def test_the_earliest_day_is_the_first_on_which_tours_bring_it(world: World, tours: None) -> None:
    assert earliest_arrival(world.network, world.north, world.south, WEDNESDAY, NOW) == THURSDAY


def test_a_loan_is_due_at_the_bookmobiles_next_visit(session: Session, world: World, season: Season) -> None:
    visits = [date(2026, 12, 1), date(2027, 1, 5), date(2027, 2, 2)]
    a_tour(
        session,
        season,
        world.van,
        "Bus",
        ("north", NINE),
        ("south", TEN),
        ("north", ELEVEN),
        weekdays=[],
        days=[TourDay(day=day, runs=True) for day in visits],
    )
    session.expire(world.network)
    given = promise(world.network, world.north, world.south, visits[0], visits[0] + timedelta(days=20), NOW)
    assert (given.arrives_on, given.collected_on, given.home_on) == (visits[0], visits[1], visits[1])


def booked(session: Session, world: World, first_day: date, crates: int) -> Booking:
    """An approved loan of another collection at the south."""
    other = a_collection(session, world.north, crates=crates)
    wanted = {"collection_id": other.id, "place_id": world.south.id, "first_day": first_day, "last_day": first_day}
    booking = ask(session, **wanted, by=world.borrower, now=NOW)  # type: ignore[arg-type]
    return approve(session, booking.id, by=world.owner, now=NOW)


def test_a_booking_keeps_the_tours_it_rides_with(session: Session, world: World, tours: None) -> None:
    booking = booked(session, world, THURSDAY, 1)
    session.expire(booking)
    assert [(leg.tour.name, leg.back) for leg in booking.legs] == [
        ("Nord", False),
        ("South", False),
        ("South", True),
        ("Nord", True),
    ]


def test_a_full_tour_is_told_with_the_next_that_has_room(session: Session, world: World, tours: None) -> None:
    for tour in world.network.seasons[0].tours:
        tour.capacity = 3
    booked(session, world, TUESDAY, 2)
    timetable = timetable_of(session, world.network)
    with pytest.raises(TourFull) as refusal:
        promise(world.network, world.north, world.south, TUESDAY, TUESDAY, NOW, crates=2, timetable=timetable)
    assert refusal.value.facts == {"tour": "Nord", "day": TUESDAY, "earliest": THURSDAY}


def test_a_tour_with_room_left_takes_one_more(session: Session, world: World, tours: None) -> None:
    for tour in world.network.seasons[0].tours:
        tour.capacity = 3
    booked(session, world, TUESDAY, 2)
    timetable = timetable_of(session, world.network)
    given = promise(world.network, world.north, world.south, TUESDAY, TUESDAY, NOW, crates=1, timetable=timetable)
    assert given.leaves_on == TUESDAY


def test_a_booking_does_not_stand_in_its_own_way(session: Session, world: World, tours: None) -> None:
    for tour in world.network.seasons[0].tours:
        tour.capacity = 2
    booking = booked(session, world, TUESDAY, 2)
    timetable = timetable_of(session, world.network, but_for=booking.id)
    given = promise(world.network, world.north, world.south, TUESDAY, TUESDAY, NOW, crates=2, timetable=timetable)
    assert given.leaves_on == TUESDAY
