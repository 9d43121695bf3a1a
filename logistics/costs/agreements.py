"""Which agreement says who pays on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from logistics.costs.funders import Agreement
from logistics.errors import LogisticsError


class NoAgreement(LogisticsError):
    """Nothing says who pays for transport on the day. Facts: `day`, `network_id`."""

    code = "no-agreement"


def agreement_on(session: Session, network_id: str, day: date) -> Agreement:
    """The agreement that is valid on `day`; the one that began last, should several be.

    Raises:
        NoAgreement: there is none.
    """
    valid = (
        select(Agreement)
        .where(
            Agreement.network_id == network_id,
            Agreement.valid_from <= day,
            or_(Agreement.valid_until.is_(None), Agreement.valid_until >= day),
        )
        .order_by(Agreement.valid_from.desc(), Agreement.id)
    )
    agreement = session.scalars(valid).first()
    if agreement is None:
        raise NoAgreement(day=day, network_id=network_id)
    return agreement
