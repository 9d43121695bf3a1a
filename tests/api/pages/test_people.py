"""The door: who gets in, who does not, and what they may learn from it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from api.config import Config
from api.sign_in import local
from logistics.access.accounts import add_person, end_sessions
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.database import Sessions
from logistics.network.networks import Network
from tests.api.pages.conftest import SignedIn, Visitor

PASSWORD = "a rather good password"  # of a person who lives as long as a test


@pytest.fixture
def client(engine: sa.Engine, network: Network, sessions: Sessions, now: datetime, tmp_path: Path) -> FlaskClient:
    """A browser before the door of an installation that Astrid may enter."""
    with sessions.begin() as session:
        add_person(
            session,
            sign_in_name="astrid",
            name="Astrid",
            role=Role.COORDINATOR,
            password=PASSWORD,
            network_id=network.id,
            place_id=None,
            now=now,
        )
    config = Config(tmp_path, str(engine.url), secret_key="k" * 64, sign_ins_per_minute=5)
    return create_app(config, clock=lambda: now, engine=engine).test_client()


def knock(client: FlaskClient, name: str = "astrid", password: str = PASSWORD, **more: str) -> TestResponse:
    token = client.get("/sign-in").text.split('name="csrf-token" content="')[1].split('"')[0]
    return client.post("/sign-in", data={"csrf_token": token, "name": name, "password": password, **more})


def test_the_right_password_leads_to_the_first_page_of_the_role(client: FlaskClient) -> None:
    assert knock(client).location == "/coordinator/"


def test_a_wrong_password_and_an_unknown_name_are_told_alike(client: FlaskClient) -> None:
    wrong, unknown = knock(client, password="wrong"), knock(client, name="nobody")
    assert [wrong.status_code, unknown.status_code] == [401, 401]
    assert "Wrong name or password." in wrong.text
    assert "Wrong name or password." in unknown.text


def test_the_password_is_never_sent_back(client: FlaskClient) -> None:
    assert "my secret guess" not in knock(client, password="my secret guess").text


def test_whoever_guesses_often_is_made_to_wait(client: FlaskClient) -> None:
    answers = [knock(client, password=f"guess {number}").status_code for number in range(7)]
    assert answers == [401] * 5 + [429] * 2


def test_without_the_pages_token_nobody_gets_in(client: FlaskClient) -> None:
    assert client.post("/sign-in", data={"name": "astrid", "password": PASSWORD}).status_code == 400


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = knock(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_in_leaves_nothing_of_an_earlier_session(client: FlaskClient) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    knock(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_after_the_door_one_is_where_one_wanted_to_be(client: FlaskClient) -> None:
    assert knock(client, next="/coordinator/costs?first=2026-11-01").location == "/coordinator/costs?first=2026-11-01"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "",
        "\\\\evil.example",
    ],
)
def test_the_door_leads_to_no_other_site(address: str) -> None:
    assert local(address) is None


def test_ending_a_persons_sessions_signs_them_out(sessions: Sessions, coordinator: Visitor) -> None:
    with sessions.begin() as session:
        end_sessions(session, session.get_one(Person, coordinator.person.id))
    assert coordinator.get("/me").status_code == 302


def test_a_closed_account_is_signed_out(sessions: Sessions, coordinator: Visitor) -> None:
    with sessions.begin() as session:
        session.get_one(Person, coordinator.person.id).active = False
    assert coordinator.get("/me").status_code == 302


def test_signing_out_ends_the_session(coordinator: Visitor) -> None:
    coordinator.post("/sign-out")
    assert coordinator.get("/me").status_code == 302


def test_a_choice_of_language_stays_with_the_person(coordinator: Visitor) -> None:
    coordinator.post("/language", language="sv", next="/me")
    assert "Mitt konto" in coordinator.get("/me").text


def test_a_language_that_is_not_spoken_changes_nothing(coordinator: Visitor) -> None:
    assert "My account" in coordinator.post("/language", language="tlh", next="/me").text


@pytest.mark.parametrize("asked", ["no", "nb-NO,nb;q=0.9", "nn"])
def test_a_norwegian_browser_is_answered_in_norwegian(client: FlaskClient, asked: str) -> None:
    assert "Logg inn" in client.get("/sign-in", headers={"Accept-Language": asked}).text


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_first_page(signed_in: SignedIn, role: Role) -> None:
    visitor = signed_in(role, "north" if role is Role.LIBRARIAN else None)
    assert visitor.client.get("/", follow_redirects=True).status_code == 200


def test_a_wrong_old_password_is_told_by_its_field(coordinator: Visitor) -> None:
    answer = coordinator.post("/me/password", old="wrong", new="a new and good password")
    assert 'id="old-error"' in answer.text
