"""A part lent alone: one djembe of the rhythm box, while the rest of it can be booked as ever."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import Base, UtcDateTime, fetch, new_id
from logistics.errors import DateInThePast, WrongState
from logistics.holdings.bounds import check_number, check_text
from logistics.holdings.collections import Collection
from logistics.holdings.shortfalls import ShortfallState, open_shortfalls
from logistics.network.calendar import local_day
from logistics.network.networks import Network


class PartLoan(Base):
    """Copies of a part that somebody has without the rest.

    Attributes:
        position, title: of the part, as they were.
        borrower: who has them, as the owner knows them: a library, a school, a band.
        due_on: when they are to be back.
    """

    __tablename__ = "part_loan"
    __table_args__ = (
        CheckConstraint("copies > 0", name="counts"),
        Index("ix_part_loan_of_collection", "collection_id", "returned_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    copies: Mapped[int]
    borrower: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    lent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lent_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    collection: Mapped[Collection] = relationship()


def lend_part(
    session: Session,
    collection_id: str,
    position: int,
    *,
    copies: int,
    borrower: str,
    due_on: date,
    by: Person,
    now: datetime,
) -> PartLoan:
    """Hand out copies of a part alone; the collection can still be booked, without them.

    Raises:
        NotFound: no such collection, or no such part.
        NotAllowed: `by` does not manage the holdings of its home.
        BadValue: so many copies are not there; nobody is named.
        DateInThePast: they are to be back before today.
    """
    collection = fetch(session, Collection, collection_id, lock=True)
    allow(by, Act.MANAGE_HOLDINGS, network_id=collection.network_id, place_ids=(collection.home_id,))
    part = collection.part_at(position)
    gone = sum(
        row.copies
        for row in open_shortfalls(session, collection.id)
        if row.position == position and row.state is ShortfallState.MISSING
    )
    there = part.copies - gone - lent_copies(session, collection.id).get(position, 0)
    today = local_day(session.get_one(Network, collection.network_id), now)
    if due_on < today:
        raise DateInThePast(field="due_on", day=due_on, today=today)
    loan = PartLoan(
        collection_id=collection.id,
        position=position,
        title=part.title,
        copies=check_number("copies", copies, 1, max(there, 0)),
        borrower=check_text("borrower", borrower, 1, 120),
        due_on=due_on,
        lent_at=now,
        lent_by_id=by.id,
    )
    session.add(loan)
    session.flush()
    return loan


def take_back(session: Session, loan_id: str, *, by: Person, now: datetime) -> PartLoan:
    """Copies lent alone are back.

    Raises:
        NotFound: no such loan.
        NotAllowed: `by` does not manage the holdings of the collection's home.
        WrongState: they are back already.
    """
    loan = fetch(session, PartLoan, loan_id, lock=True)
    collection = loan.collection
    allow(by, Act.MANAGE_HOLDINGS, network_id=collection.network_id, place_ids=(collection.home_id,))
    if loan.returned_at is not None:
        raise WrongState(what="part-loan", id=loan.id, was="returned", wanted="returned")
    loan.returned_at = now
    session.flush()
    return loan


def open_part_loans(session: Session, collection_id: str) -> list[PartLoan]:
    """What is lent alone of a collection, first due first."""
    wanted = select(PartLoan).where(PartLoan.collection_id == collection_id, PartLoan.returned_at.is_(None))
    return list(session.scalars(wanted.order_by(PartLoan.due_on, PartLoan.id)))


def lent_copies(session: Session, collection_id: str) -> dict[int, int]:
    """How many copies of each part are lent alone, by position."""
    rows = session.execute(
        select(PartLoan.position, func.sum(PartLoan.copies))
        .where(PartLoan.collection_id == collection_id, PartLoan.returned_at.is_(None))
        .group_by(PartLoan.position)
    )
    return {position: int(copies) for position, copies in rows}
