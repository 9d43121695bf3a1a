"""What has been driven since the last break, as the judge of plans reads it; shared with no engine."""

from __future__ import annotations

from typing import TypeAlias

from routing.problem import BreakRule

Driven: TypeAlias = frozenset[tuple[int, bool]]
"""Ways to read what has been driven: seconds since the last break, and whether its first part has been taken since."""

FRESH: Driven = frozenset({(0, False)})


def driven_on(rule: BreakRule, before: Driven, drive: int, idle: int) -> Driven:
    """Every way to read a leg that keeps the rule, but those that another beats in both; none: it is broken.

    Source: Regulation (EC) 561/2006, art. 7: in one piece, or a first part followed by a second one, both within
    the driving time that ends with the second.
    """
    if rule.split is None:
        ((driven, _),) = before
        on = driven + drive
        if idle >= rule.length:
            return frozenset({(min(drive, max(0, on - rule.max_drive)), False)})
        return frozenset({(on, False)}) if on <= rule.max_drive else frozenset()
    found: set[tuple[int, bool]] = set()
    first, second = rule.split
    for driven, half in before:
        on, fresh = driven + drive, min(drive, max(0, driven + drive - rule.max_drive))
        if on <= rule.max_drive:
            found.add((on, half or idle >= first))
        for rest in (rule.length, *([second] if half else [])):
            if idle >= rest:
                # What is left of the idle time after the break can be the first part of the next.
                found.add((fresh, idle >= rest + first))
    best = {half: min((driven for driven, had in found if had >= half), default=None) for half in (False, True)}
    return frozenset((driven, half) for half, driven in best.items() if driven is not None and (driven, half) in found)
