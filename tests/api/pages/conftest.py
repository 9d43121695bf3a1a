"""The pages over a small network, and a visitor signed in as each person.

Pages decide nothing, so SQLite alone serves them here; what they call is tested on both databases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.database import Sessions
from logistics.network.networks import Network
from logistics.network.places import Place
from tests import builders
from tests.api.conftest import Installed


@dataclass(frozen=True)
class Visitor:
    """A browser of one person, without a script."""

    client: FlaskClient
    person: Person

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=headers)

    def post(self, path: str, **fields: Any) -> TestResponse:
        """Send a form with the token of a page just loaded, and follow where it leads."""
        page = self.client.get("/me").text
        token = page.split('name="csrf-token" content="')[1].split('"')[0]
        return self.client.post(path, data={"csrf_token": token, **fields}, follow_redirects=True)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def network(sessions: Sessions) -> Network:
    """North owns a crate called Deckare; hub and south own nothing; one van; committed."""
    with sessions.begin() as session:
        network = builders.a_network(session)
        builders.a_vehicle(session, network)
        builders.an_agreement(session, network)
        north = session.get_one(Place, "test-north")
        builders.a_collection(session, north, id="crate", code="BK-01", title="Deckare", crates=2)
        return network


@dataclass
class Hands:
    """What the clock on the wall shows."""

    now: datetime


@pytest.fixture
def clock(now: datetime) -> Hands:
    """A clock that a test can put forward."""
    return Hands(now)


@pytest.fixture
def app(installed: Installed, network: Network, clock: Hands) -> Flask:
    return installed(lambda: clock.now)


SignedIn = Callable[..., Visitor]


@pytest.fixture
def signed_in(app: Flask, sessions: Sessions) -> SignedIn:
    """Sign somebody in: a role, and for a librarian the place; in English unless told otherwise."""

    def enter(role: Role, place: str | None = None, language: str = "en") -> Visitor:
        with sessions.begin() as session:
            where = session.get_one(Place, f"test-{place}") if place else None
            person = builders.a_person(session, role, where, language=language)
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = f"{person.id}.{person.session_epoch}"
            cookie["_fresh"] = True
        return Visitor(client, person)

    return enter


@pytest.fixture
def owner(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.LIBRARIAN, "north")


@pytest.fixture
def borrower(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.LIBRARIAN, "south")


@pytest.fixture
def coordinator(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def driver(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.DRIVER)


@pytest.fixture
def administrator(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.ADMINISTRATOR)
