"""Programs come with a token, scripts of the pages with a cookie and a CSRF token."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.sign_in import SignedIn
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.access.tokens import revoke_token, tokens_of
from logistics.database import Sessions
from tests.api.rest.program import Program

CLOSURE = {"first_day": "2026-12-01", "last_day": "2026-12-01"}
CLOSURES = "/api/v1/places/test-north/closures"


@pytest.fixture
def page_script(app: Flask, people: dict[Role, Person]) -> FlaskClient:
    """A browser in which the librarian has signed in."""
    client = FlaskClient(app, app.response_class)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = SignedIn(people[Role.LIBRARIAN]).get_id()
        cookie["_fresh"] = True
    return client


def test_a_cookie_is_enough_to_read(page_script: FlaskClient) -> None:
    assert page_script.get("/api/v1/me").get_json()["role"] == "librarian"


def test_a_cookie_alone_changes_nothing(page_script: FlaskClient) -> None:
    answer = page_script.post(CLOSURES, json=CLOSURE, headers={"Idempotency-Key": "a"})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "forged-request")


def test_a_cookie_with_its_csrf_token_may_change(page_script: FlaskClient, app: Flask) -> None:
    page = page_script.get("/api/v1/").text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    answer = page_script.post(CLOSURES, json=CLOSURE, headers={"Idempotency-Key": "a", "X-CSRFToken": token})
    assert answer.status_code == 201


def test_a_wrong_token_is_not_saved_by_a_cookie(page_script: FlaskClient) -> None:
    assert page_script.get("/api/v1/me", headers={"Authorization": "Bearer bokrute_wrong"}).status_code == 401


def test_a_revoked_token_lets_nobody_in(
    librarian: Program, sessions: Sessions, people: dict[Role, Person], now: datetime
) -> None:
    with sessions.begin() as session:
        person = people[Role.LIBRARIAN]
        (token,) = tokens_of(session, person, by=person)
        revoke_token(session, token.id, by=person, now=now)
    assert librarian.get("/api/v1/me").status_code == 401


def test_a_program_can_end_its_own_token(librarian: Program) -> None:
    (token,) = librarian.get("/api/v1/tokens").get_json()["items"]
    librarian.delete(f"/api/v1/tokens/{token['id']}")
    assert librarian.get("/api/v1/me").status_code == 401


def test_a_closed_account_lets_nobody_in(librarian: Program, sessions: Sessions, people: dict[Role, Person]) -> None:
    with sessions.begin() as session:
        session.get_one(Person, people[Role.LIBRARIAN].id).active = False
    assert librarian.get("/api/v1/me").status_code == 401
