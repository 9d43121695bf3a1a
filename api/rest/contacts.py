"""Contacts: borrowers that are no libraries, kept by the library that asks for them."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Choice, Day, Id, Text
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.bookings.behalf import BorrowerKind, Contact
from logistics.bookings.contacts import LONGEST, add_contact, change_contact, contacts_of, remove_contact

contacts = Resource("contacts", "Borrowers that are no libraries; only their library sees them.")


class ContactOut(Outgoing):
    """A contact."""

    id = Text(most=32)
    library = fields.Nested(Labelled)
    kind = Choice(BorrowerKind)
    organisation = Text(most=LONGEST["organisation"])
    person = Text(most=LONGEST["person"])
    email = Text(most=LONGEST["email"])
    phone = Text(most=LONGEST["phone"])
    receiving_place = fields.Nested(Labelled, allow_none=True)
    used_on = Day(metadata={"description": "Made, or last borrowed; two years later it is forgotten."})


class ContactChangeIn(Incoming):
    """What is known of a contact."""

    kind = Choice(BorrowerKind, required=True)
    organisation = Text(least=1, most=LONGEST["organisation"], required=True)
    person = Text(most=LONGEST["person"], load_default="")
    email = Text(most=LONGEST["email"], load_default="")
    phone = Text(most=LONGEST["phone"], load_default="")
    receiving_place_id = Id(load_default=None, allow_none=True, metadata={"description": "null: at the library."})


class ContactIn(ContactChangeIn):
    """A new contact of a library."""

    library_id = Id(required=True)


class ContactsQuery(Incoming):
    """Whose."""

    library_id = Id(required=True)


@contacts.reads("/contacts", Act.KEEP_CONTACTS, query=ContactsQuery, gives=list_of(ContactOut))
def contacts_of_library(by: Person, wanted: dict[str, Any]) -> object:
    """The contacts of a library, by organisation."""
    return {"items": contacts_of(db(), wanted["library_id"], by)}


@contacts.acts("/contacts", Act.KEEP_CONTACTS, body=ContactIn, gives=ContactOut, status=201)
def keep_contact(by: Person, wanted: dict[str, Any]) -> Contact:
    """Add a contact."""
    return add_contact(db(), by=by, now=now(), **wanted)


@contacts.acts("/contacts/<id:contact_id>", Act.KEEP_CONTACTS, body=ContactChangeIn, gives=ContactOut)
def rewrite_contact(by: Person, wanted: dict[str, Any], contact_id: str) -> Contact:
    """Write a contact anew."""
    return change_contact(db(), contact_id, by=by, **wanted)


@contacts.removes("/contacts/<id:contact_id>", Act.KEEP_CONTACTS)
def delete_contact(by: Person, contact_id: str) -> None:
    """Delete a contact; its loans keep no more than its kind."""
    remove_contact(db(), contact_id, by=by, now=now())
