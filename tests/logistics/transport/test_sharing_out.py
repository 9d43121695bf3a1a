"""A round from its opening to its result."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import Notice
from logistics.bookings.applying import apply, open_round, rounds_without, withdraw
from logistics.bookings.booking import BookingState
from logistics.bookings.season_refusals import NotInRound, RoundClosed
from logistics.bookings.sharing import Application, ApplicationState, RoundState, ShareRound
from logistics.database import Sessions
from logistics.errors import NotAllowed
from logistics.transport.season_refusals import NoProposal, StillOpen
from logistics.transport.sharing_out import decide, proposal_of
from logistics.transport.sharing_runs import look, run_sharing
from tests.logistics.conftest import World

CLOSES = date(2026, 12, 1)


@pytest.fixture
def later(now: datetime) -> datetime:
    """When the round has closed."""
    return now + timedelta(days=9)


@pytest.fixture
def round_(session: Session, world: World, now: datetime) -> ShareRound:
    """One crate for one period of six weeks."""
    return open_round(
        session,
        network_id="test",
        name="Spring term",
        opens_on=date(2026, 11, 20),
        closes_on=CLOSES,
        first_day=date(2027, 1, 11),
        weeks=6,
        periods=1,
        collection_ids=[world.crate.id],
        by=world.coordinator,
        now=now,
    )


def applied(session: Session, round_: ShareRound, place: str, pupils: int, world: World, now: datetime) -> Application:
    by = world.borrower if place == "south" else world.hub_staff
    wanted = {"title": f"Class of {place}", "pupils": pupils, "wishes": [world.crate.id], "periods": [1]}
    return apply(session, round_.id, place_id=f"test-{place}", by=by, now=now, **wanted)  # type: ignore[arg-type]


def settled(sessions: Sessions, session: Session, round_: ShareRound, world: World, later: datetime) -> ShareRound:
    run = look(session, round_.id, by=world.coordinator, now=later)
    session.commit()
    run_sharing(sessions, run.id, 0, lambda: later)
    session.expire_all()
    return session.get_one(ShareRound, round_.id)


def test_nothing_is_decided_by_looking(
    sessions: Sessions, session: Session, world: World, now: datetime, later: datetime, round_: ShareRound
) -> None:
    one = applied(session, round_, "south", 1, world, now)
    round_ = settled(sessions, session, round_, world, later)
    shared = proposal_of(session, round_, later)
    assert shared is not None
    assert (set(shared.allocation), one.state, round_.state) == ({one.id}, ApplicationState.SENT, RoundState.OPEN)


def test_the_decision_books_tells_and_gives_reasons(
    sessions: Sessions, session: Session, world: World, now: datetime, later: datetime, round_: ShareRound
) -> None:
    loser = applied(session, round_, "south", 1, world, now)
    winner = applied(session, round_, "hub", 1, world, now - timedelta(hours=1))
    rivals = {loser.id: winner.id, winner.id: loser.id}
    round_ = settled(sessions, session, round_, world, later)
    decide(session, round_.id, by=world.coordinator, now=later)
    states = {one.id: one.state for one in round_.applications}
    assert sorted(state.value for state in states.values()) == ["granted", "refused"]
    for one in round_.applications:
        if one.state is ApplicationState.GRANTED:
            assert one.booking is not None
            assert one.booking.state is BookingState.APPROVED
        else:
            assert (one.reason or {})["rivals"][0][1] == rivals[one.id]
    told = set(session.scalars(select(Notice.code)))
    assert {"share-granted", "share-refused"} <= told


def test_an_answer_that_something_has_changed_under_is_not_made_true(
    sessions: Sessions, session: Session, world: World, now: datetime, later: datetime, round_: ShareRound
) -> None:
    one = applied(session, round_, "south", 1, world, now)
    round_ = settled(sessions, session, round_, world, later)
    one.pupils = 7
    session.flush()
    with pytest.raises(NoProposal):
        decide(session, round_.id, by=world.coordinator, now=later)


def test_as_long_as_it_is_open_nothing_can_be_decided(
    session: Session, world: World, now: datetime, round_: ShareRound
) -> None:
    with pytest.raises(StillOpen):
        look(session, round_.id, by=world.coordinator, now=now)


def test_after_it_has_closed_nobody_applies_or_withdraws(
    session: Session, world: World, now: datetime, later: datetime, round_: ShareRound
) -> None:
    one = applied(session, round_, "south", 1, world, now)
    with pytest.raises(RoundClosed):
        applied(session, round_, "south", 1, world, later)
    with pytest.raises(RoundClosed):
        withdraw(session, one.id, by=world.borrower, now=later)


@pytest.mark.parametrize("wrong", [{"wishes": []}, {"wishes": ["other"]}, {"periods": [2]}, {"periods": []}])
def test_wishes_and_periods_are_those_of_the_round(
    session: Session, world: World, now: datetime, round_: ShareRound, wrong: dict[str, object]
) -> None:
    wanted = {"title": "7B", "pupils": 20, "wishes": [world.crate.id], "periods": [1]} | wrong
    with pytest.raises(NotInRound):
        apply(session, round_.id, place_id=world.south.id, by=world.borrower, now=now, **wanted)  # type: ignore[arg-type]


def test_nobody_applies_for_another_place(session: Session, world: World, now: datetime, round_: ShareRound) -> None:
    wanted = {"title": "7B", "pupils": 20, "wishes": [world.crate.id], "periods": [1]}
    with pytest.raises(NotAllowed):
        apply(session, round_.id, place_id=world.hub.id, by=world.borrower, now=now, **wanted)  # type: ignore[arg-type]


def test_who_went_without_counts_more_the_next_time_and_not_after_getting_something(
    session: Session, world: World, now: datetime, round_: ShareRound
) -> None:
    past = open_round(
        session,
        network_id="test",
        name="Autumn term",
        opens_on=date(2026, 11, 20),
        closes_on=CLOSES,
        first_day=date(2027, 1, 11),
        weeks=6,
        periods=1,
        collection_ids=[world.crate.id],
        by=world.coordinator,
        now=now,
    )
    went, got = applied(session, past, "south", 1, world, now), applied(session, past, "hub", 1, world, now)
    went.state, got.state = ApplicationState.REFUSED, ApplicationState.GRANTED
    past.state, past.decided_at = RoundState.DECIDED, now
    session.flush()
    assert rounds_without(session, round_) == {world.south.id: 1}
