from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.behalf import BorrowerKind, Contact
from logistics.bookings.contacts import (
    add_contact,
    change_contact,
    contact_of,
    contacts_of,
    forget_contacts,
    remove_contact,
)
from logistics.errors import BadValue, NotAllowed, NotFound
from logistics.network.places import PlaceKind
from tests.logistics.conftest import World


def a_contact(session: Session, world: World, now: datetime, **values: Any) -> Contact:
    plain: dict[str, Any] = {
        "library_id": world.south.id,
        "kind": BorrowerKind.SCHOOL,
        "organisation": "Söderskolan",
        "person": "Kim Lund",
        "by": world.borrower,
    }
    return add_contact(session, **(plain | values), now=now)


@pytest.mark.parametrize("kind", BorrowerKind)
def test_every_kind_of_borrower_is_a_kind_of_place_to_rules(kind: BorrowerKind) -> None:
    assert isinstance(kind.place_kind, PlaceKind)


def test_a_library_keeps_its_contacts_by_name(session: Session, world: World, now: datetime) -> None:
    second = a_contact(session, world, now)
    first = a_contact(session, world, now, organisation="Norra förskolan", kind=BorrowerKind.KINDERGARTEN)
    assert contacts_of(session, world.south.id, world.borrower) == [first, second]


def test_no_other_library_sees_them(session: Session, world: World, now: datetime) -> None:
    made = a_contact(session, world, now)
    with pytest.raises(NotAllowed):
        contacts_of(session, world.south.id, world.owner)
    with pytest.raises(NotAllowed):
        contact_of(session, made.id, world.owner)


def test_crates_are_handed_over_at_the_library_or_at_a_place_of_their_own(
    session: Session, world: World, now: datetime
) -> None:
    assert a_contact(session, world, now).goal_id == world.south.id
    assert a_contact(session, world, now, receiving_place_id=world.hub.id).goal_id == world.hub.id


def test_a_contact_is_written_anew(session: Session, world: World, now: datetime) -> None:
    made = a_contact(session, world, now)
    changed = {"kind": BorrowerKind.CHOIR, "organisation": "Ti små kor"}
    change_contact(session, made.id, by=world.borrower, **changed)
    assert (made.kind, made.organisation, made.person) == (BorrowerKind.CHOIR, "Ti små kor", "")


@pytest.mark.parametrize("wrong", [{"organisation": " "}, {"email": "nowhere"}, {"phone": "0" * 41}])
def test_what_can_not_be_is_refused(session: Session, world: World, now: datetime, wrong: dict[str, str]) -> None:
    with pytest.raises(BadValue):
        a_contact(session, world, now, **wrong)


def test_crates_go_to_no_place_that_is_not_there(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotFound):
        a_contact(session, world, now, receiving_place_id="nowhere")


def test_a_deleted_contact_is_gone(session: Session, world: World, now: datetime) -> None:
    made = a_contact(session, world, now)
    remove_contact(session, made.id, by=world.borrower, now=now)
    with pytest.raises(NotFound):
        contact_of(session, made.id, world.borrower)


def test_a_contact_nobody_uses_is_forgotten(session: Session, world: World, now: datetime) -> None:
    a_contact(session, world, now - timedelta(days=800))
    kept = a_contact(session, world, now, organisation="Kept")
    assert forget_contacts(session, before=date(2024, 11, 23)) == 1
    session.expire_all()
    assert contacts_of(session, world.south.id, world.borrower) == [kept]
