"""Stocktakes: somebody looks through a collection; all is there, or they say what is missing or damaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import Base, UtcDateTime, coded, fetch
from logistics.errors import BadValue
from logistics.holdings.bounds import check_number
from logistics.holdings.collections import Collection, Part
from logistics.holdings.part_loans import lent_copies
from logistics.holdings.shortfalls import Shortfall, ShortfallState, open_shortfalls
from logistics.network.places import Place


class Occasion(Enum):
    """When a collection is looked through."""

    PACKED = "packed"  # at its home, before it leaves
    ARRIVED = "arrived"  # at the borrower's
    PACKED_HOME = "packed-home"  # at the borrower's, before it leaves
    HOME = "home"  # at its home again
    SHELF = "shelf"


class Stocktake(Base):
    """One look through a collection; only ever added.

    Attributes:
        id: made by the form or device (a UUID), so that a stocktake sent twice counts once.
        place_id: where it was done.
    """

    __tablename__ = "stocktake"
    __table_args__ = (Index("ix_stocktake_of_collection", "collection_id", "taken_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    occasion: Mapped[Occasion] = mapped_column(coded(Occasion))
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)

    collection: Mapped[Collection] = relationship()
    place: Mapped[Place] = relationship()
    person: Mapped[Person] = relationship()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a part stands: `copies` belong to the collection; the others are those that are not there, or not whole.

    Attributes:
        lent: copies that are lent alone.
    """

    part: Part
    copies: int
    missing: int
    damaged: int
    lent: int

    @property
    def there(self) -> int:
        """Copies that a count can find."""
        return max(0, self.copies - self.missing - self.lent)

    @property
    def whole(self) -> int:
        """Copies that can be used."""
        return max(0, self.there - self.damaged)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a stocktake tells of one part: so many copies newly missing, newly damaged."""

    position: int
    missing: int = 0
    damaged: int = 0


def standings(session: Session, collection: Collection) -> dict[int, Standing]:
    """How every part stands, by its position."""
    short = open_shortfalls(session, collection.id)
    lent = lent_copies(session, collection.id)

    def copies(position: int, state: ShortfallState) -> int:
        return sum(row.copies for row in short if row.position == position and row.state is state)

    return {
        part.position: Standing(
            part,
            part.copies,
            copies(part.position, ShortfallState.MISSING),
            copies(part.position, ShortfallState.DAMAGED),
            lent.get(part.position, 0),
        )
        for part in collection.parts
    }


def lacking(standing: Iterable[Standing]) -> list[Part]:
    """Essential parts of which no whole copy is there: the collection is of no use without them."""
    return [each.part for each in standing if each.part.essential and each.whole == 0]


def take_stock(
    session: Session, collection_id: str, findings: Sequence[Finding], *, stocktake_id: str, by: Person, now: datetime
) -> tuple[Stocktake, list[Shortfall]]:
    """Look through a collection on its shelf; no finding means that all is there.

    Raises:
        NotFound: no such collection, or no such part.
        NotAllowed: `by` does not manage the holdings of its home.
        BadValue: more copies are missing or damaged than can be there; `stocktake_id` is no UUID, or another's.
    """
    collection = fetch(session, Collection, collection_id, lock=True)
    allow(by, Act.MANAGE_HOLDINGS, network_id=collection.network_id, place_ids=(collection.home_id,))
    return note(
        session,
        collection,
        findings,
        stocktake_id=stocktake_id,
        occasion=Occasion.SHELF,
        place=collection.home,
        liable_id=None,
        by=by,
        now=now,
    )


def note(
    session: Session,
    collection: Collection,
    findings: Sequence[Finding],
    *,
    stocktake_id: str,
    occasion: Occasion,
    place: Place,
    liable_id: str | None,
    by: Person,
    now: datetime,
) -> tuple[Stocktake, list[Shortfall]]:
    """Write down a stocktake, for those who have asked whether it may be; refusals as in `take_stock`.

    Args:
        collection: locked.

    Returns:
        The stocktake and the shortfalls that it opened; none where it was noted before.
    """
    stocktake_id = _uuid(stocktake_id)
    known = session.get(Stocktake, stocktake_id)
    if known is not None:
        if known.collection_id != collection.id:
            raise BadValue(field="stocktake_id", value=stocktake_id)
        return known, []
    standing = standings(session, collection)
    for finding in findings:
        there = standing[collection.part_at(finding.position).position].there
        check_number(f"missing-{finding.position}", finding.missing, 0, there)
        check_number(f"damaged-{finding.position}", finding.damaged, 0, there - finding.missing)
    taken = Stocktake(
        id=stocktake_id, collection=collection, occasion=occasion, place=place, person_id=by.id, taken_at=now
    )
    session.add(taken)
    session.flush()
    opened = [
        Shortfall(
            collection_id=collection.id,
            stocktake_id=taken.id,
            position=finding.position,
            title=standing[finding.position].part.title,
            each_value=standing[finding.position].part.value,
            copies=copies,
            state=state,
            liable_id=liable_id,
            opened_at=now,
        )
        for finding in findings
        for state, copies in ((ShortfallState.MISSING, finding.missing), (ShortfallState.DAMAGED, finding.damaged))
        if copies
    ]
    session.add_all(opened)
    session.flush()
    return taken, opened


def last_stocktake(session: Session, collection_id: str) -> Stocktake | None:
    """The newest look through a collection, if there was any."""
    wanted = select(Stocktake).where(Stocktake.collection_id == collection_id)
    return session.scalars(wanted.order_by(Stocktake.taken_at.desc(), Stocktake.id).limit(1)).first()


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as fault:
        raise BadValue(field="stocktake_id", value=text[:40]) from fault
