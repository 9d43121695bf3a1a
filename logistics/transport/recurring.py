"""Series asked for ahead of time: one request for each occasion, or news of why there is none."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from logistics.access.notices import staff_of, tell
from logistics.bookings.promise import next_open
from logistics.bookings.refusals import NothingFits
from logistics.bookings.series import A_DAY, Series, SeriesTurn, occasions
from logistics.bookings.wishes import matches
from logistics.database import fetch
from logistics.errors import LogisticsError
from logistics.network.calendar import local_day, receives
from logistics.network.networks import Network
from logistics.transport.approvals import request


def ask_ahead(session: Session, series_id: str, now: datetime) -> list[SeriesTurn]:
    """Ask for every occasion of a series that has come near and was not asked for; done twice, it asks once.

    What can't be had is skipped, and the people concerned are told why.

    Returns:
        The turns that were made.
    """
    series = fetch(session, Series, series_id, lock=True)
    if not series.active:
        return []
    network = session.get_one(Network, series.network_id)
    today = local_day(network, now)
    done = {turn.occasion for turn in series.turns}
    near = occasions(series.rhythm, series.starts_on, network.school_years, today + timedelta(days=series.days_ahead))
    asked_now = [day for day in near if day >= today and day not in done]
    made = [_turn(session, network, series, occasion, now) for occasion in asked_now]
    session.flush()
    return made


def _turn(session: Session, network: Network, series: Series, occasion: date, now: datetime) -> SeriesTurn:
    booking_id, refused = None, None
    try:
        with session.begin_nested():
            booking_id = _ask(session, network, series, occasion, now)
    except LogisticsError as refusal:
        refused = refusal.code
    turn = SeriesTurn(series_id=series.id, occasion=occasion, booking_id=booking_id, refusal=refused, made_at=now)
    series.turns.append(turn)
    session.flush()
    _tell(session, series, turn, now)
    return turn


def _ask(session: Session, network: Network, series: Series, occasion: date, now: datetime) -> str:
    place = series.goal
    first_day = occasion if receives(network, place, occasion) else next_open(network, place, occasion)
    last_day = first_day + (series.loan_days - 1) * A_DAY
    collection_id = series.collection_id
    if collection_id is None:
        found = matches(session, series, place, first_day, last_day, now, borrower=series.borrower, limit=1)
        if not found:
            raise NothingFits(place=place.name, first_day=first_day)
        collection_id = found[0].collection.id
    return request(
        session,
        collection_id=collection_id,
        place_id=place.id,
        contact_id=series.contact_id,
        first_day=first_day,
        last_day=last_day,
        note=series.note,
        by=series.asked_by,
        now=now,
    ).id


def _tell(session: Session, series: Series, turn: SeriesTurn, now: datetime) -> None:
    code = "series-skipped" if turn.refusal else "series-asked"
    facts: dict[str, str | int] = {
        "place": series.goal.name,
        "what": series.collection.title if series.collection else series.note or series.subject or "–",
        "occasion": turn.occasion.isoformat(),
    }
    people = [*staff_of(session, series.place_id), series.asked_by]
    about = f"booking:{turn.booking_id}" if turn.booking_id else f"series:{series.id}"
    key = f"{code}:{series.id}:{turn.occasion.isoformat()}"
    tell(session, people, code=code, facts=facts, about=about, key=key, now=now)
