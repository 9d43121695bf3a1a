"""Making a rotation, and changing it by hand as long as it is a draft."""

from __future__ import annotations

from collections.abc import Collection as Many
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.rotations import (
    Rotation,
    RotationCell,
    RotationCrate,
    RotationPeriod,
    RotationPlace,
    RotationState,
    RotationWish,
)
from logistics.bookings.season_refusals import NotADraft, NotInRotation
from logistics.database import fetch, new_id
from logistics.errors import BadValue, DateInThePast, NotFound
from logistics.holdings.collections import Collection
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.places import Place

Kind = TypeVar("Kind", Place, Collection)

MOST_PERIODS, MOST_WEEKS, MOST_CAPACITY = 30, 26, 20

LONGEST_NAME = 120


def make_rotation(
    session: Session,
    *,
    network_id: str,
    name: str,
    first_day: date,
    weeks: int,
    periods: int,
    capacities: Mapping[str, int],
    collection_ids: Many[str],
    by: Person,
    now: datetime,
) -> Rotation:
    """Begin a rotation, without any crate in its place yet.

    Args:
        weeks: of each period.
        capacities: crates that can stand at each place that takes part.
        collection_ids: crates that travel; each gets its subject as its theme.

    Raises:
        NotFound: no such network, place or collection, or one of another network or no longer used.
        NotAllowed: `by` makes no rotations there.
        DateInThePast, BadValue: the days, the numbers or the name won't do; nobody or nothing takes part.
    """
    network = fetch(session, Network, network_id, field="network_id")
    allow(by, Act.ROTATE, network_id=network.id)
    today = local_day(network, now)
    if first_day < today:
        raise DateInThePast(field="first_day", day=first_day, today=today)
    _within("weeks", weeks, MOST_WEEKS)
    _within("periods", periods, MOST_PERIODS)
    _within("name", len(name.strip()), LONGEST_NAME)
    for capacity in capacities.values():
        _within("places", capacity, MOST_CAPACITY)
    _within("places", len(capacities), 200)
    _within("collection_ids", len(set(collection_ids)), 500)
    rotation = Rotation(
        id=new_id(),
        network_id=network.id,
        name=name.strip(),
        state=RotationState.DRAFT,
        made_by_id=by.id,
        made_at=now,
        periods=_periods(first_day, weeks, periods),
        places=[
            RotationPlace(place=_of(session, Place, network, place_id, "places"), capacity=capacity)
            for place_id, capacity in sorted(capacities.items())
        ],
        crates=[_crate(session, network, collection_id) for collection_id in sorted(set(collection_ids))],
    )
    session.add(rotation)
    session.flush()
    return rotation


def put(
    session: Session,
    rotation_id: str,
    *,
    collection_id: str,
    period: int,
    place_id: str | None,
    fixed: bool,
    by: Person,
) -> Rotation:
    """Put a crate somewhere in a period, or send it home; whatever rules that breaks is for the judge to say.

    Args:
        period: from 1.
        place_id: None: it rests at home, and can't be fixed there.
        fixed: the search leaves the cell as it is.

    Raises:
        NotFound: no such rotation.
        NotAllowed: `by` makes no rotations there.
        NotADraft: it is published.
        NotInRotation: crate, place or period do not take part.
    """
    rotation = draft_of(session, rotation_id, by)
    if period not in {one.number for one in rotation.periods}:
        raise NotInRotation(field="period", what="period", id=str(period))
    if collection_id not in {one.collection_id for one in rotation.crates}:
        raise NotInRotation(field="collection_id", what="collection", id=collection_id)
    if place_id is not None and place_id not in {one.place_id for one in rotation.places}:
        raise NotInRotation(field="place_id", what="place", id=place_id)
    cell = session.get(RotationCell, (rotation.id, collection_id, period))
    if place_id is None:
        if cell is not None:
            session.delete(cell)
    elif cell is None:
        session.add(
            RotationCell(
                rotation_id=rotation.id, collection_id=collection_id, period=period, place_id=place_id, fixed=fixed
            )
        )
    else:
        cell.place_id, cell.fixed = place_id, fixed
    session.flush()
    session.expire(rotation, ["cells"])
    return rotation


def fill(session: Session, rotation: Rotation, cells: Mapping[tuple[str, int], str]) -> None:
    """Write a whole rotation into a locked draft; what is fixed stays fixed.

    Args:
        cells: collection and period, from 1, to the place.
    """
    fixed = {(cell.collection_id, cell.period) for cell in rotation.cells if cell.fixed}
    session.execute(delete(RotationCell).where(RotationCell.rotation_id == rotation.id))
    session.expire(rotation, ["cells"])
    session.add_all(
        RotationCell(
            rotation_id=rotation.id,
            collection_id=collection_id,
            period=period,
            place_id=place_id,
            fixed=(collection_id, period) in fixed,
        )
        for (collection_id, period), place_id in sorted(cells.items())
    )
    session.flush()
    session.expire(rotation, ["cells"])


def wish(
    session: Session,
    rotation_id: str,
    *,
    place_id: str,
    collection_id: str | None = None,
    theme: str | None = None,
    period: int | None = None,
    never: bool = False,
    by: Person,
) -> RotationWish:
    """Say that a library wants a crate or a theme, or never wants a crate.

    Raises:
        NotFound: no such rotation.
        NotAllowed: `by` does not wish for that place.
        NotADraft: it is published.
        NotInRotation: place, crate, theme or period do not take part.
    """
    rotation = draft_of(session, rotation_id, by, Act.WISH, place_id)
    if place_id not in {one.place_id for one in rotation.places}:
        raise NotInRotation(field="place_id", what="place", id=place_id)
    if collection_id is None and (not theme or theme not in {one.theme for one in rotation.crates} or never):
        raise NotInRotation(field="collection_id", what="theme", id=theme or "")
    if collection_id is not None and collection_id not in {one.collection_id for one in rotation.crates}:
        raise NotInRotation(field="collection_id", what="collection", id=collection_id)
    if period is not None and period not in {one.number for one in rotation.periods}:
        raise NotInRotation(field="period", what="period", id=str(period))
    made = RotationWish(
        id=new_id(),
        rotation_id=rotation.id,
        place_id=place_id,
        collection_id=collection_id,
        theme=theme if collection_id is None else None,
        period=None if never else period,
        never=never,
    )
    session.add(made)
    session.flush()
    session.expire(rotation, ["wishes"])
    return made


def take_wish_back(session: Session, wish_id: str, *, by: Person) -> Rotation:
    """Take a wish back; refusals as in `wish`."""
    found = fetch(session, RotationWish, wish_id)
    rotation = draft_of(session, found.rotation_id, by, Act.WISH, found.place_id)
    session.delete(found)
    session.flush()
    session.expire(rotation, ["wishes"])
    return rotation


def throw_away(session: Session, rotation_id: str, *, by: Person) -> None:
    """Throw a draft away.

    Raises:
        NotFound, NotAllowed: no such rotation; `by` makes none there.
        NotADraft: it is published.
    """
    session.delete(draft_of(session, rotation_id, by))
    session.flush()


def draft_of(session: Session, rotation_id: str, by: Person, act: Act = Act.ROTATE, place_id: str = "") -> Rotation:
    """A draft, locked, that `by` may change."""
    rotation = fetch(session, Rotation, rotation_id, lock=True)
    allow(by, act, network_id=rotation.network_id, place_ids=(place_id,) if place_id else ())
    if rotation.state is not RotationState.DRAFT:
        raise NotADraft(rotation=rotation.name, rotation_id=rotation.id)
    return rotation


def rotation_of(session: Session, rotation_id: str, by: Person) -> Rotation:
    """One rotation.

    Raises:
        NotFound: there is none.
        NotAllowed: `by` does not see it.
    """
    rotation = fetch(session, Rotation, rotation_id)
    allow(by, Act.SEE_SEASONS, network_id=rotation.network_id)
    return rotation


def rotations_in(session: Session, network_id: str, by: Person) -> list[Rotation]:
    """The rotations of a network, the newest first.

    Raises:
        NotAllowed: `by` does not see them.
    """
    allow(by, Act.SEE_SEASONS, network_id=network_id)
    wanted = select(Rotation).where(Rotation.network_id == network_id)
    return list(session.scalars(wanted.order_by(Rotation.made_at.desc(), Rotation.id)))


def _periods(first_day: date, weeks: int, periods: int) -> list[RotationPeriod]:
    step = timedelta(weeks=weeks)
    return [
        RotationPeriod(
            number=number + 1,
            first_day=first_day + number * step,
            last_day=first_day + (number + 1) * step - timedelta(days=1),
        )
        for number in range(periods)
    ]


def _crate(session: Session, network: Network, collection_id: str) -> RotationCrate:
    collection = _of(session, Collection, network, collection_id, "collection_ids")
    return RotationCrate(collection=collection, theme=collection.subject)


def _of(session: Session, kind: type[Kind], network: Network, row_id: str, field: str) -> Kind:
    row = fetch(session, kind, row_id, field=field)
    if row.network_id != network.id or not row.active:
        raise NotFound(field=field, what=kind.__tablename__, id=row_id)
    return row


def _within(field: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise BadValue(field=field, value=value, least=1, most=most)
