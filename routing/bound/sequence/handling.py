"""Seconds of handling that a sequence has before it or behind it, by what was called at so far."""

from __future__ import annotations

from typing import Any

from routing.engines.compiled import step

# columns of rules; the last two: vehicle days paid for at the start, and how many more can be had
FIXED, SPAN, LONGEST, PAUSE, PAUSE_COST, HANDLING, RATE, HOME_STOP, HOME_STOPS, FLEET, MORE = range(11)


@step
def not_yet(digits: Any, handled: Any, first_kept: Any) -> int:
    """Seconds that crates still take: at both ends where none was called at, at the goal where only that was not.

    What was fetched lies at home by now. It may be taken up while a vehicle waits to leave, which is left out.
    """
    home, seconds = len(digits), 0
    for place in range(home):
        untouched = digits[place] == 0 and first_kept[place]
        if untouched:
            seconds += handled[place, home] + handled[home, place]
        for other in range(home):
            if untouched:
                seconds += handled[place, other]
            elif digits[other] == 0 and first_kept[other]:
                seconds += handled[place, other] // 2
    return seconds


@step
def at_once(place: int, digits: Any, hidden: int, statuses: Any, handled: Any) -> int:
    """Seconds of handling at a place whose only call this is; what has missed it, or its goal, is left out."""
    home = len(digits)
    seconds = handled[home, place] + handled[place, home] // 2
    for other in range(home):
        if digits[other] > 0 and not hidden >> other & 1:
            seconds += handled[other, place] // 2
        if digits[other] < statuses[other] - 1:
            seconds += handled[place, other] // 2
    return seconds


@step
def over_night(digits: Any, statuses: Any, handled: Any, first_kept: Any, stops: Any, rules: Any, night: Any) -> None:
    """What crates that lie at home when a day ends take beside their two ends.

    Those lie there whose origin is not called at again, and whose goal was not called at so far. Where only one more
    call, which is not in the sequence, could have spared them that, it costs a stop at least.

    Args:
        night: filled: seconds until the day ends, and öre in all.
    """
    home, seconds, paid, sure = len(digits), 0, 0, False
    for place in range(home):
        done = statuses[place] == 3 and digits[place] == 2
        sends = statuses[place] == 2 and first_kept[place] and digits[place] == 1
        gets = statuses[place] == 2 and not first_kept[place] and digits[place] == 0
        lie = 0
        for other in range(home):
            if gets:
                if statuses[other] == 3 and digits[other] == 2:
                    lie += handled[other, place] // 2
            elif digits[other] == 0 and first_kept[other]:
                lie += handled[place, other] // 2
        if done:
            seconds += lie
            paid += 2 * lie
            sure = sure or lie > 0
        elif sends or gets:
            seconds += min(lie, stops[place])
            paid += min(2 * lie, stops[place])
    if sure:
        seconds += rules[HOME_STOP]
        paid += rules[HOME_STOP] * rules[HOME_STOPS]
    night[0], night[1] = seconds, paid * rules[RATE]
