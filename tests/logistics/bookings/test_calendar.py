"""What collections are doing day by day, without gap or overlap."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.calendar import Stretch, Use, calendars, filled
from logistics.bookings.decisions import approve
from logistics.bookings.holds import hold
from logistics.bookings.requests import ask
from tests.builders import a_collection
from tests.logistics.conftest import World

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
DAYS = st.dates(date(2026, 10, 1), date(2026, 12, 31))

STRETCHES = st.lists(
    st.builds(
        lambda use, first, length: Stretch(use, first, first + timedelta(days=length)),
        st.sampled_from([Use.ON_LOAN, Use.ON_THE_WAY, Use.HELD]),
        DAYS,
        st.integers(0, 40),
    ),
    max_size=6,
)


@given(busy=STRETCHES)
def test_stretches_fill_the_days_without_gap_or_overlap(busy: list[Stretch]) -> None:
    days = [
        stretch.first + timedelta(days=ahead)
        for stretch in filled(busy, FIRST, LAST)
        for ahead in range((stretch.last - stretch.first).days + 1)
    ]
    assert days == [FIRST + timedelta(days=ahead) for ahead in range(30)]


@given(busy=STRETCHES, day=st.dates(FIRST, LAST))
def test_a_day_is_free_exactly_when_nothing_has_it(busy: list[Stretch], day: date) -> None:
    (use,) = (stretch.use for stretch in filled(busy, FIRST, LAST) if stretch.first <= day <= stretch.last)
    assert (use is Use.FREE) == (not any(stretch.first <= day <= stretch.last for stretch in busy))


def lent(session: Session, world: World) -> None:
    """From Wednesday to Friday at the south; it leaves on Tuesday and is home on the Tuesday after."""
    wanted = {"collection_id": world.crate.id, "place_id": world.south.id}
    days = {"first_day": date(2026, 11, 25), "last_day": date(2026, 11, 27)}
    approve(session, ask(session, **wanted, **days, by=world.borrower, now=NOW).id, by=world.owner, now=NOW)


def uses(session: Session, world: World) -> list[tuple[Use, int, int]]:
    stretches = calendars(session, [world.crate.id], FIRST, LAST, now=NOW)[world.crate.id]
    return [(stretch.use, stretch.first.day, stretch.last.day) for stretch in stretches]


def test_a_loan_is_on_the_way_on_loan_and_on_the_way_again(session: Session, world: World) -> None:
    lent(session, world)
    assert uses(session, world) == [(Use.FREE, 1, 23), (Use.ON_THE_WAY, 24, 24), (Use.ON_LOAN, 25, 30)]


def test_days_kept_at_home_are_shown(session: Session, world: World) -> None:
    days = {"first_day": date(2026, 11, 25), "last_day": date(2026, 11, 26)}
    hold(session, world.crate.id, **days, by=world.owner, now=NOW)
    assert uses(session, world) == [(Use.FREE, 1, 24), (Use.HELD, 25, 26), (Use.FREE, 27, 30)]


def test_what_should_be_home_and_is_not_stays_away(session: Session, world: World) -> None:
    lent(session, world)
    late = datetime(2026, 12, 10, 7, 0, tzinfo=UTC)
    booking_stretches = calendars(session, [world.crate.id], date(2026, 12, 5), date(2026, 12, 20), now=late)
    assert booking_stretches[world.crate.id][0].use is Use.FREE  # it has never left
    session.scalars(select(Booking)).one().advance_to(BookingState.ON_LOAN)
    session.flush()
    stretches = calendars(session, [world.crate.id], date(2026, 12, 5), date(2026, 12, 20), now=late)[world.crate.id]
    assert next((stretch.use, stretch.last) for stretch in stretches) == (Use.ON_THE_WAY, date(2026, 12, 11))


def test_each_collection_has_a_calendar_of_its_own(session: Session, world: World) -> None:
    other = a_collection(session, world.north)
    lent(session, world)
    found = calendars(session, [world.crate.id, other.id], FIRST, LAST, now=NOW)
    assert [stretch.use for stretch in found[other.id]] == [Use.FREE]
