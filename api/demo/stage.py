"""Sets the stage: the network, its people, the days before, today, and the plan of the next service day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.clock import Clock
from api.demo.driving import drive_day
from api.demo.people import demo_people
from api.demo.wishes import Wishes
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import Booking
from logistics.database import Sessions, reading, unit_of_work
from logistics.files.load import Loaded, load_network
from logistics.network.calendar import is_service_day, local_day, next_service_day, wall_clock
from logistics.network.networks import Network
from logistics.transport.building import build
from logistics.transport.plans import Plan, PlanningRun, PlanState, RunState
from logistics.transport.publishing import publish
from logistics.transport.run import run_planning
from logistics.transport.runs import request_run, stale_runs
from logistics.transport.shipments import Shipment
from routing.progress import Progress, silent

A_DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=10)
PAST_PLAN_SECONDS = 3
CRATES_A_DAY = 14
LOANS_A_DAY = 4

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

        Does nothing where anything has been asked for or sent in the last days.
        """
        with reading(self.sessions) as session:
            network = session.get_one(Network, self.network_id)
            if self._is_filled(session):
                return
            today = local_day(network, self.now)
            before = _service_day_before(network, today)
            works_today = is_service_day(network, today)
        self._ask(before, today)
        self._past_day(before, driven=True)
        if works_today:
            self._past_day(today, driven=False)
        with unit_of_work(self.sessions) as session:
            wishes = self._wishes(session, "next")
            coming = next_service_day(wishes.network, today)
            wishes.crates(CRATES_A_DAY, coming, sent_at=self.now)
            wishes.requests(7, today, asked_at=self.now - timedelta(hours=2))

    def plan_next_day(self, bar: Bar) -> str:
        """The id of an up-to-date plan of the next service day; one that is there is taken.

        Raises:
            NotPlanned: the run failed.
        """
        with reading(self.sessions) as session:
            network = session.get_one(Network, self.network_id)
            day = next_service_day(network, local_day(network, self.now))
            seconds, currency = network.plan_seconds, network.currency
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

    def _is_filled(self, session: Session) -> bool:
        since = self.now - LOOK_BACK
        asked = select(Booking.id).where(Booking.network_id == self.network_id, Booking.asked_at >= since)
        sent = select(Shipment.id).where(Shipment.network_id == self.network_id, Shipment.created_at >= since)
        planned = select(Plan.id).where(Plan.network_id == self.network_id, Plan.made_at >= since)
        return any(session.scalar(some.limit(1)) is not None for some in (asked, sent, planned))

    def _ask(self, before: date, today: date) -> None:
        """Loans that leave on the service days around today, asked for a week ago; crates of the day before."""
        with unit_of_work(self.sessions) as session:
            wishes = self._wishes(session, "loans")
            network = wishes.network
            asked_at = wall_clock(network, before - 5 * A_DAY, 10 * 60)
            day = before
            for _ in range(5):
                wishes.loans(LOANS_A_DAY, day, asked_at=asked_at)
                day = next_service_day(network, day)
            wishes.crates(CRATES_A_DAY, before, sent_at=wall_clock(network, before - A_DAY, 14 * 60))

    def _past_day(self, day: date, *, driven: bool) -> None:
        """Plan and publish a day on the evening before, and drive it where it is over."""
        with unit_of_work(self.sessions) as session:
            wishes = self._wishes(session, day.isoformat())
            evening = wall_clock(wishes.network, day - A_DAY, wishes.network.cutoff_minute + 30)
            if not driven:
                wishes.crates(CRATES_A_DAY, day, sent_at=evening)
        plan_id = self._plan(day, PAST_PLAN_SECONDS, lambda: evening, silent)
        with unit_of_work(self.sessions) as session:
            publish(session, plan_id, by=self.coordinator(session), now=evening + timedelta(minutes=20))
        if driven:
            with unit_of_work(self.sessions) as session:
                drive_day(session, session.get_one(Plan, plan_id), self.people(session))

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

    def _wishes(self, session: Session, what: str) -> Wishes:
        network = session.get_one(Network, self.network_id)
        return Wishes(session, network, self.people(session), Random(f"{network.id} {what}"))  # noqa: S311  # a show


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
