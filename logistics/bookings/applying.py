"""Opening a round for scarce sets, and applying for them until it closes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act
from logistics.bookings.season_refusals import NotInRound, RoundClosed
from logistics.bookings.sharing import (
    Application,
    ApplicationState,
    RoundState,
    SharePeriod,
    ShareRound,
    ShareSet,
)
from logistics.database import fetch, new_id
from logistics.errors import BadValue, DateInThePast, EndsBeforeItBegins, NotFound
from logistics.holdings.collections import Collection
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.places import Place

MOST_PERIODS, MOST_WEEKS, MOST_PUPILS, MOST_SETS, MOST_BONUS = 20, 26, 500, 100, 200

LEAST_WEEKS = 3
"""Of a period: two of them are for the way home and on to the next class."""

LONGEST_NAME = 120

BONUS = 50
"""Per cent that a pupil counts more, unless told otherwise, for each round in a row in which the place went without."""

MOST_ROUNDS_WITHOUT = 2
"""Rounds without that count; more would let a single place outweigh every other."""


def open_round(
    session: Session,
    *,
    network_id: str,
    name: str,
    opens_on: date,
    closes_on: date,
    first_day: date,
    weeks: int,
    periods: int,
    collection_ids: Sequence[str],
    bonus_percent: int = BONUS,
    most_per_place: int | None = None,
    by: Person,
    now: datetime,
) -> ShareRound:
    """Invite applications for scarce sets.

    Args:
        first_day, weeks, periods: when the sets can be had: so many periods of so many weeks, one after the other.

    Raises:
        NotFound: no such network or collection, or one of another network or no longer used.
        NotAllowed: `by` shares nothing out there.
        DateInThePast, EndsBeforeItBegins, BadValue: days, numbers or name won't do.
    """
    network = fetch(session, Network, network_id, field="network_id")
    allow(by, Act.SHARE_OUT, network_id=network.id)
    today = local_day(network, now)
    if closes_on < today:
        raise DateInThePast(field="closes_on", day=closes_on, today=today)
    if closes_on < opens_on:
        raise EndsBeforeItBegins(field="closes_on", first=opens_on, last=closes_on)
    if first_day <= closes_on:
        raise EndsBeforeItBegins(field="first_day", first=closes_on, last=first_day)
    _within("name", len(name.strip()), 1, LONGEST_NAME)
    _within("weeks", weeks, LEAST_WEEKS, MOST_WEEKS)
    _within("periods", periods, 1, MOST_PERIODS)
    _within("bonus_percent", bonus_percent, 0, MOST_BONUS)
    _within("collection_ids", len(set(collection_ids)), 1, MOST_SETS)
    if most_per_place is not None:
        _within("most_per_place", most_per_place, 1, MOST_SETS)
    step = timedelta(weeks=weeks)
    made = ShareRound(
        id=new_id(),
        network_id=network.id,
        name=name.strip(),
        opens_on=opens_on,
        closes_on=closes_on,
        bonus_percent=bonus_percent,
        most_per_place=most_per_place,
        state=RoundState.OPEN,
        made_by_id=by.id,
        made_at=now,
        periods=[
            SharePeriod(
                number=number + 1,
                first_day=first_day + number * step,
                last_day=first_day + (number + 1) * step - timedelta(days=1),
            )
            for number in range(periods)
        ],
        sets=[ShareSet(collection=_set(session, network, one)) for one in sorted(set(collection_ids))],
    )
    session.add(made)
    session.flush()
    return made


def apply(
    session: Session,
    round_id: str,
    *,
    place_id: str,
    title: str,
    pupils: int,
    wishes: Sequence[str],
    periods: Sequence[int],
    by: Person,
    now: datetime,
) -> Application:
    """Apply for one set in one period.

    Args:
        wishes: ids of sets, the dearest first.
        periods: numbers, from 1, of those that would do.

    Raises:
        NotFound: no such round or place.
        NotAllowed: `by` does not apply for that place.
        RoundClosed: it takes no applications today.
        NotInRound: a wish or a period is not of the round, comes twice, or there is none.
        BadValue: too few or too many pupils; a title that is missing or too long.
    """
    round_ = fetch(session, ShareRound, round_id, lock=True)
    place = fetch(session, Place, place_id, field="place_id")
    if place.network_id != round_.network_id or not place.active:
        raise NotFound(field="place_id", what="place", id=place_id)
    allow(by, Act.WISH, network_id=round_.network_id, place_ids=(place.id,))
    _require_open(session, round_, now)
    _within("title", len(title.strip()), 1, LONGEST_NAME)
    _within("pupils", pupils, 1, MOST_PUPILS)
    known = {one.collection_id for one in round_.sets}
    if not wishes or len(set(wishes)) != len(wishes) or not set(wishes) <= known:
        raise NotInRound(field="wishes")
    if not periods or not set(periods) <= {one.number for one in round_.periods}:
        raise NotInRound(field="periods")
    made = Application(
        id=new_id(),
        round=round_,
        place=place,
        title=title.strip(),
        pupils=pupils,
        wishes=list(wishes),
        periods=sorted(set(periods)),
        state=ApplicationState.SENT,
        made_by=by,
        made_at=now,
    )
    session.add(made)
    session.flush()
    return made


def withdraw(session: Session, application_id: str, *, by: Person, now: datetime) -> Application:
    """Take an application back, as long as the round takes any.

    Raises:
        NotFound: no such application.
        NotAllowed: `by` does not apply for that place.
        RoundClosed: it takes no applications today.
    """
    application = fetch(session, Application, application_id, lock=True)
    allow(by, Act.WISH, network_id=application.round.network_id, place_ids=(application.place_id,))
    _require_open(session, application.round, now)
    application.state = ApplicationState.WITHDRAWN
    session.flush()
    return application


def call_round_off(session: Session, round_id: str, *, by: Person) -> ShareRound:
    """Give a round up before it is decided.

    Raises:
        NotFound, NotAllowed: no such round; `by` shares nothing out there.
        WrongState: it is decided, or was given up before.
    """
    round_ = fetch(session, ShareRound, round_id, lock=True)
    allow(by, Act.SHARE_OUT, network_id=round_.network_id)
    round_.move_to(RoundState.CANCELLED)
    session.flush()
    return round_


def round_of(session: Session, round_id: str, by: Person) -> ShareRound:
    """One round.

    Raises:
        NotFound, NotAllowed: there is none; `by` does not see it.
    """
    round_ = fetch(session, ShareRound, round_id)
    allow(by, Act.SEE_SEASONS, network_id=round_.network_id)
    return round_


def rounds_in(session: Session, network_id: str, by: Person) -> list[ShareRound]:
    """The rounds of a network, the newest first.

    Raises:
        NotAllowed: `by` does not see them.
    """
    allow(by, Act.SEE_SEASONS, network_id=network_id)
    wanted = select(ShareRound).where(ShareRound.network_id == network_id)
    return list(session.scalars(wanted.order_by(ShareRound.closes_on.desc(), ShareRound.id)))


def seen_applications(round_: ShareRound, by: Person) -> list[Application]:
    """Applications that `by` may see: all of a decided round, for everybody can see how it was shared; else the own."""
    everything = round_.state is RoundState.DECIDED or may(by, Act.SHARE_OUT, network_id=round_.network_id)
    live = [one for one in round_.applications if one.state is not ApplicationState.WITHDRAWN]
    return [one for one in live if everything or one.place_id == by.place_id]


def rounds_without(session: Session, round_: ShareRound) -> dict[str, int]:
    """How many decided rounds in a row each place went without, up to two; only rounds in which it applied count."""
    earlier = session.scalars(
        select(ShareRound)
        .where(
            ShareRound.network_id == round_.network_id,
            ShareRound.state == RoundState.DECIDED,
            ShareRound.id != round_.id,
        )
        .order_by(ShareRound.decided_at.desc(), ShareRound.id)
    )
    without: dict[str, int] = {}
    settled: set[str] = set()
    for past in earlier:
        got: dict[str, bool] = {}
        for one in past.applications:
            if one.state in (ApplicationState.GRANTED, ApplicationState.REFUSED):
                got[one.place_id] = got.get(one.place_id, False) or one.state is ApplicationState.GRANTED
        for place_id, something in got.items():
            if something:
                settled.add(place_id)
            elif place_id not in settled:
                without[place_id] = min(without.get(place_id, 0) + 1, MOST_ROUNDS_WITHOUT)
    return without


def _require_open(session: Session, round_: ShareRound, now: datetime) -> None:
    if not round_.takes_applications(local_day(session.get_one(Network, round_.network_id), now)):
        raise RoundClosed(round=round_.name, opens_on=round_.opens_on, closes_on=round_.closes_on)


def _set(session: Session, network: Network, collection_id: str) -> Collection:
    collection = fetch(session, Collection, collection_id, field="collection_ids")
    if collection.network_id != network.id or not collection.active:
        raise NotFound(field="collection_ids", what="collection", id=collection_id)
    return collection


def _within(field: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise BadValue(field=field, value=value, least=least, most=most)
