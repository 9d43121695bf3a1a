"""The table of rights, asked: a right reaches as far as the table says, and not a place further."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import RIGHTS, Act, Role
from logistics.errors import NotAllowed

ACTS = st.sampled_from(Act)
PLACES = st.sets(st.sampled_from(["here", "there", "yonder"]))


def somebody(role: Role, *, active: bool = True) -> Person:
    """Of the network "own"; a librarian at "here"."""
    return Person(
        role=role,
        network_id=None if role is Role.ADMINISTRATOR else "own",
        place_id="here" if role is Role.LIBRARIAN else None,
        active=active,
    )


@given(act=ACTS, role=st.sampled_from(Role), network=st.sampled_from([None, "own", "other"]), places=PLACES)
def test_nobody_may_do_what_the_table_does_not_name(
    act: Act, role: Role, network: str | None, places: set[str]
) -> None:
    if may(somebody(role), act, network_id=network, place_ids=places):
        assert act in RIGHTS[role]


@given(act=ACTS, role=st.sampled_from(Role), places=PLACES)
def test_a_closed_account_may_do_nothing(act: Act, role: Role, places: set[str]) -> None:
    assert not may(somebody(role, active=False), act, network_id="own", place_ids=places)


@given(act=ACTS, role=st.sampled_from([role for role in Role if role is not Role.ADMINISTRATOR]), places=PLACES)
def test_nobody_but_an_administrator_reaches_into_another_network(act: Act, role: Role, places: set[str]) -> None:
    assert not may(somebody(role), act, network_id="other", place_ids=places)


@given(act=ACTS, network=st.sampled_from([None, "own", "other"]), places=PLACES)
def test_an_administrator_may_do_everything_everywhere(act: Act, network: str | None, places: set[str]) -> None:
    assert may(somebody(Role.ADMINISTRATOR), act, network_id=network, place_ids=places)


@given(places=PLACES)
def test_a_librarian_decides_where_the_own_place_takes_part(places: set[str]) -> None:
    assert may(somebody(Role.LIBRARIAN), Act.DECIDE, network_id="own", place_ids=places) == ("here" in places)


def test_a_librarian_decides_somewhere() -> None:
    assert may(somebody(Role.LIBRARIAN), Act.DECIDE)


@pytest.mark.parametrize("act", [Act.PLAN, Act.PUBLISH, Act.SEE_COSTS, Act.MANAGE_PEOPLE, Act.DRIVE])
def test_a_librarian_neither_plans_nor_drives_nor_manages(act: Act) -> None:
    assert not may(somebody(Role.LIBRARIAN), act)


def test_a_driver_sees_sheets_and_no_bookings() -> None:
    driver = somebody(Role.DRIVER)
    assert [may(driver, act, network_id="own") for act in (Act.SEE_SHEETS, Act.SEE_BOOKINGS)] == [True, False]


def test_a_coordinator_manages_no_people() -> None:
    assert not may(somebody(Role.COORDINATOR), Act.MANAGE_PEOPLE)


def test_a_refusal_tells_the_act_and_the_role() -> None:
    with pytest.raises(NotAllowed) as refused:
        allow(somebody(Role.DRIVER), Act.PLAN, network_id="own")
    assert refused.value.facts == {"act": "plan", "role": "driver"}


@pytest.mark.parametrize("role", Role)
def test_every_role_may_do_something(role: Role) -> None:
    assert RIGHTS[role]


@pytest.mark.parametrize("act", Act)
def test_every_act_is_somebodys(act: Act) -> None:
    assert any(act in rights for rights in RIGHTS.values())
