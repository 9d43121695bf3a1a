"""Where a label can go on from: from the place where it is, or from home with a segment that begins."""

from __future__ import annotations

from typing import Any

from routing.bound.sequence.handling import FIXED, FLEET, MORE, SPAN
from routing.engines.compiled import step

# columns of labels: öre; the time; seconds driven since the last pause; when the first and the second of the other
# vehicles of the day are at home; seconds needed besides those that the vehicles can be out; when the segment left,
# where the next one leaves before it is back; when the first crates that are out with another vehicle are at home, 0
# where there are none; vehicle days used, as far as they are counted; then two sets of places: those whose crates are
# out with another vehicle, and those that such a segment called at after it had fetched something for them
PAID, CLOCK, DRIVEN, OTHER, SECOND, NEED, LEFT, KNOWN, USED, HIDDEN, MET = range(11)
SUMS, COLUMNS = 9, 11

# columns of a departure besides: from where, on which day, vehicles paid for that day, whether the next segment leaves
# before this one is back, places first called at in this segment, whether the vehicle was not out before on this day
SOURCE, DAY, VEHICLES, LEADS, FRESH, RESTED = range(COLUMNS, COLUMNS + 6)
DEPARTURE = COLUMNS + 6

# columns of days
START, END, MOST, LATEST = range(4)

ANY = 1 << 20
"""So many more vehicle days are not counted, so that labels which differ in nothing else can beat each other."""

MANY = 4
"""The vehicles of a day are told apart up to here."""


@step
def leave(
    departures: Any, n: int, days: Any, rules: Any, home: int, day: int, vehicles: int, paid: int, at: int, other: int,
    second: int, need: int, used: int, hidden: int, met: int, known: int, rested: bool, driven: int = 0,
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
    another = vehicles > 1 or (days[day, MOST] > 1 and used < rules[FLEET] + rules[MORE])
    for leads in range(2 if another else 1):
        row = departures[n]
        row[PAID], row[CLOCK], row[DRIVEN] = paid, at, driven
        row[OTHER], row[SECOND] = max(other, at) if vehicles > 1 else 0, max(second, at) if vehicles > 2 else 0
        row[NEED], row[LEFT], row[USED] = need, at if leads else 0, used
        row[SOURCE], row[DAY], row[VEHICLES], row[LEADS] = home, day, vehicles, leads
        row[HIDDEN], row[MET], row[KNOWN] = hidden, met if hidden else 0, known if hidden else 0
        row[FRESH], row[RESTED] = 0, rested
        n += 1
    return n


@step
def leave_before_back(
    departures: Any, n: int, days: Any, rules: Any, home: int, paid: int, back: int, need: int, here: Any
) -> int:
    """Write every segment that can leave while the one that `here` began is out; it is back at `back`."""
    vehicles, other, second, since = here[VEHICLES], here[OTHER], here[SECOND], here[LEFT]
    if vehicles < days[here[DAY], MOST]:
        more = min(MANY, vehicles + 1)
        one, two = with_one_more(vehicles, other, second, back)
        n = leave_unseen(departures, n, days, rules, home, more, paid, since, back, one, two, need, True, here)
    if vehicles > 1:
        at = max(other, since)
        one, two = after_the_first(vehicles, second, back)
        n = leave_unseen(departures, n, days, rules, home, vehicles, paid, at, back, one, two, need, False, here)
    return n


@step
def leave_unseen(
    departures: Any, n: int, days: Any, rules: Any, home: int, vehicles: int, paid: int, at: int, back: int, other: int,
    second: int, need: int, rested: bool, here: Any,
) -> int:  # fmt: skip
    """Write a segment that leaves at `at` or later, before `back`: before crates that are out are at home, or after."""
    day, used, hidden, fresh, met, known = here[DAY], here[USED], here[HIDDEN], here[FRESH], here[MET], here[KNOWN]
    if at >= back:
        return n
    if known > at:
        first = min(known, back) if fresh else known
        n = leave(
            departures, n, days, rules, home, day, vehicles, paid, at, other, second, need, used, hidden | fresh, met,
            first, rested,
        )  # fmt: skip
        at = known
    if at < back:
        n = leave(
            departures, n, days, rules, home, day, vehicles, paid, at, other, second, need, used, fresh, met, back,
            rested,
        )  # fmt: skip
    return n


@step
def with_one_more(vehicles: int, other: int, second: int, back: int) -> tuple[int, int]:
    """When the first and the second of the others are at home, where one that is back at `back` comes to them."""
    if vehicles == 1:
        return back, back
    if vehicles == 2:
        return min(other, back), max(other, back)
    return min(other, back), min(second, max(other, back))


@step
def after_the_first(vehicles: int, second: int, back: int) -> tuple[int, int]:
    """The same where the first leaves, and one that is back at `back` comes to them."""
    if vehicles == 2:
        return back, back
    if vehicles < MANY:
        return min(second, back), max(second, back)
    return min(second, back), second


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
    day, vehicles, other, second, used = here[DAY], here[VEHICLES], here[OTHER], here[SECOND], here[USED]
    hidden, met, known = here[HIDDEN], here[MET], here[KNOWN]
    if vehicles == 1:
        n = leave(departures, n, days, rules, home, day, 1, paid, back, 0, 0, need, used, 0, 0, 0, False, driven)
        if pause:
            n = leave(
                departures, n, days, rules, home, day, 1, paid, back + pause, 0, 0, need + pause, used, 0, 0, 0, False
            )
            if days[day, MOST] > 1:
                n = leave(departures, n, days, rules, home, day, 2, paid, back, back, 0, need, used, 0, 0, 0, True)
    else:
        one, two = other, second
        if other < back:
            one, two = after_the_first(vehicles, second, back)
        if known > back:
            n = leave(
                departures, n, days, rules, home, day, vehicles, paid, back, one, two, need, used, hidden, met, known,
                False,
            )  # fmt: skip
        at = max(back, known)
        n = leave(departures, n, days, rules, home, day, vehicles, paid, at, one, two, need, used, 0, 0, 0, False)
    lie, fee, spare = night[0], night[1], max(0, rules[FLEET] - used)
    needed = max(need + lie, ahead - spare * rules[SPAN])
    for later in range(day + 1, len(days)):
        n = leave(departures, n, days, rules, home, later, 1, paid + fee, 0, 0, 0, needed, used, 0, 0, 0, True)
    return n
