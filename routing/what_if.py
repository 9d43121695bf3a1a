"""What if: the same shipments under changed circumstances, solved anew and compared, with what chance explains.

Both sides are searched equally hard, from the same seeds. A search finds good plans, not the best one, so that two
answers to the same question differ by some per cent. Three things keep that from being taken for an effect: a side
takes over the other side's plan where that keeps its own rules and is cheaper, so that one van more never looks dearer;
the searches of a side say how far chance alone moves its cost; and the proven floors say what is certain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from routing.check import check
from routing.circumstances import Change
from routing.cost import cost
from routing.errors import RoutingError
from routing.outcome import Difference, Outcome, PairTransit, difference, outcome, transit_by_pair
from routing.plan import Plan, Unserved
from routing.problem import Problem
from routing.reasons import explain

SEEDS = (1, 2, 3)
"""Three searches a side: with the rule of `clear`, two equal circumstances are told apart in 1 to 3 of 100 cases."""

Solve = Callable[[Problem, int], Plan]
"""A planner with its effort already given, and a seed."""

EXPLAINING_SECONDS = 2.0
"""For the reasons of a plan that was taken over from the other side, where they were others."""


class Verdict(Enum):
    """What can be said of the difference in cost."""

    PROVEN = "proven"  # one side's floor lies above the other's cost
    CLEAR = "clear"  # larger than what the searches of both sides differ by among themselves
    UNCLEAR = "unclear"  # chance alone may explain it
    EQUAL = "equal"  # the same cost on both sides


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two circumstances, and what was found for it.

    Attributes:
        plan: the best of its searches, or the other side's where that is cheaper and keeps the rules here.
        costs: what each search found, in the order of the seeds, minor units.
        floor: no plan costs less, proven; None: not known.
        taken_over: the plan is the other side's.
    """

    problem: Problem
    plan: Plan
    outcome: Outcome
    costs: tuple[int, ...]
    floor: int | None
    taken_over: bool

    @property
    def spread(self) -> int | None:
        """How far its searches lie apart; None: there was only one."""
        return max(self.costs) - min(self.costs) if len(self.costs) > 1 else None

    @property
    def gap(self) -> float | None:
        """How far its cost can lie above the best possible, as a share of the floor; None: not known."""
        return self.outcome.cost / self.floor - 1 if self.floor else None

    @property
    def pairs(self) -> Mapping[tuple[str, str], PairTransit]:
        """How long crates are under way, by the two ends of their way."""
        return transit_by_pair(self.problem, self.outcome)


@dataclass(frozen=True, slots=True)
class Answer:
    """Both sides, and how the changed one differs from today's."""

    today: Side
    changed: Side
    difference: Difference

    @property
    def verdict(self) -> Verdict:
        """Whether the difference in cost is one."""
        if self.difference.cost == 0:
            return Verdict.EQUAL
        dearer, cheaper = (self.changed, self.today) if self.difference.cost > 0 else (self.today, self.changed)
        if dearer.floor is not None and dearer.floor > cheaper.outcome.cost:
            return Verdict.PROVEN
        return Verdict.CLEAR if self.chance is not None and abs(self.difference.cost) > self.chance else Verdict.UNCLEAR

    @property
    def chance(self) -> int | None:
        """What chance may explain, minor units: the spreads of both sides together; None: too few searches."""
        spreads = (self.today.spread, self.changed.spread)
        return None if spreads[0] is None or spreads[1] is None else spreads[0] + spreads[1]


class NoAnswer(RoutingError):
    """The searches were called off before each side had a plan."""

    code = "stopped-without-answer"


def what_if(problem: Problem, change: Change, solve: Solve, seeds: Sequence[int] = SEEDS) -> Answer:
    """Solve the problem as it is and as it would be, turn by turn, and compare.

    Raises:
        KeyError: the change names a place, day or vehicle that is not there.
        routing.errors.RoutingError: as `solve` does.
    """
    other = change(problem)
    today, changed = [], []
    for seed in seeds:
        today.append(solve(problem, seed))
        changed.append(solve(other, seed))
    return compared(problem, other, today, changed)


def compared(problem: Problem, other: Problem, today: Sequence[Plan], changed: Sequence[Plan]) -> Answer:
    """Compare what was found on both sides.

    Args:
        today, changed: sound plans of the two problems, one a search, searched equally hard.

    Raises:
        NoAnswer: one side has none.
    """
    if not today or not changed:
        raise NoAnswer
    first, second = side(problem, today, changed), side(other, changed, today)
    return Answer(first, second, difference(first.outcome, second.outcome))


def side(problem: Problem, own: Sequence[Plan], others: Sequence[Plan]) -> Side:
    """The best plan there is for a problem, its searches and its floor."""
    costs = tuple(cost(problem, plan).total for plan in own)
    best, taken_over = own[costs.index(min(costs))], False
    lowest = min(costs)
    for plan in others:
        bare = replace(plan, lower_bound=None)
        if not check(problem, bare) and cost(problem, bare).total < lowest:
            best, lowest, taken_over = bare, cost(problem, bare).total, True
    if taken_over:
        open_ones = tuple(Unserved(left.shipment, "stopped") for left in best.unserved)
        best = explain(problem, replace(best, unserved=open_ones), EXPLAINING_SECONDS)
    floors = [plan.lower_bound for plan in own if plan.lower_bound is not None]
    return Side(problem, best, outcome(problem, best), costs, max(floors, default=None), taken_over)
