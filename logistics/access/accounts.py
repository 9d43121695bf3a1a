"""People's accounts: made, signed in to, changed and closed."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import column, func, select, table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from logistics.access.passwords import hash_password, verify
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act, Role
from logistics.errors import BadValue, LogisticsError, NotFound

# People are known before networks are: their rooms are built on this one, so it knows their tables by name only.
_NETWORK = table("network", column("id"))
_PLACE = table("place", column("id"), column("network_id"))


class NameTaken(LogisticsError):
    """Somebody signs in by that name already. Facts: `sign_in_name`."""

    code = "name-taken"


class WrongCredentials(LogisticsError):
    """No such name, another password, or the account is closed: not told apart."""

    code = "wrong-credentials"


class LastAdministrator(LogisticsError):
    """Nobody would be left who may manage people."""

    code = "last-administrator"


def add_person(
    session: Session,
    *,
    sign_in_name: str,
    name: str,
    role: Role,
    password: str,
    network_id: str | None,
    place_id: str | None,
    now: datetime,
    language: str | None = None,
    demo: bool = False,
    by: Person | None = None,
) -> Person:
    """Let somebody sign in.

    Args:
        sign_in_name: an e-mail address or a short name; case does not matter.
        network_id: whom the person works for; only an administrator may do without.
        place_id: where a librarian works; nobody else has one.
        by: who asks; None: whoever runs the installation.

    Raises:
        NotAllowed: `by` does not manage people.
        BadValue: a name is empty, too long or not one; a network or place lacks, or is one too many.
        NotFound: no such network, or no such place in it.
        NameTaken, WeakPassword.
    """
    if by is not None:
        allow(by, Act.MANAGE_PEOPLE, network_id=network_id)
    sign_in_name = sign_in_name.strip().lower()
    if not re.fullmatch(r"[^\s@]{1,64}(@[^\s@]{1,189})?", sign_in_name):
        raise BadValue(field="sign_in_name", value=sign_in_name)
    if not 1 <= len(name.strip()) <= 120:
        raise BadValue(field="name", value=name, least=1, most=120)
    _check_workplace(session, role, network_id, place_id)
    if _named(session, sign_in_name) is not None:
        raise NameTaken(field="sign_in_name", sign_in_name=sign_in_name)
    person = Person(
        sign_in_name=sign_in_name,
        name=name.strip(),
        role=role,
        network_id=network_id,
        place_id=place_id,
        password_hash=hash_password(password),
        language=language,
        demo=demo,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError:  # somebody else took the name a moment ago
        raise NameTaken(field="sign_in_name", sign_in_name=sign_in_name) from None
    return person


def sign_in(session: Session, sign_in_name: str, password: str) -> Person:
    """Whoever has that name and password.

    Raises:
        WrongCredentials: nobody has, or the account is closed.
    """
    person = _named(session, sign_in_name.strip().lower())
    if not verify(person, password) or person is None or not person.active:
        raise WrongCredentials
    return person


def end_sessions(session: Session, person: Person) -> None:
    """Sign the person out everywhere."""
    person.session_epoch += 1
    session.flush()


def change_password(session: Session, person: Person, *, old: str, new: str) -> None:
    """Take a new password and end every session of the person.

    Raises:
        WrongCredentials: `old` is not the password.
        WeakPassword: `new` will not do.
    """
    if not verify(person, old):
        raise WrongCredentials(field="old")
    person.password_hash = hash_password(new)
    end_sessions(session, person)


def reset_password(session: Session, person_id: str, *, password: str, by: Person | None = None) -> Person:
    """Give somebody who forgot it a new password and end every session of theirs.

    Raises:
        NotFound, NotAllowed, WeakPassword.
    """
    person = _managed(session, person_id, by)
    person.password_hash = hash_password(password)
    end_sessions(session, person)
    return person


def deactivate(session: Session, person_id: str, *, by: Person | None = None) -> Person:
    """Close an account; what the person did stays. Once more does nothing.

    Raises:
        NotFound, NotAllowed.
        LastAdministrator: the person is the only one who may manage people.
    """
    person = _managed(session, person_id, by)
    if person.active and person.role is Role.ADMINISTRATOR:
        administrators = select(Person).where(Person.role == Role.ADMINISTRATOR, Person.active)
        if len(session.scalars(administrators.with_for_update()).all()) == 1:
            raise LastAdministrator
    person.active = False
    end_sessions(session, person)
    return person


def reactivate(session: Session, person_id: str, *, by: Person | None = None) -> Person:
    """Open a closed account again.

    Raises:
        NotFound, NotAllowed.
    """
    person = _managed(session, person_id, by)
    person.active = True
    session.flush()
    return person


def people_of(session: Session, by: Person, *, network_id: str | None = None) -> list[Person]:
    """Everybody whom `by` may manage, of one network or of all, by name; closed accounts last.

    Raises:
        NotAllowed: `by` does not manage people.
    """
    allow(by, Act.MANAGE_PEOPLE, network_id=network_id)
    wanted = select(Person).order_by(Person.active.desc(), func.lower(Person.name), Person.id)
    if network_id is not None:
        wanted = wanted.where(Person.network_id == network_id)
    return list(session.scalars(wanted))


def _named(session: Session, sign_in_name: str) -> Person | None:
    return session.scalar(select(Person).where(Person.sign_in_name == sign_in_name))


def _managed(session: Session, person_id: str, by: Person | None) -> Person:
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound(what="person", id=person_id)
    if by is not None:
        allow(by, Act.MANAGE_PEOPLE, network_id=person.network_id)
    return person


def _check_workplace(session: Session, role: Role, network_id: str | None, place_id: str | None) -> None:
    if network_id is None and role is not Role.ADMINISTRATOR:
        raise BadValue(field="network_id", value=network_id)
    if (place_id is not None) != (role is Role.LIBRARIAN):
        raise BadValue(field="place_id", value=place_id)
    if network_id is not None and session.scalar(select(_NETWORK).where(_NETWORK.c.id == network_id)) is None:
        raise NotFound(field="network_id", what="network", id=network_id)
    if place_id is not None:
        where = select(_PLACE).where(_PLACE.c.id == place_id, _PLACE.c.network_id == network_id)
        if session.scalar(where) is None:
            raise NotFound(field="place_id", what="place", id=place_id)
