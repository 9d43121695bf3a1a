"""What transport cost and who pays it; everything adds up to the smallest unit."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.rest.fields import Day, Id, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.costs.statement import DayCosts, PeriodCosts, day_costs, estimate, period_costs
from logistics.transport.plan_search import plan_of

costs = Resource("costs", "What transport cost and who pays it, in minor units.")


class SubsidyOut(Outgoing):
    """What one funder pays."""

    funder = Text(most=120)
    amount = Whole(least=0)


class ShareOut(Outgoing):
    """What one municipality pays."""

    municipality = fields.Nested(Labelled)
    amount = Whole(least=0)


class AmountsOut(Outgoing):
    """day_cost + km_cost + hour_cost = total = subsidy + rest, and the shares sum to the rest."""

    currency = Text(most=3)
    day_cost = Whole(least=0)
    km_cost = Whole(least=0)
    hour_cost = Whole(least=0)
    total = Whole(least=0)
    subsidy = Whole(least=0)
    rest = Whole(least=0)
    subsidies = fields.List(fields.Nested(SubsidyOut))
    shares = fields.List(fields.Nested(ShareOut))
    trips = Whole(least=0)
    metres = Whole(least=0)


class DayCostsOut(AmountsOut):
    """The amounts of one service day."""

    day = Day()


class PeriodCostsOut(AmountsOut):
    """The amounts of a period, and of each of its days on which anything was driven."""

    first = Day()
    last = Day()
    days = fields.List(fields.Nested(DayCostsOut))
    unposted = Whole(least=0, metadata={"description": "Driven trips that no agreement covers; not in the amounts."})


class DayQuery(Incoming):
    """Of which day."""

    network_id = Id(required=True)
    day = Day(required=True)


class PeriodQuery(Incoming):
    """From which day to which, both included."""

    network_id = Id(required=True)
    first = Day(required=True)
    last = Day(required=True)


@costs.reads("/costs/day", Act.SEE_COSTS, query=DayQuery, gives=DayCostsOut)
def costs_of_day(by: Person, wanted: dict[str, Any]) -> DayCosts:
    """What was driven on a day, by the ledger."""
    return day_costs(db(), wanted["network_id"], wanted["day"], by)


@costs.reads("/costs/period", Act.SEE_COSTS, query=PeriodQuery, gives=PeriodCostsOut)
def costs_of_period(by: Person, wanted: dict[str, Any]) -> PeriodCosts:
    """What was driven in a period, by the ledger."""
    return period_costs(db(), wanted["network_id"], wanted["first"], wanted["last"], by)


@costs.reads("/plans/<id:plan_id>/costs", Act.SEE_COSTS, gives=DayCostsOut)
def costs_of_plan(by: Person, plan_id: str) -> DayCosts:
    """What a plan's own day will cost if it is driven as planned."""
    plan = plan_of(db(), plan_id, by)
    allow(by, Act.SEE_COSTS, network_id=plan.network_id)
    return estimate(db(), plan)
