from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.bookings.rules import ApprovalRule, add_rule, remove_rule, rules_of
from logistics.errors import BadValue, NotAllowed, NotFound
from logistics.holdings.collections import CollectionKind
from logistics.network.places import PlaceKind
from tests.logistics.conftest import World

KINDS, PLACES = st.sampled_from(CollectionKind), st.sampled_from(PlaceKind)


def rule(**values: Any) -> ApprovalRule:
    plain = {"kinds": [], "borrower_kinds": [], "least_days_ahead": 0, "most_loan_days": 730}
    return ApprovalRule(**(plain | values))


@given(KINDS, PLACES, st.integers(0, 700), st.integers(1, 730))
def test_a_rule_without_limits_covers_everything(
    kind: CollectionKind, place: PlaceKind, ahead: int, length: int
) -> None:
    assert rule().covers(kind, place, ahead, length)


@given(st.sets(KINDS, min_size=1), KINDS, st.sets(PLACES, min_size=1), PLACES)
def test_kinds_that_are_named_are_the_only_ones(
    kinds: set[CollectionKind], kind: CollectionKind, places: set[PlaceKind], place: PlaceKind
) -> None:
    given = rule(kinds=[k.value for k in kinds], borrower_kinds=[p.value for p in places])
    assert given.covers(kind, place, 0, 1) == (kind in kinds and place in places)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60), st.integers(1, 60))
def test_days_count_up_to_their_limits(least: int, ahead: int, most: int, length: int) -> None:
    given = rule(least_days_ahead=least, most_loan_days=most)
    covered = given.covers(CollectionKind.CLASS_SET, PlaceKind.SCHOOL, ahead, length)
    assert covered == (ahead >= least and length <= most)


def some_rule(session: Session, world: World, now: datetime, **values: Any) -> ApprovalRule:
    plain = {"home_id": world.north.id, "name": "All", "least_days_ahead": 0, "most_loan_days": 30, "by": world.owner}
    return add_rule(session, **(plain | values), now=now)


def test_an_owner_sets_and_removes_rules(session: Session, world: World, now: datetime) -> None:
    made = some_rule(session, world, now)
    assert rules_of(session, world.north.id) == [made]
    remove_rule(session, made.id, by=world.owner)
    assert rules_of(session, world.north.id) == []


def test_nobody_sets_rules_for_another_library(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        some_rule(session, world, now, by=world.borrower)


def test_nobody_removes_rules_of_another_library(session: Session, world: World, now: datetime) -> None:
    made = some_rule(session, world, now)
    with pytest.raises(NotAllowed):
        remove_rule(session, made.id, by=world.borrower)


def test_a_rule_is_removed_once(session: Session, world: World) -> None:
    with pytest.raises(NotFound):
        remove_rule(session, "none", by=world.owner)


@pytest.mark.parametrize("values", [{"name": " "}, {"least_days_ahead": -1}, {"most_loan_days": 0}])
def test_a_rule_that_says_nothing_is_refused(
    session: Session, world: World, now: datetime, values: dict[str, Any]
) -> None:
    with pytest.raises(BadValue):
        some_rule(session, world, now, **values)
