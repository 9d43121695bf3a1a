"""A round of applications for scarce sets, as plain data; the judge of an allocation; and what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TypeAlias

Slot: TypeAlias = tuple[str, int]
"""A set and a period, from 0."""

Allocation: TypeAlias = Mapping[str, Slot]
"""Application to what it gets; who is not named gets nothing."""

LOTS = 1000


@dataclass(frozen=True)
class Scarce:
    """A set that many want; `copies` of it can be read at once."""

    id: str
    copies: int


@dataclass(frozen=True)
class Application:
    """A class that asks for one set in one period.

    Attributes:
        place: who applies; a limit counts by place.
        weight_percent: what each pupil counts: 100, and more for those who went without before.
        wishes: sets it would take, the dearest first.
        periods: in which it could use one.
    """

    id: str
    place: str
    pupils: int
    weight_percent: int
    wishes: tuple[str, ...]
    periods: tuple[int, ...]


@dataclass(frozen=True)
class Round:
    """What is to be decided.

    Attributes:
        taken: slots that are promised to others already.
        most_per_place: sets that one place can get; None: no limit.
        seed: of the lots that decide between equals.
    """

    sets: tuple[Scarce, ...]
    periods: int
    applications: tuple[Application, ...]
    taken: frozenset[Slot] = frozenset()
    most_per_place: int | None = None
    seed: str = ""

    @cached_property
    def copies(self) -> dict[str, int]:
        """Copies by set."""
        return {one.id: one.copies for one in self.sets}

    @cached_property
    def application(self) -> dict[str, Application]:
        """Applications by id."""
        return {one.id: one for one in self.applications}

    def slots(self, application: Application) -> Iterator[Slot]:
        """What an application could be given, the dearest wish first."""
        for wish in application.wishes:
            for period in application.periods:
                if wish in self.copies and 0 <= period < self.periods and (wish, period) not in self.taken:
                    yield wish, period

    def worth(self, application: Application, wish: str) -> int:
        """Pupils that it serves, in hundredths, weighted: no more of them than there are copies."""
        return min(application.pupils, self.copies[wish]) * application.weight_percent

    def lot(self, application: Application, slot: Slot) -> int:
        """A number below `LOTS` that nobody chose, always the same in the same round; the smaller wins."""
        drawn = sha256(f"{self.seed}/{application.id}/{slot[0]}/{slot[1]}".encode()).digest()
        return int.from_bytes(drawn[:4]) % LOTS


@dataclass(frozen=True, order=True)
class Score:
    """What an allocation is worth, by goals in their order: an earlier one beats all later ones; more is better.

    Attributes:
        pupils: served, in hundredths, weighted.
        served: applications.
        wishes: less the rank of each wish given, the dearest being 0.
        lots: less the lots drawn; decides between equals only.
    """

    pupils: int
    served: int
    wishes: int
    lots: int


def score(round_: Round, allocation: Allocation) -> Score:
    """Measure an allocation that keeps the rules."""
    given = [(round_.application[name], slot) for name, slot in allocation.items()]
    return Score(
        pupils=sum(round_.worth(one, slot[0]) for one, slot in given),
        served=len(given),
        wishes=-sum(one.wishes.index(slot[0]) for one, slot in given),
        lots=-sum(round_.lot(one, slot) for one, slot in given),
    )


def check(round_: Round, allocation: Allocation) -> list[tuple[str, str]]:
    """Every rule that an allocation breaks, as a code and the application or place concerned; knows no solver."""
    found = []
    holders = Counter(allocation.values())
    per_place: Counter[str] = Counter()
    for name, slot in sorted(allocation.items()):
        application = round_.application.get(name)
        if application is None:
            found.append(("unknown-application", name))
            continue
        per_place[application.place] += 1
        if slot not in set(round_.slots(application)):
            found.append(("not-possible", name))
        if holders[slot] > 1:
            found.append(("given-twice", name))
    for place, count in sorted(per_place.items()):
        if round_.most_per_place is not None and count > round_.most_per_place:
            found.append(("too-many-for-place", place))
    return found
