"""A running application over a small network, and a caller of every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from api.app import create_app
from api.config import Config
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.access.tokens import issue_token
from logistics.database import Sessions
from logistics.network.networks import Network
from logistics.network.places import Place
from tests import builders

Caller = Callable[..., TestResponse]


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
def app(engine: sa.Engine, people: dict[Role, Person], now: datetime, tmp_path: Path) -> Flask:
    """The application at a fixed moment."""
    return create_app(Config(tmp_path, str(engine.url), secret_key="k" * 64), clock=lambda: now, engine=engine)


class ApiClient(FlaskClient):
    """A program: sends its token, and an idempotency key of its own with every POST."""

    token: str | None = None
    keys = 0

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one message."""
        headers = dict(kwargs.pop("headers", {}) or {})
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        ApiClient.keys += 1
        headers.setdefault("Idempotency-Key", f"key-{ApiClient.keys}")
        return super().open(*args, headers={name: value for name, value in headers.items() if value}, **kwargs)


def client_of(app: Flask, session: Session, person: Person, now: datetime) -> ApiClient:
    """A program that acts as a person."""
    _, clear = issue_token(session, person=session.get_one(Person, person.id), name="test", days=30, by=person, now=now)
    session.commit()
    app.test_client_class = ApiClient
    client = app.test_client()
    assert isinstance(client, ApiClient)
    client.token = clear
    return client


@pytest.fixture
def as_role(app: Flask, sessions: Sessions, people: dict[Role, Person], now: datetime) -> Callable[[Role], ApiClient]:
    """A program that acts as the person of a role."""

    def client(role: Role) -> ApiClient:
        with sessions() as session:
            return client_of(app, session, people[role], now)

    return client


@pytest.fixture
def coordinator(as_role: Callable[[Role], ApiClient]) -> ApiClient:
    """A program of the coordinator."""
    return as_role(Role.COORDINATOR)


@pytest.fixture
def librarian(as_role: Callable[[Role], ApiClient]) -> ApiClient:
    """A program of the librarian in the north."""
    return as_role(Role.LIBRARIAN)


@pytest.fixture
def anonymous(app: Flask) -> Iterator[FlaskClient]:
    """A program without a token."""
    with FlaskClient(app) as client:
        yield client
