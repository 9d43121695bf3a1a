"""Sharing a round out: an answer to look at first, then the decision with its bookings and its news."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from logistics.access.notices import staff_of, tell
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.applying import rounds_without
from logistics.bookings.availability import is_free
from logistics.bookings.holds import LONGEST_REASON, hold
from logistics.bookings.requests import ask
from logistics.bookings.sharing import Application, ApplicationState, RoundState, ShareRound
from logistics.database import fetch
from logistics.errors import LogisticsError
from logistics.holdings.collections import Collection
from logistics.network.calendar import local_day, receives
from logistics.network.networks import Network
from logistics.transport.approvals import approve
from logistics.transport.season_refusals import NoProposal, StillOpen
from routing.sharing.answer import Shared
from routing.sharing.round import Application as Asked
from routing.sharing.round import Round, Scarce
from routing.sharing.wire import read_shared, write_round, write_shared

TURN_ROUND = timedelta(days=14)
"""The end of each period, in which a set goes home and on to the next class."""


def round_to_share(session: Session, round_: ShareRound, now: datetime) -> Round:
    """What is to be decided, periods counted from 0; sets promised elsewhere are taken."""
    without = rounds_without(session, round_)
    return Round(
        sets=tuple(Scarce(one.collection_id, one.copies) for one in round_.sets),
        periods=len(round_.periods),
        applications=tuple(
            Asked(
                id=one.id,
                place=one.place_id,
                pupils=one.pupils,
                weight_percent=100 + round_.bonus_percent * without.get(one.place_id, 0),
                wishes=tuple(one.wishes),
                periods=tuple(number - 1 for number in one.periods),
            )
            for one in round_.applications
            if one.state is ApplicationState.SENT
        ),
        taken=frozenset(
            (one.collection_id, period.number - 1)
            for one in round_.sets
            for period in round_.periods
            if not is_free(session, one.collection_id, period.first_day, period.last_day, now=now)
        ),
        most_per_place=round_.most_per_place,
        seed=round_.id,
    )


def proposal_of(session: Session, round_: ShareRound, now: datetime) -> Shared | None:
    """The answer that was found last, if nothing that it rests on has changed since."""
    if round_.proposal is None or round_.proposal["fingerprint"] != mark(round_to_share(session, round_, now)):
        return None
    return read_shared(round_.proposal["answer"])


def decide(session: Session, round_id: str, *, by: Person, now: datetime) -> ShareRound:
    """Make the answer true: book what is given, write down the reasons, and tell everybody who applied.

    A loan that can't be booked after all, because a place is closed on its first day for example, leaves the
    application granted without a booking; its reason says why.

    Raises:
        NotFound, NotAllowed: no such round; `by` shares nothing out there.
        WrongState: it is decided or given up.
        StillOpen: it takes applications still.
        NoProposal: nobody has looked for an answer since something changed.
    """
    round_ = closed_round(session, round_id, by, now, lock=True)
    shared = proposal_of(session, round_, now)
    if shared is None:
        raise NoProposal(round=round_.name)
    refusals: Mapping[str, dict[str, Any]] = {one["application"]: one for one in write_shared(shared)["refusals"]}
    for one in round_.applications:
        if one.state is not ApplicationState.SENT:
            continue
        if one.id in shared.allocation:
            one.collection_id, period = shared.allocation[one.id]
            one.period, one.state = period + 1, ApplicationState.GRANTED
            _book(session, round_, one, by, now)
        else:
            one.state, one.reason = ApplicationState.REFUSED, refusals[one.id]
        _tell(session, round_, one, now)
    round_.move_to(RoundState.DECIDED)
    round_.decided_by_id, round_.decided_at = by.id, now
    session.flush()
    return round_


def closed_round(session: Session, round_id: str, by: Person, now: datetime, *, lock: bool = False) -> ShareRound:
    """A round that can be shared out.

    Raises:
        NotFound, NotAllowed: no such round; `by` shares nothing out there.
        WrongState: it is decided or given up.
        StillOpen: it takes applications still.
    """
    round_ = fetch(session, ShareRound, round_id, lock=lock)
    allow(by, Act.SHARE_OUT, network_id=round_.network_id)
    if round_.state is not RoundState.OPEN:
        round_.move_to(RoundState.DECIDED)  # raises: it can't be decided any more
    if local_day(session.get_one(Network, round_.network_id), now) <= round_.closes_on:
        raise StillOpen(round=round_.name, closes_on=round_.closes_on)
    return round_


def mark(asked: Round) -> str:
    """SHA-256 of everything that an answer rests on."""
    return hashlib.sha256(json.dumps(write_round(asked), sort_keys=True).encode()).hexdigest()


def _book(session: Session, round_: ShareRound, one: Application, by: Person, now: datetime) -> None:
    period = next(period for period in round_.periods if period.number == one.period)
    network = session.get_one(Network, round_.network_id)
    last_day = period.last_day - TURN_ROUND
    if one.collection_id and session.get_one(Collection, one.collection_id).home_id == one.place_id:
        _keep_at_home(session, round_, one, period.first_day, last_day, by, now)
        return
    span = (last_day - period.first_day).days
    days = (period.first_day + timedelta(days=ahead) for ahead in range(span + 1))
    first_day = next((day for day in days if receives(network, one.place, day)), period.first_day)
    try:
        with session.begin_nested():
            booking = ask(
                session,
                collection_id=one.collection_id or "",
                place_id=one.place_id,
                first_day=first_day,
                last_day=last_day,
                note=f"{round_.name}: {one.title}",
                by=by,
                now=now,
            )
            one.booking = approve(session, booking.id, by=by, now=now)
    except LogisticsError as refused:
        one.reason = {"code": "not-booked", "cause": refused.code}


def _keep_at_home(
    session: Session, round_: ShareRound, one: Application, first_day: date, last_day: date, by: Person, now: datetime
) -> None:
    """Keep a set that is given where it lives from everybody else."""
    try:
        with session.begin_nested():
            reason = f"{round_.name}: {one.title}"[:LONGEST_REASON]
            days = {"first_day": first_day, "last_day": last_day}
            one.hold = hold(session, one.collection_id or "", **days, reason=reason, by=by, now=now)
    except LogisticsError as refused:
        one.reason = {"code": "not-booked", "cause": refused.code}


def _tell(session: Session, round_: ShareRound, one: Application, now: datetime) -> None:
    granted = one.state is ApplicationState.GRANTED
    session.flush()
    session.refresh(one, ["collection"])
    tell(
        session,
        staff_of(session, one.place_id),
        code="share-granted" if granted else "share-refused",
        facts={
            "round": round_.name,
            "class": one.title,
            "collection": one.collection.title if one.collection else "",
        },
        about=f"share-round:{round_.id}",
        key=f"share-round:{round_.id}:{one.id}",
        now=now,
    )
