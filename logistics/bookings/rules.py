"""An owner's rules: which requests are approved without anybody being asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import Base, UtcDateTime, fetch, new_id
from logistics.errors import BadValue
from logistics.holdings.collections import CollectionKind
from logistics.network.places import Place, PlaceKind

LONGEST_NAME = 120
MOST_DAYS = 730


class ApprovalRule(Base):
    """What the owner says yes to beforehand.

    Attributes:
        name: in the owner's words; stands on every booking that the rule approves.
        kinds: values of `CollectionKind` it is for; empty: all.
        borrower_kinds: values of `PlaceKind` of the borrowing place; empty: all.
        least_days_ahead: calendar days from the request to the first day of the loan.
        most_loan_days: of a loan, both of its ends counted.
        extends: it also agrees to a longer loan, as long as that keeps to `most_loan_days`.
        hands_on: it also agrees to handing a collection on to the next borrower directly.
    """

    __tablename__ = "approval_rule"
    __table_args__ = (CheckConstraint("least_days_ahead >= 0 AND most_loan_days >= 1", name="counts"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    home_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    borrower_kinds: Mapped[list[str]] = mapped_column(JSON)
    least_days_ahead: Mapped[int]
    most_loan_days: Mapped[int]
    extends: Mapped[bool] = mapped_column(default=False)
    hands_on: Mapped[bool] = mapped_column(default=False)
    made_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    home: Mapped[Place] = relationship()

    def covers(self, kind: CollectionKind, borrower: PlaceKind, days_ahead: int, loan_days: int) -> bool:
        """Whether it says yes to such a loan."""
        return (
            (not self.kinds or kind.value in self.kinds)
            and (not self.borrower_kinds or borrower.value in self.borrower_kinds)
            and days_ahead >= self.least_days_ahead
            and loan_days <= self.most_loan_days
        )


def loan_days(first_day: date, last_day: date) -> int:
    """The days of a loan, both of its ends counted."""
    return (last_day - first_day).days + 1


def rules_of(session: Session, home_id: str) -> list[ApprovalRule]:
    """The rules of an owner, the oldest first: in the order in which they are asked."""
    wanted = select(ApprovalRule).where(ApprovalRule.home_id == home_id)
    return list(session.scalars(wanted.order_by(ApprovalRule.made_at, ApprovalRule.id)))


def rules_seen(session: Session, home_id: str, by: Person) -> list[ApprovalRule]:
    """The rules of an owner, for those who set them.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` sets no rules there.
    """
    return rules_of(session, _home(session, home_id, by).id)


def add_rule(
    session: Session,
    *,
    home_id: str,
    name: str,
    kinds: Sequence[CollectionKind] = (),
    borrower_kinds: Sequence[PlaceKind] = (),
    least_days_ahead: int,
    most_loan_days: int,
    extends: bool = False,
    hands_on: bool = False,
    by: Person,
    now: datetime,
) -> ApprovalRule:
    """Say yes beforehand; requests that wait for an answer already are not touched.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` sets no rules there.
        BadValue: no name, or a number of days out of range.
    """
    home = _home(session, home_id, by)
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise BadValue(field="name", value=name, least=1, most=LONGEST_NAME)
    for field, value, least in (("least_days_ahead", least_days_ahead, 0), ("most_loan_days", most_loan_days, 1)):
        if not least <= value <= MOST_DAYS:
            raise BadValue(field=field, value=value, least=least, most=MOST_DAYS)
    rule = ApprovalRule(
        home=home,
        name=name.strip(),
        kinds=sorted({kind.value for kind in kinds}),
        borrower_kinds=sorted({kind.value for kind in borrower_kinds}),
        least_days_ahead=least_days_ahead,
        most_loan_days=most_loan_days,
        extends=extends,
        hands_on=hands_on,
        made_by_id=by.id,
        made_at=now,
    )
    session.add(rule)
    session.flush()
    return rule


def remove_rule(session: Session, rule_id: str, *, by: Person) -> None:
    """Say yes no longer; what the rule has approved stays approved.

    Raises:
        NotFound: no such rule, or no longer.
        NotAllowed: `by` sets no rules there.
    """
    rule = fetch(session, ApprovalRule, rule_id)
    _home(session, rule.home_id, by)
    session.delete(rule)
    session.flush()


def _home(session: Session, home_id: str, by: Person) -> Place:
    home = fetch(session, Place, home_id, field="home_id")
    allow(by, Act.SET_RULES, network_id=home.network_id, place_ids=(home.id,))
    return home
