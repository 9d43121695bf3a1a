"""Tokens stand for their person until they run out, are revoked, or the person leaves."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.access.tokens import PREFIX, WrongToken, bearer, issue_token, revoke_token, tokens_of
from logistics.errors import BadValue, NotAllowed, NotFound
from tests.builders import a_network, a_person


@pytest.fixture
def person(session: Session) -> Person:
    a_network(session)
    return a_person(session, Role.COORDINATOR)


def issued(session: Session, person: Person, now: datetime) -> str:
    return issue_token(session, person=person, name="script", days=30, by=person, now=now)[1]


def test_a_token_stands_for_its_person(session: Session, person: Person, now: datetime) -> None:
    assert bearer(session, issued(session, person, now), now=now) is person


def test_only_a_digest_is_kept(session: Session, person: Person, now: datetime) -> None:
    token, clear = issue_token(session, person=person, name="script", days=30, by=person, now=now)
    assert clear.startswith(PREFIX)
    assert clear.removeprefix(PREFIX) not in token.digest


def test_a_token_is_good_until_the_moment_it_runs_out(session: Session, person: Person, now: datetime) -> None:
    clear = issued(session, person, now)
    end = now + timedelta(days=30)
    assert bearer(session, clear, now=end - timedelta(seconds=1)) is person
    with pytest.raises(WrongToken):
        bearer(session, clear, now=end)


@pytest.mark.parametrize("clear", ["", "bokrute_", "something else"])
def test_what_is_no_token_stands_for_nobody(session: Session, person: Person, now: datetime, clear: str) -> None:
    issued(session, person, now)
    with pytest.raises(WrongToken):
        bearer(session, clear, now=now)


def test_a_revoked_token_stands_for_nobody(session: Session, person: Person, now: datetime) -> None:
    token, clear = issue_token(session, person=person, name="script", days=30, by=person, now=now)
    revoke_token(session, token.id, by=person, now=now)
    with pytest.raises(WrongToken):
        bearer(session, clear, now=now)


def test_revoking_again_keeps_the_first_time(session: Session, person: Person, now: datetime) -> None:
    token, _ = issue_token(session, person=person, name="script", days=30, by=person, now=now)
    revoke_token(session, token.id, by=person, now=now)
    revoke_token(session, token.id, by=person, now=now + timedelta(hours=1))
    assert token.revoked_at == now


def test_the_token_of_a_closed_account_stands_for_nobody(session: Session, person: Person, now: datetime) -> None:
    clear = issued(session, person, now)
    person.active = False
    with pytest.raises(WrongToken):
        bearer(session, clear, now=now)


@pytest.mark.parametrize(("name", "days"), [("", 30), ("x" * 121, 30), ("script", 0), ("script", 367)])
def test_a_token_has_a_name_and_an_end(session: Session, person: Person, now: datetime, name: str, days: int) -> None:
    with pytest.raises(BadValue):
        issue_token(session, person=person, name=name, days=days, by=person, now=now)


def test_nobody_makes_tokens_for_a_colleague(session: Session, person: Person, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        issue_token(session, person=person, name="x", days=1, by=a_person(session, Role.COORDINATOR), now=now)


def test_nobody_revokes_a_colleagues_token(session: Session, person: Person, now: datetime) -> None:
    token, _ = issue_token(session, person=person, name="script", days=30, by=person, now=now)
    with pytest.raises(NotAllowed):
        revoke_token(session, token.id, by=a_person(session, Role.COORDINATOR), now=now)


def test_an_administrator_makes_and_revokes_them_for_others(session: Session, person: Person, now: datetime) -> None:
    administrator = a_person(session, Role.ADMINISTRATOR)
    token, _ = issue_token(session, person=person, name="script", days=30, by=administrator, now=now)
    assert revoke_token(session, token.id, by=administrator, now=now).revoked_at == now


def test_an_unknown_token_is_not_revoked(session: Session, person: Person, now: datetime) -> None:
    with pytest.raises(NotFound):
        revoke_token(session, "nothing", by=person, now=now)


def test_tokens_are_listed_newest_first(session: Session, person: Person, now: datetime) -> None:
    for age in (2, 0, 1):
        moment = now - timedelta(days=age)
        issue_token(session, person=person, name=f"{age} days old", days=30, by=person, now=moment)
    names = [token.name for token in tokens_of(session, person, by=person)]
    assert names == ["0 days old", "1 days old", "2 days old"]
