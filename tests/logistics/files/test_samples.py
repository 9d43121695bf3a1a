"""The sample networks from Troms: that they load, and that their tours keep promises."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.promise import earliest_arrival, promise
from logistics.bookings.timetable import Timetable
from logistics.files.load import SAMPLES, load_network
from logistics.network.calendar import tour_runs
from logistics.network.networks import Network
from logistics.network.places import Place, PlaceKind
from logistics.network.tours import Tour

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
TODAY = NOW.date()

Loaded = Callable[[str], Network]


@pytest.fixture
def loaded(session: Session) -> Loaded:
    def load(name: str) -> Network:
        load_network(session, SAMPLES[name], now=NOW)
        return session.get_one(Network, name)

    return load


@pytest.mark.parametrize("name", ["sor-troms", "midt-troms"])
def test_loading_a_sample_again_changes_nothing(session: Session, loaded: Loaded, name: str) -> None:
    loaded(name)
    again = load_network(session, SAMPLES[name], now=NOW)
    assert (again.created, again.changed) == (0, 0)


@pytest.mark.parametrize("name", ["sor-troms", "midt-troms"])
def test_every_place_can_be_promised_something_from_the_hub_and_send_it_home(loaded: Loaded, name: str) -> None:
    network = loaded(name)
    timetable = Timetable(network)
    hub = next(place for place in network.places if place.hub)
    for place in network.places:
        if place.id == hub.id:
            continue
        first = earliest_arrival(network, hub, place, TODAY, NOW, timetable=timetable)
        given = promise(network, hub, place, first, first + timedelta(days=7), NOW, timetable=timetable)
        assert given.arrives_on <= first < given.collected_on <= given.home_on, place.name


def test_a_class_set_rides_the_bus_and_is_due_at_its_next_visit(session: Session, loaded: Loaded) -> None:
    network = loaded("sor-troms")
    harstad, school = (session.get_one(Place, f"sor-troms-{name}") for name in ("harstad", "ibestad-skole"))
    visit, next_visit = date(2026, 12, 1), date(2027, 1, 12)
    given = promise(network, harstad, school, visit, visit + timedelta(days=20), NOW)
    assert [leg.tour.name for leg in given.out] == ["Bussen til Ibestad"]
    assert (given.arrives_on, given.collected_on) == (visit, next_visit)


def test_the_bus_calls_ten_times_a_year(session: Session, loaded: Loaded) -> None:
    network = loaded("sor-troms")
    bus = session.get_one(Tour, "sor-troms-buss-ibestad")
    days = (date(2026, 8, 17) + timedelta(days=ahead) for ahead in range(306))
    assert sum(tour_runs(network, bus, day) for day in days) == 10


def test_no_promise_goes_to_ibestad_on_a_day_without_a_ferry_that_fits(session: Session, loaded: Loaded) -> None:
    network = loaded("sor-troms")
    harstad, ibestad = (session.get_one(Place, f"sor-troms-{name}") for name in ("harstad", "ibestad"))
    first = earliest_arrival(network, harstad, ibestad, TODAY, NOW)
    bus = session.get_one(Tour, "sor-troms-ibestad")
    for service in bus.crossings[0].crossing.services:
        service.valid_until = first
    assert earliest_arrival(network, harstad, ibestad, TODAY, NOW) == first
    with pytest.raises(Exception, match="no-tour"):
        earliest_arrival(network, harstad, ibestad, first + timedelta(days=1), NOW)


def test_combination_libraries_receive_when_the_school_is_open(loaded: Loaded) -> None:
    network = loaded("midt-troms")
    combined = [place for place in network.places if place.kind is PlaceKind.COMBINATION_LIBRARY]
    assert len(combined) == 4
    assert all(place.school_days_only for place in combined)
