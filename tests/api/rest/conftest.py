"""A running application over a small network, and a caller of every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from logistics.access.notices import Notice, tell
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import Booking
from logistics.database import Sessions
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.building import build
from logistics.transport.changing import change_last_day
from logistics.transport.drafts import store
from logistics.transport.loose import send_crates
from logistics.transport.plans import Plan
from logistics.transport.runs import claim, request_run
from tests import builders
from tests.api.conftest import Installed
from tests.api.rest.program import Program, program_of
from tests.logistics.transport.conftest import straight_rides


@pytest.fixture
def network(sessions: Sessions) -> Network:
    """Three places, two vans, an agreement and a collection at home in the north; committed."""
    with sessions.begin() as session:
        network = builders.a_network(session)
        builders.a_vehicle(session, network)
        builders.an_agreement(session, network)
        builders.a_collection(session, session.get_one(Place, "test-north"), id="test-bk-01", code="BK-01")
        return network


@pytest.fixture
def people(sessions: Sessions, network: Network) -> dict[Role, Person]:
    """One person of each role; the librarian works in the north."""
    with sessions.begin() as session:
        north = session.get_one(Place, "test-north")
        return {role: builders.a_person(session, role, north if role is Role.LIBRARIAN else None) for role in Role}


@pytest.fixture
def app(installed: Installed, people: dict[Role, Person], now: datetime) -> Flask:
    """The application at a fixed moment."""
    return installed(lambda: now)


@pytest.fixture
def draft(sessions: Sessions, people: dict[Role, Person], now: datetime) -> Callable[..., Plan]:
    """Makes a draft for Tuesday that takes two crates from north to south; committed.

    Where it `has_begun`, its trips leave now.
    """

    def make(*, has_begun: bool = False) -> Plan:
        by, day = people[Role.COORDINATOR], date(2026, 11, 24)
        with sessions.begin() as session:
            ends = {"from_place_id": "test-north", "to_place_id": "test-south"}
            send_crates(session, **ends, crates=2, ready_on=day, by=by, now=now)
            asked = request_run(session, network_id="test", day=day, by=by, now=now)
            run = claim(session, asked.id, asked.attempt, now)
            assert run is not None
            brief = build(session, "test", day, now=now)
            plan = store(session, run, brief, straight_rides(brief.problem), now)
            for trip in plan.trips if has_begun else ():
                trip.starts_at = now
            return plan

    return make


@pytest.fixture
def notice(sessions: Sessions, people: dict[Role, Person], now: datetime) -> Callable[[], str]:
    """Tells the administrator something; gives the notice's id."""

    def make() -> str:
        with sessions.begin() as session:
            person = people[Role.ADMINISTRATOR]
            tell(session, [person], code="request-made", facts={}, about="", key="news", now=now)
            return session.scalars(sa.select(Notice.id).where(Notice.person_id == person.id)).one()

    return make


@pytest.fixture
def as_role(app: Flask, sessions: Sessions, people: dict[Role, Person], now: datetime) -> Callable[[Role], Program]:
    """A program that acts as the person of a role."""

    def client(role: Role) -> Program:
        with sessions() as session:
            return program_of(app, session, people[role], now)

    return client


@pytest.fixture
def coordinator(as_role: Callable[[Role], Program]) -> Program:
    """A program of the coordinator."""
    return as_role(Role.COORDINATOR)


@pytest.fixture
def librarian(as_role: Callable[[Role], Program]) -> Program:
    """A program of the librarian in the north."""
    return as_role(Role.LIBRARIAN)


@pytest.fixture
def administrator(as_role: Callable[[Role], Program]) -> Program:
    """A program of the administrator, who may do everything."""
    return as_role(Role.ADMINISTRATOR)


@pytest.fixture
def anonymous(app: Flask) -> Iterator[FlaskClient]:
    """A program without a token."""
    with FlaskClient(app) as client:
        yield client


@pytest.fixture
def proposed(sessions: Sessions, now: datetime) -> Callable[[str], str]:
    """Has a librarian of the borrowing place propose that a loan last until 7 December; the change's id; committed."""

    def make(booking_id: str) -> str:
        with sessions.begin() as session:
            place = session.get_one(Booking, booking_id).place
            by = builders.a_person(session, Role.LIBRARIAN, place)
            return change_last_day(session, booking_id, date(2026, 12, 7), by=by, now=now).id

    return make
