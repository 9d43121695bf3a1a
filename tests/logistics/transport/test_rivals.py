"""Many who ask for one crate at the same moment, with a rule that says yes to whoever comes first."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings.availability import busy_spans
from logistics.bookings.refusals import AlreadyPromised
from logistics.bookings.rules import add_rule
from logistics.database import Sessions, unit_of_work
from logistics.transport.approvals import request
from tests.logistics.conftest import World

RIVALS = 24
FIRST, LAST = date(2026, 12, 2), date(2026, 12, 4)


def test_one_has_it_and_everybody_else_is_told_so(
    sessions: Sessions, session: Session, world: World, now: datetime
) -> None:
    days = {"least_days_ahead": 0, "most_loan_days": 30}
    add_rule(session, home_id=world.north.id, name="Whoever comes first", by=world.owner, now=now, **days)
    session.commit()
    together = Barrier(RIVALS)

    def ask(number: int) -> str:
        by, place = (world.borrower, world.south) if number % 2 else (world.hub_staff, world.hub)
        span = {"first_day": FIRST, "last_day": LAST}
        together.wait()
        try:
            with unit_of_work(sessions) as mine:
                who = mine.get_one(Person, by.id)
                request(mine, collection_id="crate", place_id=place.id, by=who, now=now, **span)
        except AlreadyPromised:
            return "refused"
        return "approved"

    with ThreadPoolExecutor(RIVALS) as pool:
        assert Counter(pool.map(ask, range(RIVALS))) == {"approved": 1, "refused": RIVALS - 1}
    assert len(busy_spans(session, "crate", FIRST, LAST)) == 1
