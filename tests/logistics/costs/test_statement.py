"""Statements add up: trips to days, days to periods, and an estimate to what is charged in the end."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.costs.post import post_driven
from logistics.costs.statement import day_costs, estimate, period_costs
from logistics.errors import EndsBeforeItBegins, NotAllowed, NotFound
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.plans import TripState
from tests.builders import a_network, a_person, a_plan, a_trip, a_vehicle, an_agreement

DAY = date(2026, 11, 24)

Tariff = tuple[int, int, int]
DAYS = st.lists(
    st.lists(st.tuples(*[st.integers(0, 10**6)] * 3), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)


@pytest.fixture
def network(session: Session) -> Network:
    return a_network(session)


@pytest.fixture
def coordinator(session: Session, network: Network) -> Person:
    return a_person(session, Role.COORDINATOR)


def driven(session: Session, network: Network, days: list[list[Tariff]], now: datetime) -> None:
    """Drive and post trips of such tariffs on consecutive days from 24 November 2026."""
    van = a_vehicle(session, network)
    for number, tariffs in enumerate(days):
        plan = a_plan(session, network, DAY + timedelta(days=number))
        for day_cost, km_cost, hour_cost in tariffs:
            costs = {"day_cost": day_cost, "km_cost": km_cost, "hour_cost": hour_cost}
            a_trip(session, plan, van, state=TripState.DRIVEN, **costs)
    post_driven(session, network.id, now=now)


@settings(max_examples=25)
@given(days=DAYS, subsidy=st.integers(0, 10_000))
def test_a_period_adds_up_to_the_ore(
    session: Session, network: Network, coordinator: Person, now: datetime, days: list[list[Tariff]], subsidy: int
) -> None:
    with session.begin_nested() as example:
        an_agreement(session, network, subsidy_basis_points=subsidy)
        driven(session, network, days, now)
        period = period_costs(session, "test", DAY, DAY + timedelta(days=9), coordinator)
        assert period.total == sum(sum(tariff) for tariffs in days for tariff in tariffs)
        assert period.total == period.subsidy + sum(share.amount for share in period.shares)
        assert period.total == sum(day.total for day in period.days)
        assert period.subsidy == sum(day.subsidy for day in period.days)
        for number, share in enumerate(period.shares):
            assert share.amount == sum(day.shares[number].amount for day in period.days)
        example.rollback()


@settings(max_examples=25)
@given(tariffs=st.lists(st.tuples(*[st.integers(0, 10**6)] * 3), min_size=1, max_size=4))
def test_what_was_estimated_is_what_is_charged(
    session: Session, network: Network, coordinator: Person, now: datetime, tariffs: list[Tariff]
) -> None:
    with session.begin_nested() as example:
        van = a_vehicle(session, network)
        an_agreement(session, network)
        plan = a_plan(session, network, DAY)
        for day_cost, km_cost, hour_cost in tariffs:
            a_trip(session, plan, van, day_cost=day_cost, km_cost=km_cost, hour_cost=hour_cost)
        foreseen = estimate(session, plan)
        for trip in plan.trips:
            trip.state = TripState.DRIVEN
        post_driven(session, "test", now=now)
        charged = day_costs(session, "test", DAY, coordinator)
        assert (foreseen.total, foreseen.subsidies, foreseen.shares) == (
            charged.total,
            charged.subsidies,
            charged.shares,
        )
        example.rollback()


def test_an_estimate_leaves_the_outlook_out(session: Session, network: Network) -> None:
    an_agreement(session, network)
    van, plan = a_vehicle(session, network), a_plan(session, network, DAY)
    a_trip(session, plan, van)
    a_trip(session, plan, van, day=DAY + timedelta(days=1))
    assert (estimate(session, plan).trips, estimate(session, plan).total) == (1, 190_600)


def test_a_day_on_which_nothing_was_driven_costs_nothing(
    session: Session, network: Network, coordinator: Person
) -> None:
    costs = day_costs(session, "test", DAY, coordinator)
    assert (costs.total, costs.subsidies, [share.amount for share in costs.shares]) == (0, (), [0, 0, 0])


def test_every_municipality_stands_in_a_statement(session: Session, network: Network, coordinator: Person) -> None:
    names = [share.municipality.name for share in day_costs(session, "test", DAY, coordinator).shares]
    assert names == ["Hub", "North", "South"]


def test_a_statement_counts_trips_and_metres(
    session: Session, network: Network, coordinator: Person, now: datetime
) -> None:
    an_agreement(session, network)
    driven(session, network, [[(1, 1, 1)], [(1, 1, 1), (0, 1, 1)]], now)
    period = period_costs(session, "test", DAY, DAY + timedelta(days=1), coordinator)
    assert (period.trips, period.metres, [day.trips for day in period.days]) == (3, 300_000, [1, 2])


def test_days_before_and_after_a_period_are_not_in_it(
    session: Session, network: Network, coordinator: Person, now: datetime
) -> None:
    an_agreement(session, network)
    driven(session, network, [[(1, 0, 0)], [(10, 0, 0)], [(100, 0, 0)]], now)
    middle = DAY + timedelta(days=1)
    assert period_costs(session, "test", middle, middle, coordinator).total == 10


def test_a_period_tells_of_trips_that_nobody_pays_for_yet(
    session: Session, network: Network, coordinator: Person, now: datetime
) -> None:
    driven(session, network, [[(1, 1, 1)]], now)
    period = period_costs(session, "test", DAY, DAY, coordinator)
    assert (period.total, period.unposted) == (0, 1)


def test_funders_that_follow_each_other_are_named_apart(
    session: Session, network: Network, coordinator: Person, now: datetime
) -> None:
    an_agreement(session, network, funder="Old county", valid_until=DAY)
    an_agreement(session, network, funder="New county", valid_from=DAY + timedelta(days=1))
    driven(session, network, [[(100, 0, 0)], [(300, 0, 0)]], now)
    subsidies = period_costs(session, "test", DAY, DAY + timedelta(days=1), coordinator).subsidies
    assert [(subsidy.funder, subsidy.amount) for subsidy in subsidies] == [("New county", 150), ("Old county", 50)]


def test_a_period_does_not_end_before_it_begins(session: Session, network: Network, coordinator: Person) -> None:
    with pytest.raises(EndsBeforeItBegins):
        period_costs(session, "test", DAY, DAY - timedelta(days=1), coordinator)


def test_costs_of_an_unknown_network_are_not_found(session: Session, network: Network) -> None:
    with pytest.raises(NotFound):
        day_costs(session, "nowhere", DAY, a_person(session, Role.ADMINISTRATOR))


def test_a_librarian_does_not_see_costs(session: Session, network: Network) -> None:
    with pytest.raises(NotAllowed):
        day_costs(session, "test", DAY, a_person(session, Role.LIBRARIAN, session.get_one(Place, "test-north")))
