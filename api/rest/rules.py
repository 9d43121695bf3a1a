"""Owners' rules: which requests are approved without anybody being asked."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Choice, Id, Moment, Several, Text, Whole, YesNo
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.bookings.rules import LONGEST_NAME, MOST_DAYS, ApprovalRule, add_rule, remove_rule, rules_seen
from logistics.holdings.collections import CollectionKind
from logistics.network.places import PlaceKind

rules = Resource("approval-rules", "What an owner says yes to beforehand.")


class RuleOut(Outgoing):
    """A rule; empty lists stand for all kinds."""

    id = Text(most=32)
    home = fields.Nested(Labelled)
    name = Text(most=LONGEST_NAME)
    kinds = fields.List(Text(most=24))
    borrower_kinds = fields.List(Text(most=24))
    least_days_ahead = Whole(least=0)
    most_loan_days = Whole(least=1)
    extends = YesNo()
    hands_on = YesNo()
    made_at = Moment()


class RuleIn(Incoming):
    """A new rule of an owner."""

    home_id = Id(required=True)
    name = Text(least=1, most=LONGEST_NAME, required=True)
    kinds = Several(Choice(CollectionKind), most=len(CollectionKind), load_default=())
    borrower_kinds = Several(Choice(PlaceKind), most=len(PlaceKind), load_default=())
    least_days_ahead = Whole(least=0, most=MOST_DAYS, required=True)
    most_loan_days = Whole(least=1, most=MOST_DAYS, required=True, metadata={"description": "Both ends counted."})
    extends = YesNo(load_default=False)
    hands_on = YesNo(load_default=False)


class RulesQuery(Incoming):
    """Whose rules."""

    home_id = Id(required=True)


@rules.reads("/approval-rules", Act.SET_RULES, query=RulesQuery, gives=list_of(RuleOut))
def rules_of_owner(by: Person, wanted: dict[str, Any]) -> object:
    """The rules of an owner, in the order in which they are asked."""
    return {"items": rules_seen(db(), wanted["home_id"], by)}


@rules.acts("/approval-rules", Act.SET_RULES, body=RuleIn, gives=RuleOut, status=201)
def set_rule(by: Person, wanted: dict[str, Any]) -> ApprovalRule:
    """Say yes beforehand; requests that wait for an answer already are not touched."""
    return add_rule(db(), by=by, now=now(), **wanted)


@rules.removes("/approval-rules/<id:rule_id>", Act.SET_RULES)
def drop_rule(by: Person, rule_id: str) -> None:
    """Say yes no longer; what the rule has approved stays approved."""
    remove_rule(db(), rule_id, by=by)
