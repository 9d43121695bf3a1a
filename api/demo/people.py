"""The accounts of the demonstration; they exist in demo data only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.accounts import add_person, reset_password
from logistics.access.passwords import verify
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.network.networks import Network

PASSWORD_FILE = "demo_password"  # noqa: S105  # the name of a file
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without signs that are mistaken for others."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the demonstration; `place` without the network's name."""

    sign_in_name: str
    name: str
    role: Role
    place: str | None = None


_VARMLAND = (
    Account("sunne", "Maria Nilsson", Role.LIBRARIAN, "sunne"),
    Account("karlstad", "Johan Ekström", Role.LIBRARIAN, "karlstad"),
    Account("arvika", "Eva Lindgren", Role.LIBRARIAN, "arvika"),
    Account("filipstad", "Amina Yusuf", Role.LIBRARIAN, "filipstad"),
    Account("torsby", "Pekka Mattila", Role.LIBRARIAN, "torsby"),
    Account("driver", "Lasse Öberg", Role.DRIVER),
    Account("driver2", "Sara Åkesson", Role.DRIVER),
    Account("coordinator", "Karin Lindqvist", Role.COORDINATOR),
    Account("administrator", "Astrid Berg", Role.ADMINISTRATOR),
)

_SOR_TROMS = (
    Account("harstad", "Ingrid Mikalsen", Role.LIBRARIAN, "harstad"),
    Account("ibestad", "Trond Nygård", Role.LIBRARIAN, "ibestad"),
    Account("salangen", "Sunniva Hansen", Role.LIBRARIAN, "salangen"),
    Account("gratangen", "Mari Kristensen", Role.LIBRARIAN, "gratangen"),
    Account("skole", "Jonas Eilertsen", Role.LIBRARIAN, "ibestad-skole"),
    Account("sjafor", "Odd Pedersen", Role.DRIVER),
    Account("koordinator", "Kari Solberg", Role.COORDINATOR),
    Account("administrator", "Astrid Berg", Role.ADMINISTRATOR),
)

_MIDT_TROMS = (
    Account("finnsnes", "Berit Johansen", Role.LIBRARIAN, "finnsnes"),
    Account("skaland", "Arne Olsen", Role.LIBRARIAN, "skaland"),
    Account("vangsvik", "Line Andreassen", Role.LIBRARIAN, "vangsvik"),
    Account("barneskole", "Fatima Ali", Role.LIBRARIAN, "finnsnes-barneskole"),
    Account("barnehage", "Elin Larsen", Role.LIBRARIAN, "finnsnes-barnehage"),
    Account("sjafor-midt", "Geir Jensen", Role.DRIVER),
    Account("koordinator-midt", "Hilde Lorentsen", Role.COORDINATOR),
    Account("administrator", "Astrid Berg", Role.ADMINISTRATOR),
)

ACCOUNTS: dict[str, tuple[Account, ...]] = {
    "varmland": _VARMLAND,
    "sor-troms": _SOR_TROMS,
    "midt-troms": _MIDT_TROMS,
}
"""Invented people of each sample network; all sign in with the same password, made for each installation."""


def demo_password(home: Path) -> str:
    """The password of all demo accounts of an installation, made on first use and kept beside its key."""
    path = home / PASSWORD_FILE
    if not path.exists():
        groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("-".join(groups))
    return path.read_text()


def demo_people(session: Session, network: Network, password: str, now: datetime) -> Mapping[str, Person]:
    """The demo accounts by their sign-in names; those that are missing are made.

    A name that somebody else signs in with is left to that person, and not among them.
    """
    accounts = ACCOUNTS[network.id]
    names = [account.sign_in_name for account in accounts]
    known = {
        person.sign_in_name: person for person in session.scalars(select(Person).where(Person.sign_in_name.in_(names)))
    }
    places = {place.id for place in network.places}
    people: dict[str, Person] = {}
    for account in accounts:
        place_id = f"{network.id}-{account.place}" if account.place else None
        person = known.get(account.sign_in_name)
        if person is None and (place_id is None or place_id in places):
            person = add_person(
                session,
                sign_in_name=account.sign_in_name,
                name=account.name,
                role=account.role,
                password=password,
                network_id=None if account.role is Role.ADMINISTRATOR else network.id,
                place_id=place_id,
                now=now,
                demo=True,
            )
        if person is not None and person.demo:
            people[account.sign_in_name] = person
    _open_with(session, people, password)
    return people


def _open_with(session: Session, people: Mapping[str, Person], password: str) -> None:
    """Give all of them the password again, where its file was lost and made anew."""
    some = next(iter(people.values()), None)
    if some is not None and not verify(some, password):
        for person in people.values():
            reset_password(session, person.id, password=password)
