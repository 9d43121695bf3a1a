"""The ledger: what each driven trip cost and who owes it. Entries are only ever added, and each trip's sum to zero."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.database import Base, UtcDateTime, coded, new_id
from logistics.network.places import Municipality
from logistics.transport.plans import Trip


class Account(Enum):
    """What an entry is for; the first three are owed to the carrier, the others are owed by their payer."""

    DAY = "day"
    DISTANCE = "distance"
    TIME = "time"
    SUBSIDY = "subsidy"
    SHARE = "share"


class LedgerEntry(Base):
    """One amount of one trip.

    Attributes:
        day: the service day.
        amount: minor units; negative: owed to the carrier; positive: owed by the payer.
        municipality_id: the payer of a share; None otherwise.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("trip_id", "account", "municipality_id"),
        # Two entries without a municipality are not equal to that constraint, because NULL equals nothing.
        Index(
            "ix_ledger_entry_once",
            "trip_id",
            "account",
            unique=True,
            sqlite_where=text("municipality_id IS NULL"),
            postgresql_where=text("municipality_id IS NULL"),
        ),
        Index("ix_ledger_entry_day", "network_id", "day"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"))
    trip_id: Mapped[str] = mapped_column(ForeignKey("trip.id"))
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreement.id"))
    municipality_id: Mapped[str | None] = mapped_column(ForeignKey("municipality.id"))
    day: Mapped[date]
    account: Mapped[Account] = mapped_column(coded(Account))
    amount: Mapped[int]
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    trip: Mapped[Trip] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
