"""Parts are put in, changed and taken out by the library that owns the collection; one may lie in another."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.errors import BadValue, NotFound
from logistics.holdings.collections import Collection, Part, PartKind
from logistics.holdings.contents import (
    NestedTooDeep,
    WrongCheckDigit,
    add_part,
    change_part,
    in_order,
    remove_part,
    value_of,
)
from logistics.network.places import Place
from tests.builders import a_collection, a_network, a_person


@pytest.fixture
def north(session: Session) -> Place:
    a_network(session)
    return session.get_one(Place, "test-north")


@pytest.fixture
def librarian(session: Session, north: Place) -> Person:
    return a_person(session, Role.LIBRARIAN, north)


@pytest.fixture
def kit(session: Session, north: Place) -> Collection:
    """Two titles, at positions 1 and 2."""
    return a_collection(session, north)


def put_in(session: Session, kit: Collection, by: Person, **values: Any) -> Part:
    plain: dict[str, Any] = {"kind": PartKind.SCORE, "title": "Score", "copies": 2}
    return add_part(session, kit.id, by=by, **(plain | values))


def test_a_choir_set_lies_in_a_kit(session: Session, kit: Collection, librarian: Person) -> None:
    folder = put_in(session, kit, librarian, title="Folder")
    held = put_in(session, kit, librarian, title="Choir set", within=folder.position, voices=4)
    put_in(session, kit, librarian, title="Last")
    change_part(session, kit.id, 1, by=librarian, within=folder.position)
    assert [part.title for part in in_order(kit)] == ["Title 2", "Folder", "Title 1", "Choir set", "Last"]
    assert held.voices == 4


def test_nesting_goes_one_level_deep(session: Session, kit: Collection, librarian: Person) -> None:
    held = put_in(session, kit, librarian, within=1)
    with pytest.raises(NestedTooDeep):
        put_in(session, kit, librarian, within=held.position)


def test_what_holds_something_lies_in_nothing(session: Session, kit: Collection, librarian: Person) -> None:
    put_in(session, kit, librarian, within=1)
    with pytest.raises(NestedTooDeep):
        change_part(session, kit.id, 1, by=librarian, within=2)


def test_nothing_lies_in_itself(session: Session, kit: Collection, librarian: Person) -> None:
    with pytest.raises(NestedTooDeep):
        change_part(session, kit.id, 1, by=librarian, within=1)


def test_nothing_lies_in_what_is_not_there(session: Session, kit: Collection, librarian: Person) -> None:
    with pytest.raises(NotFound):
        put_in(session, kit, librarian, within=9)


def test_what_lay_in_a_part_stays_when_that_is_taken_out(session: Session, kit: Collection, librarian: Person) -> None:
    held = put_in(session, kit, librarian, within=1)
    remove_part(session, kit.id, 1, by=librarian)
    assert held in kit.parts
    assert held.within is None


def test_the_value_of_a_kit_is_that_of_all_copies(session: Session, kit: Collection, librarian: Person) -> None:
    put_in(session, kit, librarian, copies=40, value=12_950)
    put_in(session, kit, librarian, copies=1, value=5)
    assert value_of(kit) == 40 * 12_950 + 5


@pytest.mark.parametrize(("field", "value"), [("value", -1), ("copies", 0), ("voices", 0), ("title", " ")])
def test_a_bad_value_is_refused_by_its_field(
    session: Session, kit: Collection, librarian: Person, field: str, value: object
) -> None:
    with pytest.raises(BadValue) as refused:
        change_part(session, kit.id, 1, by=librarian, **{field: value})
    assert refused.value.field == field


@given(st.lists(st.integers(0, 5), max_size=8))
def test_every_part_is_listed_once(holders: list[int]) -> None:
    parts = [
        Part(position=number, within=within if 0 < within < number else None)
        for number, within in enumerate(holders, start=1)
    ]
    top = {part.position for part in parts if part.within is None}
    kit = Collection(parts=[part for part in parts if part.within is None or part.within in top])
    assert sorted(part.position for part in in_order(kit)) == [part.position for part in kit.parts]


def test_parts_are_put_at_the_end(session: Session, north: Place, librarian: Person) -> None:
    collection = a_collection(session, north)
    part = add_part(session, collection.id, kind=PartKind.BOOK, title="Third", copies=30, by=librarian)
    assert part.position == 3


def test_a_mistyped_isbn_is_refused(session: Session, north: Place, librarian: Person) -> None:
    collection = a_collection(session, north)
    with pytest.raises(WrongCheckDigit):
        add_part(
            session,
            collection.id,
            kind=PartKind.BOOK,
            title="T",
            copies=1,
            identifier="978-0-306-40615-8",
            by=librarian,
        )


def test_a_part_taken_out_leaves_the_others_where_they_are(session: Session, north: Place, librarian: Person) -> None:
    collection = remove_part(session, a_collection(session, north).id, 1, by=librarian)
    session.refresh(collection)
    assert [part.position for part in collection.parts] == [2]


def test_a_part_that_is_not_there_is_not_taken_out(session: Session, north: Place, librarian: Person) -> None:
    with pytest.raises(NotFound):
        remove_part(session, a_collection(session, north).id, 7, by=librarian)
