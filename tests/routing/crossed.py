"""A strategy for problems whose ways go over crossings, and a small one with a fjord."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from routing.problem import DAY, Crossing, Leg, Problem
from tests.routing.instances import HOUR, on_a_line, problems


def with_leg(problem: Problem, leg: Leg, *more: Crossing) -> Problem:
    """The problem with one way over crossings, its seconds made to add up."""
    crossings = (*problem.crossings, *more)
    known = {crossing.id: crossing for crossing in crossings}
    named = [known[crossing] for crossing in leg.crossings]
    whole = sum(leg.drives) + sum(crossing.seconds + crossing.ahead for crossing in named)
    row, column = problem.index[leg.origin], problem.index[leg.to]
    seconds = [list(line) for line in problem.seconds]
    seconds[row][column] = whole
    legs = (*(other for other in problem.legs if (other.origin, other.to) != (leg.origin, leg.to)), leg)
    return replace(problem, crossings=crossings, legs=legs, seconds=tuple(map(tuple, seconds)))


@st.composite
def crossed_problems(draw: st.DrawFn, must_go: bool = True) -> Problem:
    """Like `problems`, with up to four ways over one or two of at most three crossings."""
    problem = draw(problems(must_go=must_go))
    end = problem.days * DAY // 900
    crossings = []
    for n in range(draw(st.integers(1, 3))):
        marks = sorted(draw(st.sets(st.integers(0, end), max_size=40)))
        lasts = draw(st.sampled_from([0, 0, 600]))
        departs = tuple((900 * mark, 900 * mark + lasts) for mark in marks)
        lasts = draw(st.sampled_from([600, 1800, 2700, 3600]))
        crossings.append(Crossing(f"c{n}", f"C{n}", departs, lasts, draw(st.sampled_from([0, 300]))))
    problem = replace(problem, crossings=tuple(crossings))
    names = [place.id for place in problem.places]
    for _ in range(draw(st.integers(1, 4))):
        ends = draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
        over = draw(st.lists(st.sampled_from([crossing.id for crossing in crossings]), min_size=1, max_size=2))
        drives = draw(st.lists(st.integers(0, 3600), min_size=len(over) + 1, max_size=len(over) + 1))
        problem = with_leg(problem, Leg(ends[0], ends[1], tuple(over), tuple(drives)))
    return problem


def over_the_fjord(**changed: object) -> Problem:
    """The line of places, with a ferry between `p1` and `p2`: every two hours from 8 to 16, 20 minutes.

    Five minutes ahead, ten to drive to it, five from it.
    """
    departs = tuple((hour * HOUR, hour * HOUR) for hour in range(8, 17, 2))
    problem = on_a_line(**changed)  # type: ignore[arg-type]
    problem = replace(problem, crossings=(Crossing("ferry", "Here–There", departs, 1200, 300),))
    problem = with_leg(problem, Leg("p1", "p2", ("ferry",), (600, 300)))
    return with_leg(problem, Leg("p2", "p1", ("ferry",), (300, 600)))
