"""What a rotation makes of its cells: loans that follow each other, and days on which a crate is kept at its home.

Nothing is written here: whoever publishes keeps the answer, if nothing under it has changed by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.bookings.availability import busy_spans
from logistics.bookings.holds import holds_of
from logistics.bookings.keeping import timetable_of
from logistics.bookings.promise import A_DAY, Promise, earliest_arrival, promise
from logistics.bookings.refusals import AlreadyPromised, KeptAtHome
from logistics.bookings.rotations import Rotation, RotationCell, RotationCrate, RotationPeriod
from logistics.bookings.season_refusals import CrateNotFree, CratesNotFree, CrateTooLate
from logistics.bookings.terms import require_within_term
from logistics.bookings.timetable import Timetable, Way
from logistics.bookings.ways import way_onward
from logistics.errors import LogisticsError
from logistics.holdings.collections import Collection
from logistics.network.calendar import is_service_day, local_day, receives
from logistics.network.networks import Network
from logistics.network.places import Place

MOST_DAYS_UNDER_WAY = 21
"""Days of a period after which it is too late to bring a crate there for it."""


@dataclass(frozen=True, slots=True)
class CellLoan:
    """The loan that a cell becomes.

    Attributes:
        origin: where the crate comes from: its home, or the library before.
        goes_on: the crate goes straight to the library of the next period; what is promised of the way home never is.
    """

    collection: Collection
    period: int
    origin: Place
    place: Place
    first_day: date
    last_day: date
    given: Promise
    goes_on: bool

    @property
    def way(self) -> Way:
        """What it rides with."""
        return self.given.out if self.goes_on else self.given.out + self.given.back


@dataclass(frozen=True, slots=True)
class CellHold:
    """Days, both included, on which a crate stands at its home as a cell says."""

    collection: Collection
    period: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Chain:
    """All that becomes of one crate's season, in the order of periods."""

    loans: tuple[CellLoan, ...]
    holds: tuple[CellHold, ...]

    def spans(self) -> Iterator[tuple[CellLoan, tuple[date, date]]]:
        """Each loan, with the days on which nobody else can have the crate."""
        for number, loan in enumerate(self.loans):
            last = self.loans[number + 1].given.leaves_on if loan.goes_on else loan.given.home_on
            yield loan, (loan.given.leaves_on, last)


Told = Callable[[int], None]
"""Hears how many loans have been found."""


def loans_of(session: Session, rotation: Rotation, now: datetime, told: Told = lambda found: None) -> Iterator[Chain]:
    """The loans of a rotation, crate by crate; each begins on the first day of its period on which it can.

    Raises:
        CrateNotFree: a crate can't be had for a period; the cause is the refusal's code.
        CratesNotFree: several can't; of each the first period is told, once all have been looked at.
    """
    network = session.get_one(Network, rotation.network_id)
    timetable = timetable_of(session, network)
    found, refused = 0, list[CrateNotFree]()
    for crate in rotation.crates:
        try:
            chain = _chain(session, network, timetable, rotation, crate, now)
        except CrateNotFree as refusal:
            refused.append(refusal)
            continue
        _ride(timetable, chain)
        found += len(chain.loans)
        told(found)
        yield chain
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise CratesNotFree(crates=len(refused), refused=[_told(refusal) for refusal in refused])


def still_true(session: Session, rotation: Rotation, chains: Iterable[Chain], now: datetime) -> bool:
    """Whether everything can be kept as it was found; whoever asks keeps others from the crates and the tours."""
    network = session.get_one(Network, rotation.network_id)
    timetable = timetable_of(session, network)
    for chain in chains:
        _ride(timetable, chain)
    return all(_still(session, network, timetable, chain, now) for chain in chains)


def _still(session: Session, network: Network, timetable: Timetable, chain: Chain, now: datetime) -> bool:
    for loan in chain.loans:
        if timetable.kept:
            if not all(timetable.holds(leg) for leg in loan.way) or timetable.full(loan.way, 0) is not None:
                return False
            continue
        days = [(loan.origin, loan.given.leaves_on), (loan.place, loan.given.arrives_on)]
        if not all(is_service_day(network, day) and receives(network, at, day) for at, day in days):
            return False
    loans = all(_refusal(session, loan.collection, *days, now) is None for loan, days in chain.spans())
    return loans and all(
        not busy_spans(session, hold.collection.id, hold.first_day, hold.last_day, now=now) for hold in chain.holds
    )


def _told(refusal: CrateNotFree) -> dict[str, object]:
    """Code and facts of a refusal, as they are kept."""
    facts = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in refusal.facts.items()}
    return {"code": refusal.code, "facts": facts}


def _ride(timetable: Timetable, chain: Chain) -> None:
    for loan in chain.loans:
        timetable.take_along(loan.way, loan.collection.crates)


def _chain(
    session: Session, network: Network, timetable: Timetable, rotation: Rotation, crate: RotationCrate, now: datetime
) -> Chain:
    collection = crate.collection
    periods = {period.number: period for period in rotation.periods}
    cells = {cell.period: cell for cell in rotation.cells if cell.collection_id == collection.id}
    away = sorted(number for number, cell in cells.items() if cell.place_id != collection.home_id)
    search = _Search(session, network, timetable, collection, now)
    loans: list[CellLoan] = []
    for number in away:
        before = loans[-1] if loans else None
        loans.append(search.loan(cells[number], periods[number], before, goes_on=number + 1 in away))
    holds = [search.hold(periods[number], loans) for number in sorted(cells) if number not in away]
    return Chain(tuple(loans), tuple(hold for hold in holds if hold is not None))


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for the days of one crate."""

    session: Session
    network: Network
    timetable: Timetable
    collection: Collection
    now: datetime

    def loan(self, cell: RotationCell, period: RotationPeriod, before: CellLoan | None, *, goes_on: bool) -> CellLoan:
        """The loan of a cell, on the first day on which it can be.

        Args:
            before: the crate's loan before this one.
        """
        giver = before if before is not None and before.goes_on else None
        refusal: LogisticsError | None = None
        try:
            day = max(period.first_day, self._earliest(cell, giver)) if giver else period.first_day
        except LogisticsError as refused:
            raise self._not_free(period, refused) from refused
        latest = min(period.last_day, period.first_day + MOST_DAYS_UNDER_WAY * A_DAY)
        if day > latest:
            title, place = self.collection.title, cell.place.name
            raise CrateTooLate(crate=title, period=period.number, place=place, earliest=day)
        while day <= latest:
            try:
                given = self._given(cell, giver, day, period.last_day)
                free = _refusal(self.session, self.collection, given.leaves_on, given.home_on, self.now)
                if before is not None and giver is None and before.given.home_on >= given.leaves_on:
                    free = AlreadyPromised(collection=self.collection.title, collection_id=self.collection.id)
                if free is not None:
                    raise free
                origin = giver.place if giver else self.collection.home
                last_day = period.last_day
                return CellLoan(self.collection, period.number, origin, cell.place, day, last_day, given, goes_on)
            except LogisticsError as refused:
                refusal, day = refused, day + A_DAY
        raise self._not_free(period, refusal)

    def hold(self, period: RotationPeriod, loans: Iterable[CellLoan]) -> CellHold | None:
        """The days of a period on which the crate is at home, as a cell says; None: there are none to come."""
        first = max(period.first_day, local_day(self.network, self.now))
        last = period.last_day
        for loan in loans:
            if loan.period < period.number:
                first = max(first, loan.given.home_on + A_DAY)
            else:
                last = min(last, loan.given.leaves_on - A_DAY)
        if first > last:
            return None
        busy = busy_spans(self.session, self.collection.id, first, last, now=self.now)
        if busy:
            raise self._not_free(period, AlreadyPromised(collection=self.collection.title))
        return CellHold(self.collection, period.number, first, last)

    def _given(self, cell: RotationCell, giver: CellLoan | None, first_day: date, last_day: date) -> Promise:
        network, home, place = self.network, self.collection.home, cell.place
        crates, timetable = self.collection.crates, self.timetable
        if giver is None:
            given = promise(network, home, place, first_day, last_day, self.now, crates=crates, timetable=timetable)
        else:
            given = way_onward(
                network,
                home,
                giver.place,
                giver.last_day,
                place,
                first_day,
                last_day,
                self.now,
                crates=crates,
                timetable=timetable,
            )
        require_within_term(
            network,
            timetable,
            self.collection,
            place,
            place.kind,
            first_day=first_day,
            arrives_on=given.arrives_on,
            home_on=given.home_on,
            back=given.back,
            now=self.now,
        )
        return given

    def _earliest(self, cell: RotationCell, giver: CellLoan) -> date:
        """The first day on which the crate can have come from the library before."""
        crates, timetable = self.collection.crates, self.timetable
        after = giver.last_day + A_DAY
        return earliest_arrival(
            self.network, giver.place, cell.place, after, self.now, crates=crates, timetable=timetable
        )

    def _not_free(self, period: RotationPeriod, refusal: LogisticsError | None) -> CrateNotFree:
        cause = refusal.code if refusal is not None else "too-soon"
        return CrateNotFree(crate=self.collection.title, period=period.number, cause=cause)


def _refusal(session: Session, collection: Collection, first: date, last: date, now: datetime) -> LogisticsError | None:
    """Why a crate can't be had from a day to a day; None: it is free."""
    kept = holds_of(session, [collection.id], first, last)
    if kept:
        return KeptAtHome(first=kept[0].first_day, last=kept[-1].last_day, reason=kept[0].reason, free_from=None)
    if busy_spans(session, collection.id, first, last, now=now):
        return AlreadyPromised(collection=collection.title, collection_id=collection.id, free_from=None)
    return None
