"""Collections are made and changed by the library they live at, and nothing half."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.errors import BadValue, NotAllowed, NotFound
from logistics.holdings.collections import Collection, CollectionKind
from logistics.holdings.shelves import (
    CodeTaken,
    add_collection,
    change_collection,
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


def added(session: Session, by: Person, **values: Any) -> Collection:
    plain: dict[str, Any] = {
        "home_id": "test-north",
        "code": "ks-1",
        "kind": CollectionKind.CLASS_SET,
        "title": "Bröderna Lejonhjärta",
        "crates": 2,
        "weight_grams": 12_000,
    }
    return add_collection(session, by=by, **(plain | values))


def test_a_new_collection_belongs_to_the_network_of_its_home(session: Session, librarian: Person) -> None:
    assert added(session, librarian).network_id == "test"


def test_a_code_is_kept_in_capitals(session: Session, librarian: Person) -> None:
    assert added(session, librarian).code == "KS-1"


def test_a_code_is_given_once(session: Session, librarian: Person) -> None:
    added(session, librarian)
    with pytest.raises(CodeTaken):
        added(session, librarian, code="KS-1")


def test_a_code_may_be_given_again_in_another_network(session: Session, librarian: Person) -> None:
    other = a_network(session, id="other")
    a_collection(session, other.places[0], code="KS-1")
    assert added(session, librarian).code == "KS-1"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 201),
        ("code", ""),
        ("crates", 0),
        ("weight_grams", -1),
        ("crates", 1001),
        ("subject", "x" * 121),
    ],
)
def test_a_bad_value_is_refused_by_its_field(session: Session, librarian: Person, field: str, value: object) -> None:
    with pytest.raises(BadValue) as refused:
        added(session, librarian, **{field: value})
    assert refused.value.field == field


def test_a_refused_change_changes_nothing(session: Session, north: Place, librarian: Person) -> None:
    collection = a_collection(session, north, title="As it was")
    with pytest.raises(BadValue):
        change_collection(session, collection.id, by=librarian, title="As it will not be", crates=0)
    assert collection.title == "As it was"


def test_a_change_to_a_taken_code_is_refused(session: Session, north: Place, librarian: Person) -> None:
    a_collection(session, north, code="BK-A")
    other = a_collection(session, north, code="BK-B")
    with pytest.raises(CodeTaken):
        change_collection(session, other.id, by=librarian, code="bk-a")
    assert other.code == "BK-B"


def test_a_collection_may_keep_its_code(session: Session, north: Place, librarian: Person) -> None:
    collection = a_collection(session, north, code="BK-A")
    change_collection(session, collection.id, by=librarian, code="BK-A", title="New")
    assert collection.title == "New"


def test_a_collection_can_not_be_carried_off_by_a_change(session: Session, north: Place, librarian: Person) -> None:
    collection = a_collection(session, north)
    with pytest.raises(TypeError):
        change_collection(session, collection.id, by=librarian, home_id="test-south")


def test_a_collection_can_be_taken_out_of_use(session: Session, north: Place, librarian: Person) -> None:
    collection = a_collection(session, north)
    assert not change_collection(session, collection.id, by=librarian, active=False).active


def test_a_neighbour_changes_nothing(session: Session, north: Place) -> None:
    collection = a_collection(session, north)
    neighbour = a_person(session, Role.LIBRARIAN, session.get_one(Place, "test-south"))
    with pytest.raises(NotAllowed):
        change_collection(session, collection.id, by=neighbour, title="Ours")


def test_an_unknown_collection_is_not_changed(session: Session, librarian: Person) -> None:
    with pytest.raises(NotFound):
        change_collection(session, "nothing", by=librarian, title="New")
