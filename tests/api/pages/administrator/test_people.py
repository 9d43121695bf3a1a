"""Who may sign in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from logistics.access.people import Person
from logistics.database import Sessions
from tests.api.pages.conftest import Visitor

SOMEBODY = {
    "name": "Pia Ny",
    "sign_in_name": "pia",
    "role": "librarian",
    "network_id": "test",
    "place_id": "test-north",
    "password": "a first password",
}


def named(sessions: Sessions, sign_in_name: str) -> Person | None:
    with sessions() as session:
        return session.scalar(select(Person).where(Person.sign_in_name == sign_in_name))


def test_somebody_is_let_in(administrator: Visitor, sessions: Sessions) -> None:
    administrator.post("/administrator/people", **SOMEBODY)
    assert named(sessions, "pia") is not None


@pytest.mark.parametrize("role", ["driver", "coordinator"])
def test_only_a_librarian_keeps_the_library_of_the_form(administrator: Visitor, sessions: Sessions, role: str) -> None:
    administrator.post("/administrator/people", **(SOMEBODY | {"role": role}))
    person = named(sessions, "pia")
    assert person is not None
    assert person.place_id is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"sign_in_name": "two words"}, "sign_in_name"),
        ({"password": "short"}, "password"),
        ({"place_id": ""}, "place_id"),
        ({"network_id": ""}, "network_id"),
        ({"role": "king"}, "role"),
    ],
)
def test_a_fault_stands_by_its_field(
    administrator: Visitor, sessions: Sessions, wrong: dict[str, str], field: str
) -> None:
    answer = administrator.post("/administrator/people", **(SOMEBODY | wrong))
    assert f'id="{field}-error"' in answer.text
    assert named(sessions, "pia") is None


def test_a_name_that_is_taken_is_told(administrator: Visitor) -> None:
    administrator.post("/administrator/people", **SOMEBODY)
    assert "Somebody already signs in with this name." in administrator.post("/administrator/people", **SOMEBODY).text


def test_an_account_is_closed_and_opened_again(administrator: Visitor, driver: Visitor) -> None:
    account = f"/administrator/people/{driver.person.id}"
    administrator.post(f"{account}/close")
    assert driver.get("/driver/").status_code == 302
    assert "can sign in again" in administrator.post(f"{account}/open").text


def test_the_last_administrator_stays(administrator: Visitor) -> None:
    assert administrator.post(f"/administrator/people/{administrator.person.id}/close").status_code == 409


def test_a_new_password_signs_the_person_out(administrator: Visitor, driver: Visitor) -> None:
    administrator.post(f"/administrator/people/{driver.person.id}/password", password="another good password")
    assert driver.get("/driver/").status_code == 302


@pytest.mark.parametrize("path", ["/administrator/people", "/administrator/networks"])
def test_a_librarian_manages_nobody(owner: Visitor, path: str) -> None:
    assert owner.get(path).status_code == 403
