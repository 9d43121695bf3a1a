"""What missing parts cost: the borrower is reminded twice, then pays; what is found again is paid back.

Charges are only ever added. Whatever looks at what is due may do so as often as it likes: a reminder and a charge are
each made once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.notices import staff_of, tell
from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act
from logistics.database import Base, UtcDateTime, coded, new_id
from logistics.holdings import shortfalls
from logistics.holdings.shortfalls import Shortfall, ShortfallState
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.counting import close_deviation_of

REMINDERS = 2
BETWEEN = timedelta(days=14)
"""From a stocktake to the first reminder, from one to the next, and from the last to the charge."""


class ChargeKind(Enum):
    """Which way the money goes."""

    REPLACEMENT = "replacement"
    FOUND = "found"  # what was charged is paid back


class Reminder(Base):
    """A place was reminded of what is missing."""

    __tablename__ = "reminder"
    __table_args__ = (CheckConstraint("number > 0", name="counts"),)

    shortfall_id: Mapped[str] = mapped_column(ForeignKey("shortfall.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReplacementCharge(Base):
    """A place owes another one for parts that went missing.

    Attributes:
        amount: minor units; negative: paid back.
    """

    __tablename__ = "replacement_charge"
    __table_args__ = (
        UniqueConstraint("shortfall_id", "kind"),
        Index("ix_replacement_charge_list", "network_id", "charged_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"))
    shortfall_id: Mapped[str] = mapped_column(ForeignKey("shortfall.id"))
    kind: Mapped[ChargeKind] = mapped_column(coded(ChargeKind))
    payer_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    payee_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    amount: Mapped[int]
    charged_at: Mapped[datetime] = mapped_column(UtcDateTime)

    shortfall: Mapped[Shortfall] = relationship()
    payer: Mapped[Place] = relationship(foreign_keys=payer_id)
    payee: Mapped[Place] = relationship(foreign_keys=payee_id)


def remind_and_charge(session: Session, *, now: datetime) -> list[Reminder | ReplacementCharge]:
    """Remind of what has been missing long enough, and charge what two reminders did not bring back."""
    made: list[Reminder | ReplacementCharge] = []
    for shortfall in _answered_for(session, now - BETWEEN):
        sent = list(
            session.scalars(select(Reminder).where(Reminder.shortfall_id == shortfall.id).order_by(Reminder.number))
        )
        since = sent[-1].sent_at if sent else shortfall.opened_at
        if now - since < BETWEEN:
            continue
        if len(sent) < REMINDERS:
            made.append(_remind(session, shortfall, len(sent) + 1, now))
        elif shortfall.value and _charge_of(session, shortfall.id) is None:
            made.append(_charge(session, shortfall, ChargeKind.REPLACEMENT, shortfall.value, now))
    session.flush()
    return made


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
    """Say what came of a shortfall: its deviation is cleared up, and what is found again is paid back.

    Raises:
        Whatever `logistics.holdings.shortfalls.settle` refuses.
    """
    settled = shortfalls.settle(session, shortfall_id, state, copies=copies, note=note, by=by, now=now)
    if session.get_one(Shortfall, shortfall_id).state not in shortfalls.OPEN:
        close_deviation_of(session, session.get_one(Shortfall, shortfall_id), by=by, now=now)
    if state is ShortfallState.FOUND and _charge_of(session, shortfall_id) is not None:
        _charge(session, settled, ChargeKind.FOUND, -settled.value, now)
    session.flush()
    return settled


def reminders_of(session: Session, shortfall_ids: list[str]) -> dict[str, int]:
    """How many reminders were sent of each shortfall; those of none are left out."""
    rows = session.scalars(select(Reminder).where(Reminder.shortfall_id.in_(shortfall_ids)).order_by(Reminder.number))
    return {reminder.shortfall_id: reminder.number for reminder in rows}


def charges_in(session: Session, network_id: str, by: Person) -> list[ReplacementCharge]:
    """What was charged and paid back in a network, newest first: all of it, or what concerns the own place.

    Raises:
        NotAllowed: `by` sees none there.
    """
    wanted = select(ReplacementCharge).where(ReplacementCharge.network_id == network_id)
    if not may(by, Act.SEE_COSTS, network_id=network_id):
        place_id = by.place_id or ""
        allow(by, Act.MANAGE_HOLDINGS, network_id=network_id, place_ids=(place_id,))
        wanted = wanted.where((ReplacementCharge.payer_id == place_id) | (ReplacementCharge.payee_id == place_id))
    return list(session.scalars(wanted.order_by(ReplacementCharge.charged_at.desc(), ReplacementCharge.id).limit(500)))


def _answered_for(session: Session, before: datetime) -> Iterator[Shortfall]:
    """What has been missing since before a moment, some place answers for, and nobody was charged for yet.

    Locked one by one, so that two who look round charge once.
    """
    wanted = select(Shortfall.id).where(
        Shortfall.state == ShortfallState.MISSING,
        Shortfall.liable_id.is_not(None),
        Shortfall.opened_at <= before,
        Shortfall.id.not_in(select(ReplacementCharge.shortfall_id)),
    )
    for shortfall_id in session.scalars(wanted.order_by(Shortfall.id)).all():
        shortfall = session.get_one(Shortfall, shortfall_id, with_for_update=True, populate_existing=True)
        if shortfall.state is ShortfallState.MISSING:
            yield shortfall


def _charge_of(session: Session, shortfall_id: str) -> ReplacementCharge | None:
    return session.scalar(
        select(ReplacementCharge).where(
            ReplacementCharge.shortfall_id == shortfall_id, ReplacementCharge.kind == ChargeKind.REPLACEMENT
        )
    )


def _remind(session: Session, shortfall: Shortfall, number: int, now: datetime) -> Reminder:
    reminder = Reminder(shortfall_id=shortfall.id, number=number, sent_at=now)
    session.add(reminder)
    _tell(session, shortfall, "part-reminder", f"reminder:{shortfall.id}:{number}", {"number": number}, now)
    return reminder


def _charge(session: Session, shortfall: Shortfall, kind: ChargeKind, amount: int, now: datetime) -> ReplacementCharge:
    collection = shortfall.collection
    charge = ReplacementCharge(
        network_id=collection.network_id,
        shortfall_id=shortfall.id,
        kind=kind,
        payer_id=shortfall.liable_id,
        payee_id=collection.home_id,
        amount=amount,
        charged_at=now,
    )
    session.add(charge)
    currency = session.get_one(Network, collection.network_id).currency
    facts: dict[str, str | int] = {"amount": abs(amount), "currency": currency}
    _tell(session, shortfall, f"part-charge-{kind.value}", f"charge:{shortfall.id}:{kind.value}", facts, now)
    return charge


def _tell(
    session: Session, shortfall: Shortfall, code: str, key: str, more: dict[str, str | int], now: datetime
) -> None:
    facts: dict[str, str | int] = {
        "collection": shortfall.collection.title,
        "part": shortfall.title,
        "copies": shortfall.copies,
        **more,
    }
    people = staff_of(session, shortfall.liable_id or "")
    about = f"collection:{shortfall.collection_id}"
    tell(session, people, code=code, facts=facts, about=about, key=key, now=now)
