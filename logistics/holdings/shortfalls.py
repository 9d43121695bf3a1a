"""What is not as it should be in a collection: copies of a part that are missing or damaged, until it is settled."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import Base, UtcDateTime, coded, fetch, new_id
from logistics.holdings.bounds import check_number, check_text
from logistics.holdings.collections import Collection
from logistics.network.places import Place
from logistics.states import Stateful

LONGEST_NOTE = 300


class ShortfallState(Enum):
    """Where a shortfall stands."""

    MISSING = "missing"
    DAMAGED = "damaged"
    FOUND = "found"
    REPAIRED = "repaired"
    REPLACED = "replaced"
    WRITTEN_OFF = "written-off"


S = ShortfallState

MOVES: dict[ShortfallState, frozenset[ShortfallState]] = {
    S.MISSING: frozenset({S.FOUND, S.REPLACED, S.WRITTEN_OFF}),
    S.DAMAGED: frozenset({S.REPAIRED, S.REPLACED, S.WRITTEN_OFF}),
    S.FOUND: frozenset(),
    S.REPAIRED: frozenset(),
    S.REPLACED: frozenset(),
    S.WRITTEN_OFF: frozenset(),
}

OPEN = frozenset({S.MISSING, S.DAMAGED})
"""States in which somebody still has to do something."""


class Shortfall(Stateful[ShortfallState], Base):
    """Copies of one part that somebody found missing or damaged, all in the same stocktake.

    Attributes:
        position, title, each_value: of the part, as they were; minor units for each copy.
        liable_id: the place that had the collection when they went; None where nobody answers for it.
        stocktake_id: the count that showed it.
    """

    moves = MOVES

    __tablename__ = "shortfall"
    __table_args__ = (
        CheckConstraint("copies > 0 AND each_value >= 0", name="counts"),
        Index("ix_shortfall_of_collection", "collection_id", "state"),
        Index("ix_shortfall_liable", "liable_id", "state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    stocktake_id: Mapped[str] = mapped_column(ForeignKey("stocktake.id", ondelete="CASCADE"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    each_value: Mapped[int]
    copies: Mapped[int]
    state: Mapped[ShortfallState] = mapped_column(coded(ShortfallState))
    liable_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")

    collection: Mapped[Collection] = relationship()
    liable: Mapped[Place | None] = relationship()

    @property
    def value(self) -> int:
        """What it costs to replace all of it, in minor units."""
        return self.copies * self.each_value


def settle(
    session: Session,
    shortfall_id: str,
    state: ShortfallState,
    *,
    copies: int | None = None,
    note: str = "",
    by: Person,
    now: datetime,
) -> Shortfall:
    """Say what came of a shortfall, or of some of its copies; what is written off leaves the contents.

    Args:
        copies: how many of them; None: all. The rest stays as it is, in the row that there was.

    Returns:
        The row that is settled: a new one, where only some copies are.

    Raises:
        NotFound: no such shortfall.
        NotAllowed: `by` does not manage the holdings of the collection's home.
        WrongState: it is settled already, or can't come to that.
        BadValue: `copies` is out of range, or `note` too long.
    """
    shortfall = fetch(session, Shortfall, shortfall_id, lock=True)
    collection = fetch(session, Collection, shortfall.collection_id, lock=True)
    allow(by, Act.MANAGE_HOLDINGS, network_id=collection.network_id, place_ids=(collection.home_id,))
    number = check_number("copies", shortfall.copies if copies is None else copies, 1, shortfall.copies)
    note = check_text("note", note, 0, LONGEST_NOTE)
    settled = shortfall if number == shortfall.copies else _split(session, shortfall, number)
    settled.move_to(state)
    settled.settled_at, settled.settled_by_id, settled.note = now, by.id, note
    if state is ShortfallState.WRITTEN_OFF:
        _write_off(collection, settled)
    session.flush()
    return settled


def open_shortfalls(session: Session, collection_id: str) -> list[Shortfall]:
    """What is missing from a collection or damaged in it, in the order of its parts."""
    wanted = select(Shortfall).where(Shortfall.collection_id == collection_id, Shortfall.state.in_(OPEN))
    return list(session.scalars(wanted.order_by(Shortfall.position, Shortfall.opened_at, Shortfall.id)))


def shortfalls_of(session: Session, place_id: str, by: Person, *, state: str = "open") -> list[Shortfall]:
    """What is missing or damaged in a place's collections, or went while it had them; newest first.

    Args:
        state: "open" or "settled".

    Raises:
        NotFound: no such place.
        NotAllowed: `by` neither manages its holdings nor receives there.
    """
    place = fetch(session, Place, place_id, field="place_id")
    allow(by, Act.MANAGE_HOLDINGS, network_id=place.network_id, place_ids=(place.id,))
    ours = select(Collection.id).where(Collection.home_id == place.id)
    wanted = select(Shortfall).where(
        Shortfall.collection_id.in_(ours) | (Shortfall.liable_id == place.id),
        Shortfall.state.in_(OPEN) if state == "open" else Shortfall.state.not_in(OPEN),
    )
    return list(session.scalars(wanted.order_by(Shortfall.opened_at.desc(), Shortfall.id).limit(500)))


def _split(session: Session, shortfall: Shortfall, number: int) -> Shortfall:
    """Take some copies into a row of their own; the row that there was keeps the rest, and its reminders."""
    shortfall.copies -= number
    part = Shortfall(
        id=new_id(),
        copies=number,
        **{
            name: getattr(shortfall, name)
            for name in (
                "collection_id", "stocktake_id", "position", "title", "each_value", "state", "liable_id", "opened_at",
            )
        },
    )  # fmt: skip
    session.add(part)
    return part


def _write_off(collection: Collection, shortfall: Shortfall) -> None:
    part = next((part for part in collection.parts if part.position == shortfall.position), None)
    if part is None:
        return
    if part.copies > shortfall.copies:
        part.copies -= shortfall.copies
    else:
        collection.take_out(part)
