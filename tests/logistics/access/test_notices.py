from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from logistics.access.notices import (
    Notice,
    coordinators_of,
    forget_notices,
    mark_all_read,
    mark_read,
    mark_unread,
    notices_of,
    staff_of,
    tell,
    unread_count,
)
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.database import Sessions, unit_of_work
from logistics.errors import NotAllowed, NotFound
from tests.builders import a_person
from tests.logistics.conftest import World


def news(session: Session, *people: Person, key: str = "k", now: datetime) -> None:
    tell(session, people, code="request-made", facts={"place": "South"}, about="booking:b", key=key, now=now)


def codes(session: Session, person: Person) -> list[str]:
    return [notice.key for notice in notices_of(session, person).items]


def test_news_is_told_to_everybody_named(session: Session, world: World, now: datetime) -> None:
    news(session, world.owner, world.borrower, now=now)
    assert (unread_count(session, world.owner), unread_count(session, world.borrower)) == (1, 1)


def test_the_same_news_counts_once_for_the_same_person(session: Session, world: World, now: datetime) -> None:
    for _ in range(2):
        news(session, world.owner, world.owner, now=now)
    assert unread_count(session, world.owner) == 1


def test_the_same_news_told_at_once_by_two_counts_once_and_fails_neither(
    sessions: Sessions, session: Session, world: World, now: datetime
) -> None:
    session.commit()
    start = Barrier(2)

    def one(_: int) -> None:
        start.wait()
        with unit_of_work(sessions) as mine:
            news(mine, mine.get_one(Person, world.owner.id), now=now)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    assert unread_count(session, world.owner) == 1


def test_a_closed_account_is_told_nothing(session: Session, world: World, now: datetime) -> None:
    world.owner.active = False
    news(session, world.owner, now=now)
    assert unread_count(session, world.owner) == 0


def test_nobody_to_tell_is_no_fault(session: Session, world: World, now: datetime) -> None:
    news(session, now=now)


def test_the_newest_comes_first(session: Session, world: World, now: datetime) -> None:
    news(session, world.owner, key="old", now=now)
    news(session, world.owner, key="new", now=now + timedelta(minutes=1))
    assert codes(session, world.owner) == ["new", "old"]


def test_what_is_read_is_unread_no_more(session: Session, world: World, now: datetime) -> None:
    news(session, world.owner, now=now)
    mark_read(session, notices_of(session, world.owner).items[0].id, by=world.owner, now=now)
    assert unread_count(session, world.owner) == 0
    assert notices_of(session, world.owner, unread_only=True).total == 0


def test_reading_twice_keeps_the_first_moment(session: Session, world: World, now: datetime) -> None:
    news(session, world.owner, now=now)
    notice = notices_of(session, world.owner).items[0]
    mark_read(session, notice.id, by=world.owner, now=now)
    mark_read(session, notice.id, by=world.owner, now=now + timedelta(hours=1))
    assert notice.read_at == now


def test_a_notice_can_be_kept_for_later(session: Session, world: World, now: datetime) -> None:
    news(session, world.owner, now=now)
    notice = notices_of(session, world.owner).items[0]
    mark_read(session, notice.id, by=world.owner, now=now)
    mark_unread(session, notice.id, by=world.owner)
    assert unread_count(session, world.owner) == 1


def test_everything_is_read_at_once_but_nobody_elses(session: Session, world: World, now: datetime) -> None:
    for key in ("a", "b"):
        news(session, world.owner, world.borrower, key=key, now=now)
    assert mark_all_read(session, by=world.owner, now=now) == 2
    assert (unread_count(session, world.owner), unread_count(session, world.borrower)) == (0, 2)


def test_nobody_reads_somebody_elses_notices(session: Session, world: World, now: datetime) -> None:
    news(session, world.owner, now=now)
    theirs = notices_of(session, world.owner).items[0].id
    with pytest.raises(NotAllowed):
        mark_read(session, theirs, by=world.coordinator, now=now)


def test_a_notice_that_is_not_there_can_not_be_read(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotFound):
        mark_read(session, "none", by=world.owner, now=now)


def test_old_news_is_forgotten(session: Session, world: World, now: datetime) -> None:
    news(session, world.owner, key="old", now=now - timedelta(days=200))
    news(session, world.owner, key="new", now=now)
    assert forget_notices(session, before=now - timedelta(days=180)) == 1
    assert codes(session, world.owner) == ["new"]


def test_facts_come_back_as_they_were_told(session: Session, world: World, now: datetime) -> None:
    facts: dict[str, str | int] = {"day": "2026-12-24", "copies": 18}
    tell(session, [world.owner], code="x", facts=facts, about="", key="k", now=now)
    session.expire_all()
    assert session.query(Notice).one().facts == facts


def test_staff_are_those_who_work_at_the_places(session: Session, world: World) -> None:
    assert set(staff_of(session, world.north.id, world.hub.id)) == {world.owner, world.hub_staff}


def test_a_networks_coordinators_are_its_own(session: Session, world: World) -> None:
    a_person(session, Role.ADMINISTRATOR)
    assert coordinators_of(session, world.network.id) == [world.coordinator]
