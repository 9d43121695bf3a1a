"""Driven trips become ledger entries: once, under the agreement of their day."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.costs.agreements import NoAgreement, agreement_on
from logistics.costs.ledger import Account, LedgerEntry
from logistics.costs.post import TripNotDriven, post_driven, post_trip
from logistics.database import Sessions, unit_of_work
from logistics.network.networks import Network
from logistics.transport.plans import Trip, TripState
from tests.builders import a_network, a_plan, a_trip, a_vehicle, an_agreement

DAY = date(2026, 11, 24)


@pytest.fixture
def network(session: Session) -> Network:
    return a_network(session)


@pytest.fixture
def driven(session: Session, network: Network) -> Callable[..., Trip]:
    """Makes a driven trip, of 1,906.00 unless told otherwise, on 24 November 2026 unless told otherwise."""
    van = a_vehicle(session, network)

    def make(day: date = DAY, **values: Any) -> Trip:
        return a_trip(session, a_plan(session, network, day), van, **({"state": TripState.DRIVEN} | values))

    return make


def test_a_driven_trip_is_owed_to_its_carrier_and_paid_by_funder_and_municipalities(
    session: Session, network: Network, driven: Callable[..., Trip], now: datetime
) -> None:
    an_agreement(session, network)
    entries = post_trip(session, driven(), now=now)
    assert [(entry.account, entry.municipality_id, entry.amount) for entry in entries] == [
        (Account.DAY, None, -60_000),
        (Account.DISTANCE, None, -55_000),
        (Account.TIME, None, -75_600),
        (Account.SUBSIDY, None, 95_300),
        (Account.SHARE, "test-hub", 31_767),
        (Account.SHARE, "test-north", 31_767),
        (Account.SHARE, "test-south", 31_766),
    ]


def test_a_trip_that_is_only_planned_is_not_paid_for(
    session: Session, network: Network, driven: Callable[..., Trip], now: datetime
) -> None:
    an_agreement(session, network)
    with pytest.raises(TripNotDriven):
        post_trip(session, driven(state=TripState.PLANNED), now=now)


def test_posting_twice_writes_once(
    session: Session, network: Network, driven: Callable[..., Trip], now: datetime
) -> None:
    an_agreement(session, network)
    trip = driven()
    first = post_trip(session, trip, now=now)
    again = post_trip(session, trip, now=now)
    assert {entry.id for entry in first} == {entry.id for entry in again}


def test_many_that_post_at_once_write_once(
    session: Session, sessions: Sessions, network: Network, driven: Callable[..., Trip], now: datetime
) -> None:
    an_agreement(session, network)
    trip_id = driven().id
    session.commit()

    def post(_: int) -> None:
        with unit_of_work(sessions) as own:
            post_trip(own, own.get_one(Trip, trip_id), now=now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(post, range(8)))
    assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 7


def test_entries_of_nothing_are_left_out(
    session: Session, network: Network, driven: Callable[..., Trip], now: datetime
) -> None:
    an_agreement(session, network, subsidy_basis_points=0)
    entries = post_trip(session, driven(day_cost=0, km_cost=0, hour_cost=1), now=now)
    assert [entry.account for entry in entries] == [Account.TIME, Account.SHARE]


def test_without_an_agreement_nobody_pays(
    session: Session, network: Network, driven: Callable[..., Trip], now: datetime
) -> None:
    with pytest.raises(NoAgreement):
        post_trip(session, driven(), now=now)


def test_a_trip_that_waited_for_an_agreement_is_posted_later(
    session: Session, network: Network, driven: Callable[..., Trip], now: datetime
) -> None:
    driven()
    nothing = post_driven(session, "test", now=now)
    an_agreement(session, network)
    posted = post_driven(session, "test", now=now)
    assert (len(nothing), len(posted), len(post_driven(session, "test", now=now))) == (0, 7, 0)


def test_one_trip_without_an_agreement_does_not_hold_up_the_others(
    session: Session, network: Network, driven: Callable[..., Trip], now: datetime
) -> None:
    an_agreement(session, network)
    driven(day=date(2025, 12, 31))
    driven()
    assert {entry.day for entry in post_driven(session, "test", now=now)} == {DAY}


@pytest.mark.parametrize(
    ("day", "carrier"),
    [(date(2026, 1, 1), "Old"), (date(2026, 6, 30), "Old"), (date(2026, 7, 1), "New"), (date(2030, 1, 1), "New")],
)
def test_an_agreement_counts_on_its_first_and_its_last_day(
    session: Session, network: Network, day: date, carrier: str
) -> None:
    an_agreement(session, network, carrier="Old", valid_until=date(2026, 6, 30))
    an_agreement(session, network, carrier="New", valid_from=date(2026, 7, 1))
    assert agreement_on(session, "test", day).carrier == carrier


def test_an_agreement_of_another_network_does_not_count(session: Session, network: Network) -> None:
    an_agreement(session, a_network(session, id="other"))
    with pytest.raises(NoAgreement):
        agreement_on(session, "test", DAY)
