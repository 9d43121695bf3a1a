"""The end of a trip: the driver's word, and the ledger."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.costs.settle import finish_and_post
from logistics.errors import NotAllowed
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.plans import Trip, TripState
from tests.builders import a_network, a_person, a_plan, a_trip, a_vehicle, an_agreement


@pytest.fixture
def network(session: Session) -> Network:
    return a_network(session)


@pytest.fixture
def trip(session: Session, network: Network) -> Trip:
    plan = a_plan(session, network, date(2026, 11, 24))
    return a_trip(session, plan, a_vehicle(session, network))


@pytest.fixture
def driver(session: Session, network: Network) -> Person:
    return a_person(session, Role.DRIVER)


def test_a_finished_trip_is_in_the_ledger(session: Session, network: Network, trip: Trip, driver: Person) -> None:
    an_agreement(session, network)
    settled = finish_and_post(session, trip.id, by=driver, now=trip.ends_at)
    assert settled.trip.state is TripState.DRIVEN
    assert sum(entry.amount for entry in settled.entries if entry.amount > 0) == trip.cost


def test_finishing_again_changes_nothing(session: Session, network: Network, trip: Trip, driver: Person) -> None:
    an_agreement(session, network)
    first = finish_and_post(session, trip.id, by=driver, now=trip.ends_at)
    again = finish_and_post(session, trip.id, by=driver, now=trip.ends_at)
    assert {entry.id for entry in again.entries} == {entry.id for entry in first.entries}


def test_a_missing_agreement_does_not_keep_the_driver_out(session: Session, trip: Trip, driver: Person) -> None:
    settled = finish_and_post(session, trip.id, by=driver, now=trip.ends_at)
    assert (settled.trip.state, settled.entries) == (TripState.DRIVEN, [])


def test_a_librarian_does_not_end_trips(session: Session, network: Network, trip: Trip, now: datetime) -> None:
    librarian = a_person(session, Role.LIBRARIAN, session.get_one(Place, "test-north"))
    with pytest.raises(NotAllowed):
        finish_and_post(session, trip.id, by=librarian, now=now)
    assert trip.state is TripState.PLANNED
