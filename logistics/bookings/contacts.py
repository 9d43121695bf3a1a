"""Contacts of a library: made, changed, deleted, and forgotten when nobody has borrowed for long."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.behalf import BorrowerKind, Contact, OnBehalf
from logistics.bookings.booking import ENDS, Booking
from logistics.bookings.series import Series
from logistics.bookings.serving import leave
from logistics.bookings.waiting import IN_LINE, WaitingEntry
from logistics.bookings.wishes import Wish, WishState
from logistics.database import fetch, new_id
from logistics.errors import BadValue, NotFound
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.places import Place

LONGEST = {"organisation": 120, "person": 120, "email": 254, "phone": 40}
"""Longest text of each field."""


def add_contact(
    session: Session,
    *,
    library_id: str,
    kind: BorrowerKind,
    organisation: str,
    person: str = "",
    email: str = "",
    phone: str = "",
    receiving_place_id: str | None = None,
    by: Person,
    now: datetime,
) -> Contact:
    """Let a library borrow on behalf of somebody that is no library.

    Raises:
        NotFound: no such library, or no such receiving place in its network.
        NotAllowed: `by` keeps no contacts of that library.
        BadValue: no organisation, a text too long, or an address that is none.
    """
    library = _library(session, library_id, by)
    today = local_day(session.get_one(Network, library.network_id), now)
    contact = Contact(id=new_id(), library=library, used_on=today)
    _write(session, contact, library, kind, receiving_place_id, _texts(organisation, person, email, phone))
    session.add(contact)
    session.flush()
    return contact


def change_contact(
    session: Session,
    contact_id: str,
    *,
    kind: BorrowerKind,
    organisation: str,
    person: str = "",
    email: str = "",
    phone: str = "",
    receiving_place_id: str | None = None,
    by: Person,
) -> Contact:
    """Write a contact anew; loans that are under way keep their place.

    Raises:
        NotFound: no such contact, or no such receiving place.
        NotAllowed, BadValue: as in `add_contact`.
    """
    contact = contact_of(session, contact_id, by)
    _write(session, contact, contact.library, kind, receiving_place_id, _texts(organisation, person, email, phone))
    session.flush()
    return contact


def remove_contact(session: Session, contact_id: str, *, by: Person, now: datetime) -> None:
    """Delete a contact with everything that tells who it was; its loans keep no more than its kind.

    It no longer stands in any line, its open wishes are taken back, and its series go with it.

    Raises:
        NotFound: no such contact, or no longer.
        NotAllowed: `by` keeps no contacts of that library.
    """
    contact = contact_of(session, contact_id, by)
    for behalf in session.scalars(select(OnBehalf).where(OnBehalf.contact_id == contact.id)):
        behalf.contact = None
    for entry in session.scalars(select(WaitingEntry).where(WaitingEntry.contact_id == contact.id)).all():
        if entry.state in IN_LINE:
            leave(session, entry.id, by=by, now=now)
        entry.contact = None
    for wish in session.scalars(select(Wish).where(Wish.contact_id == contact.id)):
        if wish.state is WishState.OPEN:
            wish.move_to(WishState.WITHDRAWN)
        wish.contact = None
    for series in session.scalars(select(Series).where(Series.contact_id == contact.id)):
        session.delete(series)
    session.delete(contact)
    session.flush()


def contact_of(session: Session, contact_id: str, by: Person) -> Contact:
    """One contact; refusals as in `remove_contact`."""
    contact = fetch(session, Contact, contact_id, field="contact_id")
    _library(session, contact.library_id, by)
    return contact


def contacts_of(session: Session, library_id: str, by: Person) -> list[Contact]:
    """The contacts of a library, by organisation.

    Raises:
        NotFound: no such library.
        NotAllowed: `by` keeps no contacts of it.
    """
    library = _library(session, library_id, by)
    wanted = select(Contact).where(Contact.library_id == library.id)
    return list(session.scalars(wanted.order_by(func.lower(Contact.organisation), Contact.id)))


def forget_contacts(session: Session, *, before: date) -> int:
    """Delete the contacts for whom nobody has borrowed since a day; how many there were.

    Those stay who have something, or for whom a series goes on.
    """
    borrowing = (
        exists()
        .where(OnBehalf.contact_id == Contact.id, OnBehalf.booking_id == Booking.id, Booking.state.not_in(ENDS))
        .correlate(Contact)
    )
    recurring = exists().where(Series.contact_id == Contact.id, Series.active).correlate(Contact)
    old = list(session.scalars(select(Contact.id).where(Contact.used_on < before, ~borrowing, ~recurring)))
    session.execute(delete(Series).where(Series.contact_id.in_(old)))
    session.execute(delete(Contact).where(Contact.id.in_(old)))
    return len(old)


def _library(session: Session, library_id: str, by: Person) -> Place:
    library = fetch(session, Place, library_id, field="library_id")
    allow(by, Act.KEEP_CONTACTS, network_id=library.network_id, place_ids=(library.id,))
    return library


def _texts(organisation: str, person: str, email: str, phone: str) -> dict[str, str]:
    typed = {"organisation": organisation, "person": person, "email": email, "phone": phone}
    return {field: text.strip() for field, text in typed.items()}


def _write(
    session: Session,
    contact: Contact,
    library: Place,
    kind: BorrowerKind,
    receiving_place_id: str | None,
    texts: dict[str, Any],
) -> None:
    for field, text in texts.items():
        if len(text) > LONGEST[field] or (field == "organisation" and not text):
            raise BadValue(field=field, value=text, least=1 if field == "organisation" else 0, most=LONGEST[field])
    if texts["email"] and "@" not in texts["email"]:
        raise BadValue(field="email", value=texts["email"])
    if receiving_place_id is not None:
        place = fetch(session, Place, receiving_place_id, field="receiving_place_id")
        if place.network_id != library.network_id or not place.active:
            raise NotFound(field="receiving_place_id", what="place", id=receiving_place_id)
    contact.kind, contact.receiving_place_id = kind, receiving_place_id
    for field, text in texts.items():
        setattr(contact, field, text)
