"""People's accounts, for those who manage them."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.languages import LANGUAGES
from api.rest.fields import Choice, Id, Moment, OneOf, Text
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, list_of
from api.session import db
from logistics.access.accounts import add_person, deactivate, people_of, reactivate
from logistics.access.people import Person
from logistics.access.rights import Act, Role

people = Resource("people", "Who signs in.")


class PersonOut(Outgoing):
    """Somebody who signs in."""

    id = Text(most=32)
    sign_in_name = Text(most=254)
    name = Text(most=120)
    role = Choice(Role)
    network_id = Text(most=32, allow_none=True)
    place_id = Text(most=64, allow_none=True)
    language = Text(most=8, allow_none=True)
    active = fields.Boolean()
    demo = fields.Boolean()
    created_at = Moment()


class PersonIn(Incoming):
    """Somebody new; a librarian works at a place, nobody else does."""

    sign_in_name = Text(least=1, most=254, required=True)
    name = Text(least=1, most=120, required=True)
    role = Choice(Role, required=True)
    password = Text(least=1, most=1000, required=True)
    network_id = Id(load_default=None, allow_none=True)
    place_id = Id(load_default=None, allow_none=True)
    language = OneOf(sorted(LANGUAGES), load_default=None, allow_none=True)


class PeopleQuery(Incoming):
    """Of which network."""

    network_id = Id(load_default=None, metadata={"description": "Of all, unless given."})


@people.reads("/people", Act.MANAGE_PEOPLE, query=PeopleQuery, gives=list_of(PersonOut))
def everybody(by: Person, wanted: dict[str, Any]) -> object:
    """Everybody whom the caller may manage, by name; closed accounts last."""
    return {"items": people_of(db(), by, network_id=wanted["network_id"])}


@people.acts("/people", Act.MANAGE_PEOPLE, body=PersonIn, gives=PersonOut, status=201)
def let_in(by: Person, person: dict[str, Any]) -> Person:
    """Let somebody sign in."""
    return add_person(db(), by=by, now=now(), **person)


@people.acts("/people/<id:person_id>/deactivate", Act.MANAGE_PEOPLE, gives=PersonOut)
def close_account(by: Person, person_id: str) -> Person:
    """Close an account; what the person did stays."""
    return deactivate(db(), person_id, by=by)


@people.acts("/people/<id:person_id>/reactivate", Act.MANAGE_PEOPLE, gives=PersonOut)
def open_account(by: Person, person_id: str) -> Person:
    """Open a closed account again."""
    return reactivate(db(), person_id, by=by)
