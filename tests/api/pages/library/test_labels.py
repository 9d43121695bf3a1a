"""Labels from the collections and from what is to be packed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from logistics.database import Sessions
from logistics.transport.loose import send_crates
from logistics.transport.shipments import Shipment
from tests.api.pages.conftest import Hands, Visitor


@pytest.fixture
def shipment_id(owner: Visitor, sessions: Sessions, clock: Hands) -> str:
    with sessions.begin() as session:
        ends = {"from_place_id": "test-north", "to_place_id": "test-south"}
        send_crates(session, **ends, crates=2, ready_on=date(2026, 11, 24), by=owner.person, now=clock.now)
        return session.scalars(select(Shipment.id)).one()


def test_what_is_to_be_packed_is_offered_for_printing(owner: Visitor, shipment_id: str) -> None:
    assert f'value="{shipment_id}"' in owner.get("/library/labels/shipments").text


def test_what_others_pack_is_not_offered(borrower: Visitor, shipment_id: str) -> None:
    assert "Nothing is to be packed." in borrower.get("/library/labels/shipments").text


@pytest.mark.parametrize(
    "path",
    [
        "/library/labels/collections.pdf?id=crate&format=a4-3x8&start=5",
        "/library/labels/collections.pdf?id=crate&what=contents",
        "/library/labels/collections.pdf?id=crate&format=nonsense&start=nonsense",
    ],
)
def test_labels_are_a_pdf(owner: Visitor, path: str) -> None:
    answer = owner.get(path)
    assert (answer.content_type, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_labels_of_many_shipments_are_one_pdf(owner: Visitor, shipment_id: str) -> None:
    answer = owner.get(f"/library/labels/shipments.pdf?id={shipment_id}&id={shipment_id}")
    assert answer.data[:5] == b"%PDF-"


def test_nothing_ticked_is_told(owner: Visitor) -> None:
    assert owner.get("/library/labels/shipments.pdf").status_code == 302


def test_labels_of_what_is_not_there_are_not_printed(owner: Visitor) -> None:
    assert owner.get("/library/labels/collections.pdf?id=nothing").status_code == 404


def test_a_stranger_prints_no_labels_of_others_crates(signed_in: object, shipment_id: str) -> None:
    from logistics.access.rights import Role

    hub = signed_in(Role.LIBRARIAN, "hub")  # type: ignore[operator]
    assert hub.get(f"/library/labels/shipments.pdf?id={shipment_id}").status_code == 403
