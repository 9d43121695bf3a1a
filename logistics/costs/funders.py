"""Funders and sharing keys: who pays which part of a driven trip."""

from __future__ import annotations

from datetime import date
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from logistics.database import Base, coded


class SharingKey(Enum):
    """How municipalities share what no funder pays."""

    POPULATION = "population"
    EQUAL = "equal"


class Agreement(Base):
    """What a network has agreed on paying, from a day to a day.

    Attributes:
        carrier: who drives, and is owed the tariff.
        funder: who subsidises the transport; "" where nobody does.
        subsidy_basis_points: the funder's part of each trip, in hundredths of a percent.
        key: how the municipalities share the rest.
        valid_until: the last day; None: until further notice.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint("subsidy_basis_points BETWEEN 0 AND 10000", name="subsidy_is_a_part"),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="from_before_until"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    carrier: Mapped[str] = mapped_column(String(120))
    funder: Mapped[str] = mapped_column(String(120), default="")
    subsidy_basis_points: Mapped[int]
    key: Mapped[SharingKey] = mapped_column(coded(SharingKey))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
