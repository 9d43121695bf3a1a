"""Accounts: who can be made, who can sign in, and what ends a session."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from logistics.access.accounts import (
    LastAdministrator,
    NameTaken,
    WrongCredentials,
    add_person,
    change_password,
    deactivate,
    people_of,
    reactivate,
    reset_password,
    sign_in,
)
from logistics.access.passwords import WeakPassword
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.errors import BadValue, NotAllowed, NotFound
from tests.builders import a_network, a_person

pytestmark = pytest.mark.usefixtures("quick_passwords")

PASSWORD = "a good password"


def added(session: Session, now: datetime, **values: Any) -> Person:
    """A coordinator of the test network, or what the test says."""
    plain: dict[str, Any] = {
        "sign_in_name": "kim@example.org",
        "name": "Kim",
        "role": Role.COORDINATOR,
        "password": PASSWORD,
        "network_id": "test",
        "place_id": None,
    }
    return add_person(session, now=now, **(plain | values))


@pytest.fixture(autouse=True)
def _network(session: Session) -> None:
    a_network(session)


def test_somebody_who_was_added_can_sign_in(session: Session, now: datetime) -> None:
    kim = added(session, now)
    assert sign_in(session, "kim@example.org", PASSWORD) is kim


def test_case_and_space_around_a_sign_in_name_do_not_matter(session: Session, now: datetime) -> None:
    kim = added(session, now, sign_in_name=" Kim@Example.org ")
    assert sign_in(session, "KIM@example.org ", PASSWORD) is kim


@pytest.mark.parametrize(("name", "password"), [("kim@example.org", "another password"), ("nobody", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_are_not_told_apart(
    session: Session, now: datetime, name: str, password: str
) -> None:
    added(session, now)
    with pytest.raises(WrongCredentials) as refused:
        sign_in(session, name, password)
    assert (refused.value.facts, refused.value.field) == ({}, None)


def test_a_closed_account_can_not_be_signed_in_to(session: Session, now: datetime) -> None:
    deactivate(session, added(session, now).id)
    with pytest.raises(WrongCredentials):
        sign_in(session, "kim@example.org", PASSWORD)


def test_an_account_that_was_opened_again_can(session: Session, now: datetime) -> None:
    kim = deactivate(session, added(session, now).id)
    reactivate(session, kim.id)
    assert sign_in(session, "kim@example.org", PASSWORD) is kim


def test_a_sign_in_name_is_taken_once(session: Session, now: datetime) -> None:
    added(session, now)
    with pytest.raises(NameTaken):
        added(session, now, sign_in_name="KIM@example.org")


@pytest.mark.parametrize("name", ["", "two words", "a@b@c", "@example.org", "x" * 300])
def test_what_is_no_sign_in_name_is_refused_by_its_field(session: Session, now: datetime, name: str) -> None:
    with pytest.raises(BadValue) as refused:
        added(session, now, sign_in_name=name)
    assert refused.value.field == "sign_in_name"


def test_a_weak_password_makes_no_account(session: Session, now: datetime) -> None:
    with pytest.raises(WeakPassword):
        added(session, now, password="short")
    assert session.query(Person).count() == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"role": Role.LIBRARIAN}, "place_id"),
        ({"place_id": "test-hub"}, "place_id"),
        ({"network_id": None}, "network_id"),
        ({"name": " "}, "name"),
    ],
)
def test_a_workplace_must_fit_the_role(session: Session, now: datetime, values: dict[str, Any], field: str) -> None:
    with pytest.raises(BadValue) as refused:
        added(session, now, **values)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "values",
    [
        {"network_id": "nowhere"},
        {"role": Role.LIBRARIAN, "place_id": "test-nowhere"},
        {"role": Role.LIBRARIAN, "place_id": "other-hub"},
    ],
)
def test_a_workplace_must_be_there_and_in_the_network(session: Session, now: datetime, values: dict[str, Any]) -> None:
    a_network(session, id="other")
    with pytest.raises(NotFound):
        added(session, now, **values)


def test_only_who_manages_people_adds_them(session: Session, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        added(session, now, by=a_person(session, Role.COORDINATOR))


def test_a_new_password_needs_the_old_one(session: Session, now: datetime) -> None:
    with pytest.raises(WrongCredentials):
        change_password(session, added(session, now), old="not the old one", new="another password")


def test_a_changed_password_ends_every_session(session: Session, now: datetime) -> None:
    kim = added(session, now)
    change_password(session, kim, old=PASSWORD, new="another password")
    assert kim.session_epoch == 1
    assert sign_in(session, "kim@example.org", "another password") is kim


def test_an_administrator_gives_a_new_password_to_who_forgot_it(session: Session, now: datetime) -> None:
    kim = added(session, now)
    reset_password(session, kim.id, password="another password", by=a_person(session, Role.ADMINISTRATOR))
    assert sign_in(session, "kim@example.org", "another password") is kim


def test_the_last_administrator_stays(session: Session) -> None:
    with pytest.raises(LastAdministrator):
        deactivate(session, a_person(session, Role.ADMINISTRATOR).id)


def test_the_last_but_one_administrator_may_go(session: Session) -> None:
    first, second = a_person(session, Role.ADMINISTRATOR), a_person(session, Role.ADMINISTRATOR)
    assert not deactivate(session, first.id, by=second).active


def test_nobody_unknown_is_closed(session: Session) -> None:
    with pytest.raises(NotFound):
        deactivate(session, "nobody")


def test_people_are_listed_by_name_with_closed_accounts_last(session: Session) -> None:
    administrator = a_person(session, Role.ADMINISTRATOR, name="Östen")
    for name, active in (("Berit", True), ("anna", True), ("Axel", False)):
        a_person(session, Role.DRIVER, name=name, active=active)
    listed = [person.name for person in people_of(session, administrator, network_id="test")]
    assert listed == ["anna", "Berit", "Axel"]


def test_only_who_manages_people_sees_them_all(session: Session) -> None:
    with pytest.raises(NotAllowed):
        people_of(session, a_person(session, Role.COORDINATOR))
