"""Where a label can go on from: from the place where it is, or from home with a segment that begins."""

from __future__ import annotations

from typing import Any

from routing.bound.sequence.handling import FIXED, FLEET, MORE, SPAN
from routing.engines.compiled import step

# columns of labels: öre; the time with waiting and without pauses, and the other way round; seconds driven since the
# last pause; those of them before which no pause can have been while the vehicle waited for its first call, which may
# be less than none; when another vehicle of the day is at home; seconds needed besides those that the vehicles can be
# out; when the segment left, where the next one leaves before it is back, or where there are too many vehicles to know;
# when the first crates that are out with another vehicle are at home; vehicle days used, as far as they are counted
PAID, CLOCK, WORK, DRIVEN, TIRED, OTHER, NEED, LEFT, KNOWN, USED = range(10)
COLUMNS = 10

# columns of a departure besides: from where, on which day, vehicles paid for that day, whether the next segment leaves
# before this one is back, places whose crates are out with another vehicle, places first called at in this segment,
# whether the vehicle was not out before on this day
SOURCE, DAY, VEHICLES, LEADS, HIDDEN, FRESH, RESTED = range(COLUMNS, COLUMNS + 7)
DEPARTURE = COLUMNS + 7

# columns of days
START, END, MOST, LATEST, BEFORE_PAUSE = range(5)

ANY = 1 << 20
"""So many more vehicle days are not counted, so that labels which differ in nothing else can beat each other."""

MANY = 3
"""The vehicles of a day are told apart up to here."""


@step
def leave(
    departures: Any, n: int, days: Any, rules: Any, home: int, day: int, vehicles: int, paid: int, at: int, other: int,
    need: int, used: int, hidden: int, known: int, rested: bool, driven: int = 0,
) -> int:  # fmt: skip
    """Write a segment that leaves home at `at` or later: the next one of the day leaves after it is back, or before.

    Args:
        used: vehicle days before this segment.
        rested: another vehicle day is used.
        driven: seconds that its driver has driven since the last pause.

    Returns:
        How many departures are written; none where no vehicle day is left.
    """
    at = max(at, days[day, START])
    if rested:
        if used >= rules[FLEET]:
            if used >= rules[FLEET] + rules[MORE]:
                return n
            paid, need = paid + rules[FIXED], need - rules[SPAN]
        if used < rules[FLEET] or rules[MORE] < ANY:
            used += 1
    for leads in range(2 if days[day, MOST] > 1 else 1):
        row = departures[n]
        row[PAID], row[CLOCK], row[WORK], row[DRIVEN] = paid, at, at, driven
        row[TIRED] = driven - days[day, BEFORE_PAUSE]
        row[OTHER], row[NEED], row[LEFT] = other, need, at if leads or vehicles >= MANY else 0
        row[USED] = used
        row[SOURCE], row[DAY], row[VEHICLES], row[LEADS] = home, day, vehicles, leads
        row[HIDDEN], row[KNOWN], row[FRESH], row[RESTED] = hidden, known if hidden else 0, 0, rested
        n += 1
    return n


@step
def leave_before_back(
    departures: Any, n: int, days: Any, rules: Any, home: int, paid: int, back: int, need: int, here: Any
) -> int:
    """Write every segment that can leave while the one that `here` began is out; it is back at `back`."""
    day, vehicles, other, hidden, fresh = here[DAY], here[VEHICLES], here[OTHER], here[HIDDEN], here[FRESH]
    since, known, used = here[LEFT], here[KNOWN], here[USED]
    away, both = hidden | fresh, min(known, back) if hidden else back
    if vehicles < days[day, MOST]:
        free = back if vehicles == 1 else min(back, other)
        more = min(MANY, vehicles + 1)
        n = leave(departures, n, days, rules, home, day, more, paid, since, free, need, used, away, both, True)
        if hidden:
            at = max(known, since)
            n = leave(departures, n, days, rules, home, day, more, paid, at, free, need, used, fresh, back, True)
    if vehicles > 1 and (other < back or vehicles >= MANY):
        free, at = back if vehicles == 2 else min(back, other), max(other, since)
        if hidden and vehicles >= MANY:
            n = leave(departures, n, days, rules, home, day, vehicles, paid, at, free, need, used, away, both, False)
            at = max(at, known)
        n = leave(departures, n, days, rules, home, day, vehicles, paid, at, free, need, used, fresh, back, False)
    return n


@step
def leave_after_back(
    departures: Any, n: int, days: Any, rules: Any, home: int, paid: int, back: int, need: int, ahead: int, driven: int,
    pause: int, night: Any, here: Any,
) -> int:  # fmt: skip
    """Write every segment that can leave once the one that `here` began is back, on its day or later.

    Args:
        ahead: seconds that are needed on later days at least.
        driven: seconds that its driver has driven by then.
        pause: seconds at home after which a driver is rested, unpaid; 0: there is no such rule.
        night: seconds before this day ends, and öre, that crates take which lie at home then.
    """
    day, vehicles, other, hidden, known = here[DAY], here[VEHICLES], here[OTHER], here[HIDDEN], here[KNOWN]
    used = here[USED]
    if vehicles == 1:
        n = leave(departures, n, days, rules, home, day, 1, paid, back, 0, need, used, 0, 0, False, driven)
        if pause:
            n = leave(departures, n, days, rules, home, day, 1, paid, back + pause, 0, need + pause, used, 0, 0, False)
            if days[day, MOST] > 1:
                n = leave(departures, n, days, rules, home, day, 2, paid, back, back, need, used, 0, 0, True)
    elif vehicles == 2:
        if other > back:
            n = leave(departures, n, days, rules, home, day, 2, paid, back, other, need, used, hidden, known, False)
        at, first = max(back, other), min(back, other)
        n = leave(departures, n, days, rules, home, day, 2, paid, at, first, need, used, 0, 0, False)
    else:
        first = min(back, other)
        at = max(first, here[LEFT])
        if hidden:
            n = leave(departures, n, days, rules, home, day, MANY, paid, at, first, need, used, hidden, known, False)
            at = max(at, known)
        n = leave(departures, n, days, rules, home, day, MANY, paid, at, first, need, used, 0, 0, False)
    lie, fee, spare = night[0], night[1], max(0, rules[FLEET] - used)
    needed = max(need + lie, ahead - spare * rules[SPAN])
    for later in range(day + 1, len(days)):
        n = leave(departures, n, days, rules, home, later, 1, paid + fee, 0, 0, needed, used, 0, 0, True)
    return n
