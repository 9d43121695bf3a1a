"""The one question asked of the table of rights."""

from __future__ import annotations

from collections.abc import Collection as Many

from logistics.access.people import Person
from logistics.access.rights import RIGHTS, Act, Scope
from logistics.errors import NotAllowed


def may(person: Person, act: Act, *, network_id: str | None = None, place_ids: Many[str] = ()) -> bool:
    """Whether `person` may do `act` to something of that network that those places take part in.

    With neither network nor places given, it asks whether the person may do it anywhere at all.
    """
    scope = RIGHTS[person.role].get(act) if person.active else None
    if scope is None:
        return False
    if scope is Scope.EVERYWHERE or (network_id is None and not place_ids):
        return True
    if network_id is not None and network_id != person.network_id:
        return False
    return scope is Scope.NETWORK or person.place_id in place_ids


def allow(person: Person, act: Act, *, network_id: str | None = None, place_ids: Many[str] = ()) -> None:
    """Do nothing, or refuse.

    Raises:
        NotAllowed: the table gives `person` no such right there.
    """
    if not may(person, act, network_id=network_id, place_ids=place_ids):
        raise NotAllowed(act=act.value, role=person.role.value)
