"""What transport cost and who paid it: of a day, of a plan not yet driven, of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.costs.agreements import agreement_on
from logistics.costs.funders import Agreement
from logistics.costs.ledger import Account, LedgerEntry
from logistics.costs.post import unposted
from logistics.costs.reckoning import reckon
from logistics.database import fetch
from logistics.errors import EndsBeforeItBegins
from logistics.network.networks import Network
from logistics.network.places import Municipality
from logistics.transport.plans import Plan, Trip


@dataclass(frozen=True, slots=True)
class Subsidy:
    """What one funder pays, minor units."""

    funder: str
    amount: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one municipality pays, minor units."""

    municipality: Municipality
    amount: int


@dataclass(frozen=True)
class Amounts:
    """Minor units of `currency`: day_cost + km_cost + hour_cost = total = subsidy + rest; the shares sum to the rest.

    Attributes:
        subsidies: one per funder that pays something, by name.
        shares: one per municipality of the network, by name, those that pay nothing too.
        trips, metres: that were driven, or would be.
    """

    currency: str
    day_cost: int
    km_cost: int
    hour_cost: int
    subsidies: tuple[Subsidy, ...]
    shares: tuple[Share, ...]
    trips: int
    metres: int

    @property
    def total(self) -> int:
        """Owed to the carrier."""
        return self.day_cost + self.km_cost + self.hour_cost

    @property
    def subsidy(self) -> int:
        """Paid by all funders together."""
        return sum(subsidy.amount for subsidy in self.subsidies)

    @property
    def rest(self) -> int:
        """Left for the municipalities."""
        return self.total - self.subsidy


@dataclass(frozen=True)
class DayCosts(Amounts):
    """The amounts of one service day."""

    day: date


@dataclass(frozen=True)
class PeriodCosts(Amounts):
    """The amounts of a period, both ends included, and of each of its days on which anything was driven.

    Attributes:
        unposted: driven trips that are not in these amounts, because no agreement covers their day.
    """

    first: date
    last: date
    days: tuple[DayCosts, ...]
    unposted: int


class _Line(NamedTuple):
    """A sum of ledger entries, or one that would be posted."""

    day: date
    account: Account
    municipality_id: str | None
    funder: str
    amount: int


class _Driven(NamedTuple):
    """What was driven on a day."""

    day: date
    trips: int
    metres: int


def day_costs(session: Session, network_id: str, day: date, by: Person) -> DayCosts:
    """What was driven on a day, by the ledger.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not see its costs.
    """
    network = _seen(session, network_id, by)
    lines, driven = _posted(session, network.id, day, day)
    return DayCosts(**_add_up(network, lines, driven), day=day)


def period_costs(session: Session, network_id: str, first: date, last: date, by: Person) -> PeriodCosts:
    """What was driven from a day to a day, both included, by the ledger.

    Raises:
        NotFound, NotAllowed: as `day_costs`.
        EndsBeforeItBegins: `last` is before `first`.
    """
    network = _seen(session, network_id, by)
    if last < first:
        raise EndsBeforeItBegins(field="last", first=first, last=last)
    lines, driven = _posted(session, network.id, first, last)
    waiting = unposted(network.id).where(Trip.day.between(first, last)).subquery()
    return PeriodCosts(
        **_add_up(network, lines, driven),
        first=first,
        last=last,
        days=tuple(
            DayCosts(**_add_up(network, [line for line in lines if line.day == of_day.day], [of_day]), day=of_day.day)
            for of_day in driven
        ),
        unposted=session.scalar(select(func.count()).select_from(waiting)) or 0,
    )


def estimate(session: Session, plan: Plan) -> DayCosts:
    """What the plan's own day will cost if it is driven as planned; the days of its outlook are not in it.

    Nothing is stored. Whoever shows it asks for the right to see costs.

    Raises:
        NoAgreement: nothing says who pays on that day.
    """
    network = fetch(session, Network, plan.network_id)
    agreement = agreement_on(session, network.id, plan.day)
    trips = [trip for trip in plan.trips if trip.day == plan.day]
    lines = [
        _Line(plan.day, account, municipality_id, agreement.funder, amount)
        for trip in trips
        for account, municipality_id, amount in reckon(trip, agreement, network.municipalities).entries()
    ]
    driven = _Driven(plan.day, len(trips), sum(trip.metres for trip in trips))
    return DayCosts(**_add_up(network, lines, [driven]), day=plan.day)


def _seen(session: Session, network_id: str, by: Person) -> Network:
    network = fetch(session, Network, network_id, field="network_id")
    allow(by, Act.SEE_COSTS, network_id=network.id)
    return network


def _posted(session: Session, network_id: str, first: date, last: date) -> tuple[list[_Line], list[_Driven]]:
    """What the ledger has of the days, summed by the database; by day."""
    ledger = LedgerEntry
    lines = session.execute(
        select(ledger.day, ledger.account, ledger.municipality_id, Agreement.funder, func.sum(ledger.amount))
        .join(Agreement, Agreement.id == ledger.agreement_id)
        .where(ledger.network_id == network_id, ledger.day.between(first, last))
        .group_by(ledger.day, ledger.account, ledger.municipality_id, Agreement.funder)
    )
    driven = session.execute(
        select(Trip.day, func.count(), func.sum(Trip.metres))
        .where(
            Trip.day.between(first, last),
            exists().where(ledger.trip_id == Trip.id, ledger.network_id == network_id),
        )
        .group_by(Trip.day)
        .order_by(Trip.day)
    )
    return (
        [_Line(day, account, payer, funder, int(amount)) for day, account, payer, funder, amount in lines],
        [_Driven(day, trips, int(metres)) for day, trips, metres in driven],
    )


def _add_up(network: Network, lines: Sequence[_Line], driven: Sequence[_Driven]) -> dict[str, Any]:
    """The values of `Amounts`."""
    owed = dict.fromkeys(Account, 0)
    subsidies: dict[str, int] = {}
    shares = {municipality.id: 0 for municipality in network.municipalities}
    for line in lines:
        owed[line.account] -= line.amount
        if line.account is Account.SUBSIDY:
            subsidies[line.funder] = subsidies.get(line.funder, 0) + line.amount
        elif line.municipality_id is not None:
            shares[line.municipality_id] += line.amount
    payers = sorted(network.municipalities, key=lambda municipality: (municipality.name, municipality.id))
    return {
        "currency": network.currency,
        "day_cost": owed[Account.DAY],
        "km_cost": owed[Account.DISTANCE],
        "hour_cost": owed[Account.TIME],
        "subsidies": tuple(Subsidy(funder, amount) for funder, amount in sorted(subsidies.items()) if amount),
        "shares": tuple(Share(municipality, shares[municipality.id]) for municipality in payers),
        "trips": sum(of_day.trips for of_day in driven),
        "metres": sum(of_day.metres for of_day in driven),
    }
