"""Refusals of the domain: each has a code and facts; sentences are made in `api`.

A refusal may name the `field` of the input that caused it, so that a form can show it there.
"""

from __future__ import annotations

from typing import ClassVar


class LogisticsError(Exception):
    """Something asked for can't be done; nothing was changed.

    Attributes:
        code: stable, kebab-case; the key of its sentence in `api.problems`.
        facts: what the sentence needs: ids, dates, amounts.
        field: the input at fault, where there is one.
    """

    code: ClassVar[str] = "error"

    def __init__(self, *, field: str | None = None, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.field = field
        self.facts = facts


class NotFound(LogisticsError):
    """Facts: `what` (place, collection, booking...), `id`."""

    code = "not-found"


class NotAllowed(LogisticsError):
    """Facts: `act`, `role`."""

    code = "not-allowed"


class WrongState(LogisticsError):
    """Facts: `what`, `id`, `was`, `wanted`."""

    code = "wrong-state"


class BadValue(LogisticsError):
    """A value that no place in the domain can take. Facts: `value`, and what would do (`least`, `most`, `choices`)."""

    code = "bad-value"


class DateInThePast(LogisticsError):
    """Facts: `day`, `today`."""

    code = "date-in-the-past"


class EndsBeforeItBegins(LogisticsError):
    """Facts: `first`, `last`."""

    code = "ends-before-it-begins"
