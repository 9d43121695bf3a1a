"""Collections as a table: every fault by row and column, nothing half stored, and an export that changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.errors import NotAllowed
from logistics.files.load_stock import Fate, StockChange, exported, store, weigh
from logistics.files.spreadsheets import TableFormat, write_table
from logistics.files.stock import BadStock, read_stock, write_stock
from logistics.files.stock_columns import COLUMNS
from logistics.holdings.collections import Collection, Part, PartKind
from logistics.network.networks import Network
from tests.builders import a_collection
from tests.logistics.conftest import World

FIRST: dict[str, str | int] = {
    "code": "KS-1",
    "home": "north",
    "kind": "class-set",
    "title": "Mio, min Mio",
    "crates": 2,
    "weight_grams": 9000,
    "part_title": "Mio, min Mio",
}


def table(*rows: dict[str, Any], form: TableFormat = TableFormat.CSV) -> bytes:
    return write_table(COLUMNS, rows, form)


def stored(session: Session, world: World, content: bytes) -> list[StockChange]:
    return store(session, read_stock(content), network_id="test", by=world.owner)


def faults(content: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(BadStock) as refused:
        read_stock(content)
    return [(fault.row, fault.column, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize("form", TableFormat)
def test_a_new_collection_is_stored_with_its_parts(session: Session, world: World, form: TableFormat) -> None:
    guide = {"part_title": "Guide", "part_kind": "teachers-guide", "value": "249,50", "essential": "ja", "within": 1}
    stored(session, world, table(FIRST | {"copies": 26, "grade_from": 3}, guide, form=form))
    found = session.scalars(select(Collection).where(Collection.code == "KS-1")).one()
    assert (found.home_id, found.grade_from, found.crates) == ("test-north", 3, 2)
    assert [(part.title, part.copies, part.value, part.essential, part.within) for part in found.parts] == [
        ("Mio, min Mio", 26, 0, False, None),
        ("Guide", 1, 24_950, True, 1),
    ]


def test_a_look_changes_nothing(session: Session, world: World) -> None:
    (change,) = weigh(session, read_stock(table(FIRST)), network_id="test", by=world.owner)
    assert (change.fate, change.put_in) == (Fate.NEW, 1)
    assert session.scalar(select(func.count()).select_from(Collection)) == 1


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"crates": "two"}, (2, "crates", "wrong-type")),
        ({"crates": 0}, (2, "crates", "too-small")),
        ({"kind": "cake"}, (2, "kind", "unknown-value")),
        ({"title": ""}, (2, "title", "missing")),
        ({"title": "x" * 201}, (2, "title", "too-large")),
        ({"value": "12.345"}, (2, "value", "bad-format")),
        ({"value": "much"}, (2, "value", "bad-format")),
        ({"essential": "perhaps"}, (2, "essential", "unknown-value")),
        ({"age_from": 9, "age_to": 6}, (2, "age_to", "ends-before-it-begins")),
        ({"identifier": "978-0-306-40615-8"}, (2, "identifier", "bad-check-digit")),
        ({"within": 7}, (2, "within", "unknown-reference")),
        ({"code": ""}, (2, "code", "missing")),
    ],
)
def test_a_fault_is_told_by_row_and_column(row: dict[str, Any], fault: tuple[int, str, str]) -> None:
    assert fault in faults(table(FIRST | row))


def test_every_fault_is_told_at_once() -> None:
    content = table(FIRST | {"crates": 0, "kind": "cake"}, {"part_title": "", "copies": 0}, {"title": "Another"})
    assert faults(content) == [
        (2, "kind", "unknown-value"),
        (2, "crates", "too-small"),
        (3, "part_title", "missing"),
        (3, "copies", "too-small"),
        (4, "title", "contradicts"),
    ]


def test_a_part_number_is_given_once() -> None:
    assert faults(table(FIRST | {"part": 1}, {"part": 1, "part_title": "Guide"})) == [(3, "part", "duplicate")]


def test_parts_lie_in_one_another_one_level_deep() -> None:
    inner = {"part_title": "B", "within": 1}, {"part_title": "C", "within": 2}
    assert (4, "within", "nested-too-deep") in faults(table(FIRST, *inner))


def test_an_unknown_column_is_told() -> None:
    assert faults(write_table(["code", "colour"], [{"code": "A"}], TableFormat.CSV))[0] == (1, "colour", "unknown-key")


def test_an_empty_table_is_told() -> None:
    assert faults(table()) == [(1, "", "empty")]


def refused(session: Session, world: World, content: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(BadStock) as fault:
        stored(session, world, content)
    return [(found.row, found.column, found.code) for found in fault.value.faults]


def test_one_bad_collection_keeps_all_out(session: Session, world: World) -> None:
    content = table(FIRST, FIRST | {"code": "KS-2", "home": "nowhere"})
    assert refused(session, world, content) == [(3, "home", "unknown-reference")]
    assert session.scalar(select(func.count()).select_from(Collection)) == 1


def test_anothers_collections_are_not_changed(session: Session, world: World) -> None:
    a_collection(session, world.south, code="KS-9")
    content = table(FIRST | {"code": "KS-8", "home": "south"}, FIRST | {"code": "KS-9", "home": "test-south"})
    assert refused(session, world, content) == [(2, "home", "not-yours"), (3, "home", "not-yours")]


def test_a_table_does_not_move_a_collection(session: Session, world: World) -> None:
    a_collection(session, world.north, code="KS-1")
    content = table(FIRST | {"home": "south"})
    assert refused(session, world, content) == [(2, "home", "lives-elsewhere")]


def test_a_driver_stores_nothing(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        store(session, read_stock(table(FIRST)), network_id="test", by=world.driver)


def test_what_is_not_named_stays(session: Session, world: World) -> None:
    stored(session, world, table(FIRST))
    assert world.crate.title == "Deckare"


def test_parts_that_a_table_leaves_out_are_taken_out(session: Session, world: World) -> None:
    crate = a_collection(session, world.north, code="KS-1")
    (change,) = stored(session, world, table(FIRST | {"part": 2}))
    assert (change.changed, change.taken_out) == (1, 1)
    assert [(part.position, part.title) for part in crate.parts] == [(2, "Mio, min Mio")]


@pytest.mark.parametrize("form", TableFormat)
def test_an_export_of_the_sample_changes_nothing(session: Session, varmland: Network, form: TableFormat) -> None:
    from logistics.access.rights import Role
    from tests.builders import a_person

    coordinator = a_person(session, Role.COORDINATOR, network_id="varmland")
    content = write_stock(exported(session, network_id="varmland", by=coordinator), form)
    changes = weigh(session, read_stock(content), network_id="varmland", by=coordinator)
    assert {change.fate for change in changes} == {Fate.UNCHANGED}
    assert len(changes) == 41


SAID = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)


@given(
    title=SAID.filter(bool),
    creator=SAID,
    description=SAID | st.sampled_from(["=1+1", "-", "'", "'=", "yes", "a\nb"]),
    copies=st.integers(1, 10_000),
    value=st.integers(0, 10**8),
    voices=st.none() | st.integers(1, 40),
    form=st.sampled_from(TableFormat),
)
@settings(max_examples=40)
def test_whatever_is_said_survives_the_way_out_and_in(
    session: Session, world: World, form: TableFormat, title: str, creator: str, description: str, **numbers: Any
) -> None:
    part = Part(position=3, kind=PartKind.SCORE, title=title, creator=creator, **numbers)
    crate = a_collection(session, world.north, title=title, description=description, parts=[part])
    (entry,) = read_stock(write_stock([crate], form))
    (change,) = weigh(session, [entry], network_id="test", by=world.owner)
    assert change.fate is Fate.UNCHANGED
