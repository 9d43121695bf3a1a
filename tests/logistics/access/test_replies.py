"""A message sent twice gets one answer, however close together it comes."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.replies import KeyReused, Reply, forget, recall, remember
from logistics.access.rights import Role
from logistics.database import Sessions, unit_of_work
from tests.builders import a_network, a_person

SENT = {"key": "k1", "request": "POST /api/v1/bookings", "body_digest": "a" * 64}


@pytest.fixture
def person(session: Session) -> Person:
    a_network(session)
    return a_person(session, Role.DRIVER)


def test_a_new_message_has_no_answer_yet(session: Session, person: Person) -> None:
    assert recall(session, person, **SENT) is None


def test_a_repeated_message_has_the_first_answer(session: Session, person: Person, now: datetime) -> None:
    remember(session, person, **SENT, status=201, body="{}", now=now)
    reply = recall(session, person, **SENT)
    assert reply is not None
    assert (reply.status, reply.body) == (201, "{}")


@pytest.mark.parametrize("other", [{"request": "POST /api/v1/scans"}, {"body_digest": "b" * 64}])
def test_a_key_is_not_used_for_something_else(
    session: Session, person: Person, now: datetime, other: dict[str, str]
) -> None:
    remember(session, person, **SENT, status=201, body="{}", now=now)
    with pytest.raises(KeyReused):
        recall(session, person, **(SENT | other))


def test_two_people_may_use_the_same_key(session: Session, person: Person, now: datetime) -> None:
    remember(session, person, **SENT, status=201, body="{}", now=now)
    assert recall(session, a_person(session, Role.DRIVER), **SENT) is None


def test_an_act_that_fails_leaves_no_answer(
    sessions: Sessions, session: Session, person: Person, now: datetime
) -> None:
    session.commit()
    with suppress(RuntimeError), unit_of_work(sessions) as own:
        remember(own, own.get_one(Person, person.id), **SENT, status=201, body="{}", now=now)
        raise RuntimeError
    assert recall(session, person, **SENT) is None


def test_twins_that_come_at_once_are_answered_once(
    sessions: Sessions, session: Session, person: Person, now: datetime
) -> None:
    session.commit()

    def answer(number: int) -> str:
        with unit_of_work(sessions) as own:
            me = own.get_one(Person, person.id)
            reply = recall(own, me, **SENT)
            return (reply or remember(own, me, **SENT, status=201, body=str(number), now=now)).body

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(answer, range(8)))
    assert len(answers) == 1


def test_old_answers_are_forgotten(session: Session, person: Person, now: datetime) -> None:
    for age in range(3):
        sent = SENT | {"key": f"k{age}"}
        remember(session, person, **sent, status=201, body="{}", now=now - timedelta(days=age))
    assert forget(session, before=now - timedelta(hours=12)) == 2
    assert session.scalar(select(func.count()).select_from(Reply)) == 1
