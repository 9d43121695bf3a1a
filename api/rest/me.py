"""The caller: who the token or the session stands for."""

from __future__ import annotations

from marshmallow import fields

from api.rest.fields import Choice, Text
from api.rest.resource import Resource
from api.rest.schema import Outgoing
from logistics.access.people import Person
from logistics.access.rights import RIGHTS, Act, Role, Scope

me = Resource("me", "The caller.")


class RightOut(Outgoing):
    """Something that the caller may do, and how far it reaches."""

    act = Choice(Act)
    scope = Choice(Scope)


class MeOut(Outgoing):
    """The caller, with rights."""

    id = Text(most=32)
    sign_in_name = Text(most=254)
    name = Text(most=120)
    role = Choice(Role)
    network_id = Text(most=32, allow_none=True)
    place_id = Text(most=64, allow_none=True)
    language = Text(most=8, allow_none=True)
    rights = fields.List(fields.Nested(RightOut))


@me.reads("/me", None, gives=MeOut)
def whoever_calls(by: Person) -> object:
    """Who calls, and what the caller may do."""
    rights = [{"act": act, "scope": scope} for act, scope in RIGHTS[by.role].items()]
    own = ("id", "sign_in_name", "name", "role", "network_id", "place_id", "language")
    return {name: getattr(by, name) for name in own} | {"rights": rights}
