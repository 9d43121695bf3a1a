"""Tours: the days on which they run."""

from datetime import date
from typing import Any

from logistics.network.calendar import is_school_day, receives, tour_runs
from logistics.network.fleet import Vehicle, VehicleKind
from logistics.network.networks import Network
from logistics.network.places import Place, ReceivingHours
from logistics.network.tours import Season, Tour, TourDay
from tests.logistics.network.test_terms import troms

TUESDAY = date(2026, 9, 1)
IN_THE_AUTUMN_BREAK = date(2026, 10, 1)  # a Thursday
NATIONAL_DAY = date(2027, 5, 17)  # a Monday


def network() -> Network:
    """A Norwegian network that follows the school year of Troms."""
    return Network(id="test", time_zone="Europe/Oslo", country="NO", subdivision=None, school_years=[troms()])


def tour(**values: Any) -> Tour:
    """On Mondays, Tuesdays and Thursdays from August to June."""
    plain: dict[str, Any] = {
        "name": "Nord",
        "season": Season(first_day=date(2026, 8, 1), last_day=date(2027, 6, 30)),
        "vehicle": Vehicle(capacity=40, active=True, kind=VehicleKind.VAN),
        "weekdays": [0, 1, 3],
        "school_days_only": False,
        "active": True,
    }
    return Tour(**plain | values)


def test_a_tour_runs_on_its_weekdays() -> None:
    assert tour_runs(network(), tour(), TUESDAY)
    assert not tour_runs(network(), tour(), date(2026, 9, 2))


def test_a_tour_does_not_run_outside_its_season() -> None:
    assert not tour_runs(network(), tour(), date(2026, 7, 28))


def test_a_tour_does_not_run_on_a_public_holiday() -> None:
    assert not tour_runs(network(), tour(), NATIONAL_DAY)


def test_a_tour_runs_on_a_public_holiday_that_it_names() -> None:
    assert tour_runs(network(), tour(days=[TourDay(day=NATIONAL_DAY, runs=True)]), NATIONAL_DAY)


def test_a_tour_does_not_run_on_a_day_that_is_left_out() -> None:
    assert not tour_runs(network(), tour(days=[TourDay(day=TUESDAY, runs=False)]), TUESDAY)


def test_a_tour_without_weekdays_runs_on_the_days_it_names_only() -> None:
    monthly = tour(weekdays=[], days=[TourDay(day=TUESDAY, runs=True)])
    assert tour_runs(network(), monthly, TUESDAY)
    assert not tour_runs(network(), monthly, date(2026, 9, 3))


def test_a_tour_that_follows_the_schools_rests_in_their_breaks() -> None:
    assert not tour_runs(network(), tour(school_days_only=True), IN_THE_AUTUMN_BREAK)
    assert tour_runs(network(), tour(), IN_THE_AUTUMN_BREAK)


def test_a_tour_without_its_vehicle_does_not_run() -> None:
    assert not tour_runs(network(), tour(vehicle=Vehicle(capacity=40, active=False)), TUESDAY)


def test_a_tour_takes_no_more_than_its_vehicle_holds() -> None:
    assert [tour(capacity=capacity).room for capacity in (None, 12, 90)] == [40, 12, 40]


def test_a_public_holiday_in_term_is_no_school_day() -> None:
    assert not is_school_day(network(), NATIONAL_DAY)
    assert is_school_day(network(), TUESDAY)


def test_a_place_that_follows_the_school_year_receives_nothing_in_a_break() -> None:
    hours = [ReceivingHours(weekday=weekday, opens_minute=480, closes_minute=900) for weekday in range(5)]
    school = Place(id="school", active=True, school_days_only=True, receiving_hours=hours)
    assert receives(network(), school, TUESDAY)
    assert not receives(network(), school, IN_THE_AUTUMN_BREAK)
