"""Rotations made and changed by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.rotation_plans import put, rotations_in, take_wish_back, throw_away, wish
from logistics.bookings.rotations import MOVES, Rotation, RotationState
from logistics.bookings.season_refusals import NotADraft, NotInRotation
from logistics.errors import BadValue, DateInThePast, NotAllowed, WrongState
from logistics.transport.rotating import judge
from tests.logistics.conftest import World
from tests.logistics.rotations import MONDAY, a_rotation


def test_periods_follow_each_other_without_a_gap(session: Session, world: World, now: datetime) -> None:
    first, second = a_rotation(session, world, now).periods
    assert (first.first_day, first.last_day) == (MONDAY, date(2027, 2, 7))
    assert (second.first_day, second.last_day) == (date(2027, 2, 8), date(2027, 3, 7))


def test_a_broken_rule_is_told_at_once_and_not_refused(session: Session, world: World, now: datetime) -> None:
    rotation = a_rotation(session, world, now)
    for period in (1, 2):
        put(
            session,
            rotation.id,
            collection_id=world.crate.id,
            period=period,
            place_id=world.south.id,
            fixed=True,
            by=world.coordinator,
        )
    assert [rule.code for rule in judge(session, rotation).broken] == ["twice-there"]


def test_a_crate_that_is_sent_home_leaves_no_cell(session: Session, world: World, now: datetime) -> None:
    rotation = a_rotation(session, world, now)
    for place_id in (world.south.id, None):
        put(
            session,
            rotation.id,
            collection_id=world.crate.id,
            period=1,
            place_id=place_id,
            fixed=False,
            by=world.coordinator,
        )
    assert rotation.cells == []


@pytest.mark.parametrize("wrong", [{"period": 3}, {"place_id": "test-north"}, {"collection_id": "another"}])
def test_what_does_not_take_part_is_refused(
    session: Session, world: World, now: datetime, wrong: dict[str, object]
) -> None:
    rotation = a_rotation(session, world, now)
    cell = {"collection_id": world.crate.id, "period": 1, "place_id": world.south.id, "fixed": True}
    with pytest.raises(NotInRotation):
        put(session, rotation.id, by=world.coordinator, **cell | wrong)  # type: ignore[arg-type]  # one is wrong


def test_a_published_rotation_is_not_changed(session: Session, world: World, now: datetime) -> None:
    rotation = a_rotation(session, world, now)
    rotation.state = RotationState.PUBLISHED
    with pytest.raises(NotADraft):
        throw_away(session, rotation.id, by=world.coordinator)


def test_a_librarian_wishes_for_the_own_library_only(session: Session, world: World, now: datetime) -> None:
    rotation = a_rotation(session, world, now)
    made = wish(session, rotation.id, place_id=world.south.id, collection_id=world.crate.id, by=world.borrower)
    assert judge(session, rotation).figures.service.unmet == 1
    with pytest.raises(NotAllowed):
        wish(session, rotation.id, place_id=world.hub.id, collection_id=world.crate.id, by=world.borrower)
    take_wish_back(session, made.id, by=world.borrower)
    assert judge(session, rotation).figures.service.unmet == 0


def test_a_crate_that_a_library_never_wants_breaks_a_rule_there(session: Session, world: World, now: datetime) -> None:
    rotation = a_rotation(session, world, now)
    wish(session, rotation.id, place_id=world.south.id, collection_id=world.crate.id, never=True, by=world.borrower)
    put(
        session,
        rotation.id,
        collection_id=world.crate.id,
        period=1,
        place_id=world.south.id,
        fixed=False,
        by=world.coordinator,
    )
    assert [rule.code for rule in judge(session, rotation).broken] == ["excluded"]


def test_days_and_numbers_are_looked_at(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(DateInThePast):
        a_rotation(session, world, now, first_day=date(2026, 11, 1))
    with pytest.raises(BadValue):
        a_rotation(session, world, now, periods=0)


def test_only_coordinators_make_rotations_and_everybody_sees_them(
    session: Session, world: World, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        a_rotation(session, world, now, by=world.owner)
    made = a_rotation(session, world, now)
    assert rotations_in(session, "test", world.borrower) == [made]


@pytest.mark.parametrize("state", RotationState)
def test_a_rotation_goes_only_where_its_table_says(state: RotationState) -> None:
    for new in RotationState:
        rotation = Rotation(id="r", state=state)
        if new in MOVES[state]:
            rotation.move_to(new)
            assert rotation.state is new
        else:
            with pytest.raises(WrongState):
                rotation.move_to(new)
