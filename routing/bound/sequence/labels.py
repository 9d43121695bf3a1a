"""One more call for every label, and which labels are worth keeping."""

from __future__ import annotations

from typing import Any

from routing.bound.sequence.departures import (
    CLOCK,
    COLUMNS,
    DAY,
    DRIVEN,
    END,
    FRESH,
    HIDDEN,
    KNOWN,
    LATEST,
    LEADS,
    LEFT,
    MANY,
    MET,
    MOST,
    NEED,
    OTHER,
    PAID,
    RESTED,
    SECOND,
    SOURCE,
    SUMS,
    USED,
    VEHICLES,
    leave,
    leave_after_back,
    leave_before_back,
)
from routing.bound.sequence.handling import (
    FIXED,
    FLEET,
    HANDLING,
    LONGEST,
    MORE,
    PAUSE,
    PAUSE_COST,
    RATE,
    SPAN,
    at_once,
    not_yet,
    over_night,
)
from routing.bound.sequence.remaining import price_of_end, price_of_last_call, read
from routing.engines.compiled import kernel, step

SHIFT = 16
MASK = (1 << SHIFT) - 1
"""Of a set of places at the end of a key."""

PHASES = 2 * (MANY + 1)
"""Vehicles paid for, and whether the segment leads: of each day."""

# what was done
MADE, ENDED = range(2)
# how a call is made: it is not the last one at its place; it is; or there is another one that the sequence leaves out;
# or something is left behind
FIRST, LAST, ONE_OF_SEVERAL, WITH_LESS = range(4)


@step
def pauses(since: int, way: int, longest: int) -> int:
    """Pauses that driving on needs at least, so many seconds of driving after the last one."""
    return max(0, (since + way + longest - 1) // longest - 1)


@step
def unused(go: Any, days: Any, rules: Any, at: int, need: int) -> int:
    """Seconds that the vehicles paid for can still be out, where one of them is out at `at`."""
    end = days[go[DAY], END]
    free = min(end - at, rules[SPAN]) + max(0, rules[FLEET] - go[USED]) * rules[SPAN]
    if go[VEHICLES] > 1:
        free += max(0, end - go[OTHER])
    if go[VEHICLES] > 2:
        free += max(0, end - go[SECOND]) * (1 if go[VEHICLES] < MANY else days[go[DAY], MOST] - 2)
    return min(free, -need)


@step
def lacking(need: int, used: int, rules: Any) -> int:
    """Vehicle days to be had besides for what is needed; -1: more than there are."""
    more = (max(0, need) + rules[SPAN] - 1) // rules[SPAN]
    return -1 if more and more + max(0, used - rules[FLEET]) > rules[MORE] else more


@step
def open_places(digits: Any, statuses: Any) -> int:
    """Places that are not done, as a set in one number."""
    places = 0
    for place in range(len(digits)):
        if digits[place] < statuses[place] - 1:
            places |= 1 << place
    return places


@step
def wanted(places: int, waiting: int, senders: Any) -> int:
    """Those of a set of places that have something for one that is waiting."""
    if places == 0:
        return 0
    kept = 0
    for place in range(len(senders)):
        if waiting >> place & 1:
            kept |= places & senders[place]
    return kept


@step
def take_up(key: Any, label: Any, days: int, home: int, row: Any) -> int:
    """Write a label that is not at home as a departure; the number of its state."""
    at, rest = (key >> SHIFT) % (home + 1), (key >> SHIFT) // (home + 1)
    phase = rest % (days * PHASES)
    for column in range(COLUMNS):
        row[column] = label[column]
    row[SOURCE], row[DAY], row[VEHICLES], row[LEADS] = at, phase // PHASES, phase % PHASES // 2, phase % 2
    row[FRESH], row[RESTED] = key & MASK, 0
    return rest // (days * PHASES)


@kernel
def extend(
    keys: Any, labels: Any, first: int, last: int, statuses: Any, weights: Any, cost: Any, drive: Any, stops: Any,
    lost: Any, bare: Any, opens: Any, closes: Any, begun: Any, days: Any, rules: Any, handled: Any, first_kept: Any,
    spared: Any, senders: Any, night: Any, untimed: Any, timed: Any, limit: int, new_keys: Any, new_labels: Any,
    digits: Any, departures: Any, done: Any,
) -> None:  # fmt: skip
    """Add a call to labels `first` to `last`, wherever the sequence can still cost `limit` at most.

    Args:
        spared: öre that leaving something behind costs at least that is handled at a place, shape (places,).
        senders: places with something for a place, as a set in one number, shape (places,).
        night: room for what a night takes, shape (2,).
        untimed, timed: what is left, without and with a share of a vehicle's day for each second.
        keys: state, day, vehicles, leading or not, last place, and places first called at in this segment.
        done: is told how many were made, -1 where there was no room, and what the cheapest sequence costs that ends.
    """
    home, out, begin = len(statuses), 0, departures[0]
    fixed, span, longest = rules[FIXED], rules[SPAN], rules[LONGEST]
    fee, handling = fixed * rules[FLEET], rules[HANDLING] - span * rules[FLEET]
    for a in range(first, last):
        state = take_up(keys[a], labels[a], len(days), home, begin)
        at, n = begin[SOURCE], 0
        read(state, statuses, digits)
        still_open = open_places(digits, statuses)
        ended = price_of_end(statuses, digits, lost, bare)
        if at == home:
            done[ENDED] = min(done[ENDED], ended)
            for day in range(len(days)):
                n = leave(departures, n, days, rules, home, day, 1, fee, 0, 0, 0, handling, 0, 0, 0, 0, True)
        else:
            n, way = 1, drive[at, home]
            rests = pauses(begin[DRIVEN], way, longest)
            paid = begin[PAID] + cost[at, home] + rests * rules[PAUSE_COST]
            need = begin[NEED] + way + rests * rules[PAUSE]
            back = begin[CLOCK] + way + rests * rules[PAUSE]
            if back <= days[begin[DAY], END]:
                vehicles = lacking(need, begin[USED], rules)
                if ended >= 0 and vehicles >= 0 and not begin[LEADS]:
                    done[ENDED] = min(done[ENDED], paid + ended + vehicles * fixed)
                if begin[LEADS]:
                    n = leave_before_back(departures, n, days, rules, home, paid, back, need, begin)
                else:
                    ahead = not_yet(digits, handled, first_kept)
                    night[0], night[1] = 0, 0
                    if begin[DAY] == 0:
                        over_night(digits, statuses, handled, first_kept, stops, rules, night)
                    driven, pause = begin[DRIVEN] + way - rests * longest, rules[PAUSE]
                    n = leave_after_back(
                        departures, n, days, rules, home, paid, back, need, ahead, driven, pause, night, begin
                    )
        for d in range(n):
            go = departures[d]
            day, source = go[DAY], go[SOURCE]
            phase = (day * PHASES) + go[VEHICLES] * 2 + go[LEADS]
            for j in range(home):
                called, hidden = digits[j], go[HIDDEN] >> j & 1
                if statuses[j] == 1 or j == source or closes[day, j] < 0 or (called == statuses[j] - 1 and not hidden):
                    continue
                way, last_now = drive[source, j], statuses[j] - 1
                fewest = pauses(go[DRIVEN], way, longest)
                base, still_now = go[PAID] + cost[source, j], max(called, statuses[j] - 2)
                after, again = state + weights[j] * (last_now - called), state + weights[j] * (still_now - called)
                room = limit - base - fewest * rules[PAUSE_COST]
                met = go[MET] | (1 << j if go[LEADS] and go[FRESH] & senders[j] else 0)
                worth_first = untimed[again, j] <= room and (
                    hidden or met != go[MET] or (called == 0 and statuses[j] == 3)
                )
                missed = 0
                worth_last = called < last_now and untimed[after, j] <= room
                if worth_last:
                    missed = price_of_last_call(j, digits, 0 if met >> j & 1 else go[HIDDEN], lost)
                    worth_last = missed + untimed[after, j] <= room
                if not (worth_first or worth_last):
                    continue
                busy = 0
                if worth_last and not (called or hidden or met >> j & 1 or go[LEADS]):
                    busy = at_once(j, digits, go[HIDDEN], statuses, handled)
                begins = FIRST if worth_first else LAST
                ends = (WITH_LESS if busy else LAST) + 1 if worth_last else LAST
                for rests in range(fewest, fewest + (2 if rules[PAUSE] else 1)):
                    used = way + rests * rules[PAUSE]
                    arrival = go[CLOCK] + used
                    clock = max(arrival, opens[day, j])
                    if clock > closes[day, j]:
                        break
                    clock += stops[j]
                    if clock + drive[j, home] > days[day, END]:
                        break
                    if go[RESTED]:
                        used = max(used, max(arrival, min(opens[day, j], begun[day, j])) - days[day, LATEST])
                    need = go[NEED] + used + stops[j]
                    if lacking(need, go[USED], rules) < 0:
                        break
                    credit = fixed * unused(go, days, rules, clock, need) // span + 1
                    for how in range(begins, ends):
                        if how == ONE_OF_SEVERAL and statuses[j] == 3:
                            continue
                        paid, then, needed = base + rests * rules[PAUSE_COST], again, need
                        if how >= LAST:
                            paid, then = paid + missed, after
                        if how == ONE_OF_SEVERAL:
                            paid, needed = paid + stops[j] * rules[RATE], need + stops[j]
                        elif how == WITH_LESS:
                            paid += spared[j]
                        if paid + untimed[then, j] > limit or paid + timed[then, j] - credit > limit:
                            continue
                        spent = busy if how == LAST else 0
                        if clock + spent + drive[j, home] > days[day, END]:
                            continue
                        if out == len(new_keys):
                            done[MADE] = -1
                            return
                        waiting = still_open & ~(1 << j) if how >= LAST else still_open
                        fresh = wanted(go[FRESH] | (1 << j if go[LEADS] and called == 0 else 0), waiting, senders)
                        out_still = wanted(go[HIDDEN] & ~(1 << j), waiting, senders)
                        new_keys[out] = ((then * len(days) * PHASES + phase) * (home + 1) + j) << SHIFT | fresh
                        made = new_labels[out]
                        made[PAID], made[CLOCK] = paid, clock + spent
                        made[DRIVEN] = go[DRIVEN] + way - rests * longest if rests == fewest else 0
                        made[OTHER], made[SECOND], made[NEED], made[LEFT] = go[OTHER], go[SECOND], needed, go[LEFT]
                        made[KNOWN], made[USED] = go[KNOWN] if out_still else 0, go[USED]
                        made[HIDDEN], made[MET] = out_still, met & waiting if fresh | out_still else 0
                        out += 1
    done[MADE] = out


@step
def beats(one: Any, other: Any, fresh: int, getters: int, ordered: bool) -> bool:
    """Whether a label is as good as another one of the same keys, wherever both go on to.

    Args:
        fresh: places first called at in this segment, of both.
        getters: places that only get, as a set: what was brought there before their last call spares them handling.
        ordered: handling counts for no place without order; else crates that are out can spare some.
    """
    for column in range(SUMS):
        if one[column] > other[column]:
            return False
    out, lacks = one[HIDDEN], other[MET] & ~one[MET]
    if out != other[HIDDEN] and not (ordered and out & other[HIDDEN] == out):
        return False
    return lacks & getters == 0 if out | fresh == 0 else lacks == 0


@kernel
def keep_best(order: Any, keys: Any, labels: Any, getters: int, ordered: bool, kept: Any) -> int:
    """Leave out labels that another one of the same keys is as good as everywhere; how many of `kept` are filled.

    Args:
        order: rows by key, then by what was paid.
        kept: rows.
    """
    n, begins = 0, 0
    for a in order:
        if n and keys[kept[n - 1]] != keys[a]:
            begins = n
        beaten, fresh = False, keys[a] & MASK
        for k in range(n - 1, begins - 1, -1):
            beaten = beats(labels[kept[k]], labels[a], fresh, getters, ordered)
            if beaten:
                break
        if not beaten:
            kept[n] = a
            n += 1
    return n
