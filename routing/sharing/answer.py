"""What comes of a round: who gets what, and why others do not."""

from __future__ import annotations

from dataclasses import dataclass

from routing.sharing.round import Allocation, Score, Slot


@dataclass(frozen=True)
class Refusal:
    """Why an application gets nothing, and what would have had to be different.

    Attributes:
        code: "nothing-possible": every wish is promised elsewhere in its periods; else the goal that decided.
        rivals: what it asked for, and the application that has it.
        instead: applications that would get nothing if this one were given something.
        pupils_short: pupils it would have needed more to be given something; 0: not for want of pupils.
        free: slots that nobody has, which it would have been given had it named them.
    """

    application: str
    code: str
    rivals: tuple[tuple[Slot, str], ...] = ()
    instead: tuple[str, ...] = ()
    pupils_short: int = 0
    free: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Shared:
    """An allocation that no other one beats, and the reasons of those who get nothing."""

    allocation: Allocation
    refusals: tuple[Refusal, ...]
    score: Score
