"""Sets the stage: the network, its people, the days before, today, and the plan of the next service day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.clock import Clock
from api.demo.driving import drive_day
from api.demo.people import demo_people
from api.demo.seasons import fill_seasons
from api.demo.wishes import Wishes
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import Booking
from logistics.database import Sessions, reading, unit_of_work
from logistics.files.load import Loaded, load_network
from logistics.network.calendar import is_service_day, local_day, next_service_day, service_days, wall_clock
from logistics.network.networks import Network
from logistics.transport.building import build
from logistics.transport.plans import Plan, PlanningRun, PlanState
from logistics.transport.publishing import publish, published_plan
from logistics.transport.queued import RunState
from logistics.transport.run import run_planning
from logistics.transport.runs import request_run, stale_runs
from logistics.transport.shipments import Shipment
from routing.progress import Progress, silent

A_DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=10)
PAST_PLAN_SECONDS, PLAN_SECONDS = 3, 10
"""Searches are short here: who looks at a demonstration waits for it."""
CRATES_A_DAY = 24
LOANS_A_DAY = 4
REQUESTS = 7

Bar = Callable[[float, str], AbstractContextManager[Progress]]
"""Shows a search of so many seconds, its costs in a currency."""


class NotPlanned(Exception):
    """The day could not be planned; `run` says why."""

    def __init__(self, run: PlanningRun) -> None:
        super().__init__(run.fault)
        self.run = run


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demonstration is played, and when.

    Attributes:
        now: the moment that counts as the present.
    """

    sessions: Sessions
    network_id: str
    clock: Clock
    now: datetime

    def load(self, source: Path, password: str) -> Loaded:
        """Load the network and its people."""
        with unit_of_work(self.sessions) as session:
            loaded = load_network(session, source, now=self.now)
            demo_people(session, session.get_one(Network, self.network_id), password, self.now - 30 * A_DAY)
        return loaded

    def fill(self) -> None:
        """Make a week of requests around today, drive the service day before today, and publish today.

        Each of these is left out where it has been done, so a demonstration that was cut short goes on.
        """
        with unit_of_work(self.sessions) as session:
            network = session.get_one(Network, self.network_id)
            today = local_day(network, self.now)
            days = [_service_day_before(network, today)]
            days += [today] if is_service_day(network, today) else []
            if not self._has_asked(session):
                self._ask(session, network, [*days, next_service_day(network, today)])
        fill_seasons(self.sessions, self.network_id, self.now)
        for day in days:
            self._past_day(day, driven=day < today)

    def plan_next_day(self, bar: Bar) -> str:
        """The id of an up-to-date plan of the next service day; one that is there is taken.

        Raises:
            NotPlanned: the run failed.
        """
        with reading(self.sessions) as session:
            network = session.get_one(Network, self.network_id)
            day = next_service_day(network, local_day(network, self.now))
            seconds, currency = min(network.plan_seconds, PLAN_SECONDS), network.currency
            ready = _ready_plan(session, network, day, self.now)
        if ready is not None:
            return ready
        with bar(seconds, currency) as told:
            return self._plan(day, seconds, self.clock, told)

    def people(self, session: Session) -> Mapping[str, Person]:
        """The demonstration's people by sign-in name."""
        theirs = (Person.network_id == self.network_id) | (Person.role == Role.ADMINISTRATOR)
        people = session.scalars(select(Person).where(Person.demo, Person.active, theirs))
        return {person.sign_in_name: person for person in people}

    def coordinator(self, session: Session) -> Person:
        """Whoever plans the demonstration's days."""
        return next(person for person in self.people(session).values() if person.role is Role.COORDINATOR)

    def _has_asked(self, session: Session) -> bool:
        since = self.now - LOOK_BACK
        asked = select(Booking.id).where(Booking.network_id == self.network_id, Booking.asked_at >= since)
        sent = select(Shipment.id).where(Shipment.network_id == self.network_id, Shipment.created_at >= since)
        return any(session.scalar(some.limit(1)) is not None for some in (asked, sent))

    def _ask(self, session: Session, network: Network, days: list[date]) -> None:
        """Loans asked for a week ago that leave around these days, crates of each of them, and fresh requests."""
        people, chance = self.people(session), Random(network.id)  # noqa: S311  # a show, no secret
        wishes = Wishes(session, network, people, chance)
        asked_at = wall_clock(network, days[0] - 5 * A_DAY, 10 * 60)
        for day in islice(service_days(network, days[0]), 5):
            wishes.loans(LOANS_A_DAY, day, asked_at=asked_at)
        for day in [_service_day_before(network, days[0]), *days]:
            evening_before = wall_clock(network, day - A_DAY, 14 * 60)
            wishes.crates(CRATES_A_DAY, day, sent_at=min(evening_before, self.now))
        wishes.requests(REQUESTS, local_day(network, self.now), asked_at=self.now - timedelta(hours=2))

    def _past_day(self, day: date, *, driven: bool) -> None:
        """Plan and publish a day on the evening before, and drive it where it is over."""
        with reading(self.sessions) as session:
            network = session.get_one(Network, self.network_id)
            if published_plan(session, network.id, day) is not None:
                return
            evening = wall_clock(network, day - A_DAY, network.cutoff_minute + 30)
        plan_id = self._plan(day, PAST_PLAN_SECONDS, lambda: evening, silent)
        with unit_of_work(self.sessions) as session:
            plan = publish(session, plan_id, by=self.coordinator(session), now=evening + timedelta(minutes=20))
            if driven:
                drive_day(session, plan, self.people(session))

    def _plan(self, day: date, seconds: int, clock: Clock, told: Progress) -> str:
        with unit_of_work(self.sessions) as session:
            lost = {run.day: run for run in stale_runs(session, clock())}
            run = lost.get(day) or request_run(
                session,
                network_id=self.network_id,
                day=day,
                seconds=seconds,
                by=self.coordinator(session),
                now=clock(),
            )
        run_planning(self.sessions, run.id, run.attempt, clock, told)
        with reading(self.sessions) as session:
            run = session.get_one(PlanningRun, run.id)
            if run.plan_id is None or run.state not in (RunState.DONE, RunState.CANCELLED):
                raise NotPlanned(run)
            return run.plan_id


def _service_day_before(network: Network, day: date) -> date:
    earlier = day - A_DAY
    while not is_service_day(network, earlier):
        earlier -= A_DAY
    return earlier


def _ready_plan(session: Session, network: Network, day: date, now: datetime) -> str | None:
    """A plan of the day under which nothing has changed, published or not."""
    plans = session.scalars(
        select(Plan)
        .where(Plan.network_id == network.id, Plan.day == day, Plan.state != PlanState.REPLACED)
        .order_by(Plan.state.desc(), Plan.made_at.desc())
    ).all()
    for plan in plans:
        if plan.state is PlanState.PUBLISHED:
            return plan.id
        if build(session, network.id, day, now=now, made_at=plan.made_at).fingerprint == plan.fingerprint:
            return plan.id
    return None
