"""Closures: days on which a place receives nothing."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.errors import BadValue, DateInThePast, EndsBeforeItBegins
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.places import Closure, Place

LONGEST_REASON = 200


def close_place(
    session: Session,
    *,
    place_id: str,
    first_day: date,
    last_day: date,
    reason: str,
    by: Person,
    now: datetime,
) -> Closure:
    """Say that a place receives nothing from the first day to the last, both included.

    Closures may overlap: the place is closed on every day of any of them. Plans made before are stale afterwards.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` may not close it.
        DateInThePast: the first day is before today at the place.
        EndsBeforeItBegins, BadValue: the last day is before the first; the reason is too long.
    """
    place = fetch(session, Place, place_id, field="place_id")
    allow(by, Act.CLOSE_PLACE, network_id=place.network_id, place_ids=(place.id,))
    today = local_day(fetch(session, Network, place.network_id), now)
    if first_day < today:
        raise DateInThePast(field="first_day", day=first_day, today=today)
    if last_day < first_day:
        raise EndsBeforeItBegins(field="last_day", first=first_day, last=last_day)
    if len(reason.strip()) > LONGEST_REASON:
        raise BadValue(field="reason", value=reason, most=LONGEST_REASON)
    closure = Closure(first_day=first_day, last_day=last_day, reason=reason.strip())
    place.closures.append(closure)
    session.flush()
    return closure


def reopen_place(session: Session, closure_id: str, *, by: Person) -> Place:
    """Take a closure back.

    Raises:
        NotFound: no such closure, or no longer.
        NotAllowed: `by` may not close, nor open, the place.
    """
    closure = fetch(session, Closure, closure_id)
    place = closure.place
    allow(by, Act.CLOSE_PLACE, network_id=place.network_id, place_ids=(place.id,))
    place.closures.remove(closure)
    session.flush()
    return place
