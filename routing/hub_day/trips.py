"""Every trip that can be best for its set of places, by dynamic programming over sets with labels.

A trip is known by what it does to the clock and to the driver's hours, whenever it begins:

- leaving home at s (not after LATE) it ends at max(EARLY, s + LASTS): EARLY comes from places that open late only;
- begun by a rested driver it never has more than the longest time without a pause driven; MORE is the driving in all,
  -FAR where there was a pause.

A label stays only if no other one of the same places and last place is as good in all of this, in way and load.
Held and Karp (1962); labels after Desrochers, Desrosiers and Solomon (1992); duration after Savelsbergh (1992).
"""

from __future__ import annotations

from typing import Any

from routing.engines.compiled import kernel, step

FAR = 1 << 30
"""Later than any second and longer than any way: half of what 32 bits hold, so that sums of two still fit."""

ORE = 18_000
"""Units of the smallest unit of the currency."""

# columns of labels and of trips
METRES, LASTS, EARLY, LATE, DRIVEN, MORE, NET, OUT, INTO, EXTRA, LACK, SHARED, BEFORE, HOW = range(14)
COLUMNS = 14
STARTS = NET
"""Of a trip: when it can start; nobody asks any more for the load within it."""

# columns of the work done
DONE, ENOUGH = range(2)

# columns of limit
CAPACITY, MAX_DRIVE, PAUSE, OPENS, CLOSES, HOME_OPENS, HOME_CLOSES, HOME_STOP, PER_CRATE, DIVIDES = range(10)
# columns of of_set
READY, DUE, FORCED = range(3)
# columns of ways
PLACE, STAY, OUT_CRATES, IN_CRATES, WAY_EXTRA, WAY_LACK, SHARES, EARLIER = range(8)


@step
def worse(a: Any, i: int, b: Any, k: int, divides: bool) -> bool:
    """Whether row i of `a` is at most as good as row k of `b` in everything."""
    if b[k, METRES] > a[i, METRES] or b[k, LASTS] > a[i, LASTS] or b[k, EARLY] > a[i, EARLY]:
        return False
    if b[k, LATE] < a[i, LATE] or b[k, DRIVEN] > a[i, DRIVEN] or b[k, MORE] > a[i, MORE]:
        return False
    if b[k, NET] > a[i, NET]:
        return False
    if not divides:
        return True
    # What is shared costs more or less as the trip goes on: it can be compared with the same shared, or with nothing.
    if b[k, SHARED] != a[i, SHARED] and b[k, SHARED] != 0:
        return False
    if b[k, OUT] > a[i, OUT] or b[k, INTO] > a[i, INTO]:
        return False
    return not (b[k, EXTRA] > a[i, EXTRA] or b[k, LACK] > a[i, LACK])


@step
def add(rows: Any, base: int, top: int, new: Any, divides: bool) -> int:
    """Put a row among those from `base` to `top` unless one of them is as good; returns the new top."""
    new[1, DONE] += top - base
    k = base
    while k < top:
        if worse(new, 0, rows, k, divides):
            return top
        if worse(rows, k, new, 0, divides):
            top -= 1
            for c in range(COLUMNS):
                rows[k, c] = rows[top, c]
        else:
            k += 1
    for c in range(COLUMNS):
        rows[top, c] = new[0, c]
    return top + 1


@step
def drive_on(limit: Any, old: Any, k: int, drive: int, pauses: int, new: Any) -> bool:
    """Drive a leg with so many pauses in it: the driver's hours after it; False: it may not be driven so."""
    if pauses == 2 and old[k, DRIVEN] + drive <= limit[MAX_DRIVE]:
        return False
    new[0, DRIVEN] = max(0, old[k, DRIVEN] + drive - pauses * limit[MAX_DRIVE])
    new[0, MORE] = old[k, MORE] + drive if pauses == 0 and old[k, MORE] >= 0 else -FAR
    return pauses > 0 or new[0, DRIVEN] <= limit[MAX_DRIVE]


@step
def at_home(limit: Any, crates: int) -> int:
    """Seconds of a stop at home that moves so many crates; none for none."""
    return limit[HOME_STOP] + limit[PER_CRATE] * crates if crates > 0 else 0


@step
def leaves(limit: Any, of_set: Any, here: int, out: int) -> int:
    """When a trip that takes so many crates from home can have loaded them."""
    if out == 0:
        return limit[OPENS]
    return max(limit[OPENS], limit[HOME_OPENS], of_set[here, READY]) + at_home(limit, out)


@step
def visit(stay: int, opens: int, closes: int, arrives: int, new: Any) -> bool:
    """Stop at a place in one of its windows, after `arrives` seconds more; False: too late for it."""
    new[0, EARLY] = max(opens, new[0, EARLY] + arrives)
    new[0, LASTS] += arrives
    if new[0, EARLY] > closes:
        return False
    new[0, LATE] = min(new[0, LATE], closes - new[0, LASTS])
    new[0, EARLY] += stay
    new[0, LASTS] += stay
    return True


@step
def sharing(another: Any, here: int, shared: int) -> int:
    """Least cost of calling at shared places on other trips, next to places that are not on this one; currency units.

    Args:
        another: of calling once more at a place between any two of a set and home, shape (places, sets).
    """
    places, sets = another.shape
    total = 0
    for p in range(places):
        if (shared >> p) & 1:
            total += another[p, ((sets - 1) ^ here) | (shared ^ (1 << p))]
    return total


@kernel
def find_trips(
    drive: Any, metres: Any, ways: Any, way_first: Any, windows: Any, limit: Any, of_set: Any, rule: Any, another: Any,
    ahead: Any, most: int, labels: Any, first: Any, trips: Any, trip_first: Any, new: Any,
) -> bool:  # fmt: skip
    """Fill labels and trips.

    Args:
        drive, metres: from row to column, shape (places + 1, places + 1); last: home.
        ways: to serve a place, see the column names; those of a place from way_first[place] on.
        windows: when a stop may start, shape (ways, most, 2); unused ones end before they begin.
        limit: see the column names.
        of_set: from when and until when what goes out and comes in may be handled at home, and what dividing visits
            costs at least, shape (sets, 3).
        rule: units of a metre and of a second on duty.
        another: of `fill_another`.
        ahead: of `complete`.
        most: units beyond which nothing is wanted.
        labels: filled, shape (most labels, COLUMNS); of set S with last place j they lie from first[S * places + j] on.
        first: shape (sets * places + 1,).
        trips: filled likewise; of set S they lie from trip_first[S] to trip_first[S + 1].
        new: shape (2, COLUMNS): for work; in the second row comparisons made and how many there may be.

    Returns:
        False: there was no room for all labels, or too much work.
    """
    places = len(way_first) - 1
    sets = 1 << places
    most_pauses = 3 if limit[PAUSE] > 0 else 1
    top = 0
    trip_first[0] = 0
    trip_first[1] = 0
    for j in range(places):
        first[j] = 0
    for here in range(1, sets):
        for j in range(places):
            first[here * places + j] = top
            if not (here >> j) & 1:
                continue
            base = top
            rest = here ^ (1 << j)
            for i in range(places) if rest else range(places, places + 1):
                if rest and not (rest >> i) & 1:
                    continue
                start = first[rest * places + i] if rest else 0
                end = first[rest * places + i + 1] if rest else 1
                for k in range(start, end):
                    for pauses in range(most_pauses if rest else min(2, most_pauses)):
                        if rest:
                            if not drive_on(limit, labels, k, drive[i, j], pauses, new):
                                continue
                        else:  # no first leg is too long to drive, but a pause may fit in before the place opens
                            new[0, DRIVEN] = drive[places, j] if pauses == 0 else 0
                            new[0, MORE] = drive[places, j] if pauses == 0 else -FAR
                        new[0, METRES] = (labels[k, METRES] if rest else 0) + metres[i, j]
                        new[0, BEFORE] = k if rest else -1
                        arrives = drive[i, j] + pauses * limit[PAUSE]
                        for way in range(way_first[j], way_first[j + 1]):
                            new[0, HOW] = way
                            new[0, OUT] = (labels[k, OUT] if rest else 0) + ways[way, OUT_CRATES]
                            new[0, INTO] = (labels[k, INTO] if rest else 0) + ways[way, IN_CRATES]
                            new[0, EXTRA] = (labels[k, EXTRA] if rest else 0) + ways[way, WAY_EXTRA]
                            new[0, LACK] = (labels[k, LACK] if rest else 0) + ways[way, WAY_LACK]
                            new[0, SHARED] = (labels[k, SHARED] if rest else 0) | (ways[way, SHARES] << j)
                            net = max(0, (labels[k, NET] if rest else 0) - ways[way, EARLIER])
                            new[0, NET] = max(net, new[0, INTO] - new[0, OUT])
                            if new[0, OUT] + new[0, NET] > limit[CAPACITY]:
                                continue
                            for w in range(windows.shape[1]):
                                if windows[way, w, 1] < windows[way, w, 0]:
                                    continue
                                new[0, EARLY] = labels[k, EARLY] if rest else -FAR
                                new[0, LASTS] = labels[k, LASTS] if rest else 0
                                new[0, LATE] = labels[k, LATE] if rest else FAR
                                if not visit(ways[way, STAY], windows[way, w, 0], windows[way, w, 1], arrives, new):
                                    continue
                                leave = leaves(limit, of_set, here, new[0, OUT])
                                if leave > new[0, LATE]:
                                    continue
                                unload = at_home(limit, new[0, INTO])
                                back = max(new[0, EARLY], leave + new[0, LASTS]) + drive[j, places] + unload
                                if back > limit[CLOSES]:
                                    continue
                                duty = new[0, LASTS] + at_home(limit, new[0, OUT]) + unload + new[0, LACK]
                                if not limit[DIVIDES]:
                                    duty += max(0, new[0, EARLY] - new[0, LATE] - new[0, LASTS])
                                sure = rule[0] * new[0, METRES] + rule[1] * duty + ORE * new[0, EXTRA]
                                if new[0, SHARED]:
                                    sure += ORE * sharing(another, here, new[0, SHARED])
                                if sure + ahead[(sets - 1) ^ here, j] > most:
                                    continue
                                if top + 1 >= len(labels) or new[1, DONE] > new[1, ENOUGH]:
                                    return False
                                top = add(labels, base, top, new, limit[DIVIDES] > 0)
        first[(here + 1) * places] = top
        trip_top = come_home(
            drive, metres, limit, of_set, another, here, places, labels, first, trips, trip_first[here], new
        )
        if trip_top < 0:
            return False
        trip_first[here + 1] = trip_top
    return True


@step
def come_home(
    drive: Any, metres: Any, limit: Any, of_set: Any, another: Any, here: int, places: int, labels: Any, first: Any,
    trips: Any, base: int, new: Any,
) -> int:  # fmt: skip
    """Close every label of a set into trips; returns their new top, -1 without room."""
    top = base
    for j in range(places):
        for k in range(first[here * places + j], first[here * places + j + 1]):
            loading, unloading = at_home(limit, labels[k, OUT]), at_home(limit, labels[k, INTO])
            leave = leaves(limit, of_set, here, labels[k, OUT])
            opens, closes = -FAR, limit[CLOSES]
            if unloading > 0:
                opens = limit[HOME_OPENS]
                closes = min(limit[HOME_CLOSES], of_set[here, DUE], limit[CLOSES] - unloading)
            for pauses in range(3 if limit[PAUSE] > 0 else 1):
                if not drive_on(limit, labels, k, drive[j, places], pauses, new):
                    continue
                new[0, DRIVEN] = 0
                new[0, METRES] = labels[k, METRES] + metres[j, places]
                new[0, EARLY] = labels[k, EARLY]
                new[0, LASTS] = labels[k, LASTS]
                new[0, LATE] = labels[k, LATE]
                if not visit(unloading, opens, closes, drive[j, places] + pauses * limit[PAUSE], new):
                    continue
                if leave > new[0, LATE]:
                    continue
                new[0, LATE] -= loading
                if loading > 0:
                    new[0, LATE] = min(new[0, LATE], limit[HOME_CLOSES])
                if new[0, LATE] < leave - loading:
                    continue
                new[0, LASTS] += loading
                # Among trips less is better in every column: to take or bring something saves a stop at home.
                new[0, OUT] = -1 if loading > 0 else 0
                new[0, INTO] = -1 if unloading > 0 else 0
                new[0, EXTRA] = labels[k, EXTRA] + sharing(another, here, labels[k, SHARED]) + of_set[here, FORCED]
                new[0, SHARED] = 0
                new[0, LACK] = labels[k, LACK]
                new[0, STARTS] = leave - loading
                new[0, BEFORE] = k
                new[0, HOW] = pauses
                if top + 1 >= len(trips) or new[1, DONE] > new[1, ENOUGH]:
                    return -1
                top = add(trips, base, top, new, True)
    return top
