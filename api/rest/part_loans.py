"""Part loans: copies of a part that somebody has without the rest of its collection."""

from __future__ import annotations

from typing import Any

from api.installation import now
from api.rest.collections import seen_collection
from api.rest.fields import Day, Moment, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.holdings.contents import MOST_COPIES
from logistics.holdings.part_loans import PartLoan, lend_part, open_part_loans, take_back

part_loans = Resource("part-loans", "Parts lent without the rest of their collection.")


class PartLoanOut(Outgoing):
    """Copies of a part that are lent alone."""

    id = Text(most=32)
    collection_id = Text(most=64)
    position = Whole(least=1)
    title = Text(most=300)
    copies = Whole(least=1)
    borrower = Text(most=120)
    due_on = Day()
    lent_at = Moment()
    returned_at = Moment(allow_none=True)


class PartLoanIn(Incoming):
    """Copies to be lent alone."""

    copies = Whole(least=1, most=MOST_COPIES, required=True)
    borrower = Text(least=1, most=120, required=True)
    due_on = Day(required=True)


@part_loans.reads("/collections/<id:collection_id>/part-loans", Act.SEE_HOLDINGS, gives=list_of(PartLoanOut))
def still_lent(by: Person, collection_id: str) -> object:
    """What is lent alone of a collection, first due first."""
    return {"items": open_part_loans(db(), seen_collection(by, collection_id).id)}


@part_loans.acts(
    "/collections/<id:collection_id>/parts/<int:position>/lend",
    Act.MANAGE_HOLDINGS,
    body=PartLoanIn,
    gives=PartLoanOut,
    status=201,
)
def lend(by: Person, what: dict[str, Any], collection_id: str, position: int) -> PartLoan:
    """Lend copies of a part; the collection can be booked as ever, without them."""
    return lend_part(db(), collection_id, position, by=by, now=now(), **what)


@part_loans.acts("/part-loans/<id:loan_id>/return", Act.MANAGE_HOLDINGS, gives=PartLoanOut)
def give_back(by: Person, loan_id: str) -> PartLoan:
    """Note that they are back."""
    return take_back(db(), loan_id, by=by, now=now())
