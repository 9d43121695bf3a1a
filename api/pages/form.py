"""A form as it came in: typed values, and every fault by its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import TracebackType
from typing import ClassVar, TypeVar

from api.languages import N_, gettext
from api.sentences import sentence
from logistics.errors import LogisticsError

Choice = TypeVar("Choice", bound=Enum)

MISSING = N_("Please fill this in.")
NOT_A_DATE = N_("This is not a date.")
NOT_A_NUMBER = N_("Give a whole number from %(least)s to %(most)s.")
NOT_A_WEIGHT = N_("Give a weight in kilograms, such as 12.5.")
NOT_AN_AMOUNT = N_("Give an amount, such as 129 or 129.50.")
NOT_A_TIME = N_("Give a time of day, such as 08:30.")
NOT_A_CHOICE = N_("Choose one of these.")
TOO_LONG = N_("At most %(most)s characters.")

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?")


class BadForm(Exception):
    """Fields can't be read; they are in the form's `errors`. A form's own `catching` takes it."""


class Form:
    """Values by name, and sentences for what is wrong with them.

    Attributes:
        values: as typed, to be shown again.
        errors: field to its sentence; "" holds what is wrong with the whole.
        code: of the refusal by the domain, if there was one.
    """

    ANY_LENGTH: ClassVar[int] = 500

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = dict(values or {})
        self.errors: dict[str, str] = {}
        self.code: str | None = None

    def text(self, name: str, *, needed: bool = True, most: int = ANY_LENGTH) -> str:
        """A line of text without blanks around it."""
        value = self.values.get(name, "").strip()
        if needed and not value:
            self.errors[name] = gettext(MISSING)
        elif len(value) > most:
            self.errors[name] = gettext(TOO_LONG, most=most)
        return value

    def secret(self, name: str) -> str:
        """A password, exactly as typed."""
        value = self.values.get(name, "")
        if not value:
            self.errors[name] = gettext(MISSING)
        return value

    def choice(self, name: str, kind: type[Choice]) -> Choice:
        """One of an enumeration's values; the first where it is none of them, which `check` then refuses."""
        value = self.text(name)
        found = next((member for member in kind if member.value == value), None)
        if found is None:
            self.errors.setdefault(name, gettext(NOT_A_CHOICE))
        return found or next(iter(kind))

    def day(self, name: str) -> date:
        """A date; the first there is where it can't be read, which `check` then refuses."""
        value = self.text(name)
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.errors.setdefault(name, gettext(NOT_A_DATE))
            return date.min

    def day_or_none(self, name: str) -> date | None:
        """A date; None: left empty."""
        return self.day(name) if self.values.get(name) else None

    def whole(self, name: str, *, least: int, most: int) -> int:
        """A whole number within limits."""
        value = self.text(name)
        if value.isascii() and value.isdigit() and least <= int(value[:9]) <= most and len(value) <= 9:
            return int(value)
        self.errors.setdefault(name, gettext(NOT_A_NUMBER, least=least, most=most))
        return least

    def whole_or_none(self, name: str, *, least: int, most: int) -> int | None:
        """A whole number within limits, or None where nothing is typed."""
        return self.whole(name, least=least, most=most) if self.values.get(name, "").strip() else None

    def amount(self, name: str, *, most: int) -> int:
        """An amount of money in minor units, typed with a comma or a point; 0 where nothing is typed."""
        value = self.text(name, needed=False, most=14).replace(",", ".").replace(" ", "").replace("\u00a0", "") or "0"
        whole, _, parts = value.partition(".")
        digits = whole + parts
        if not (digits.isascii() and digits.isdigit()) or len(parts) > 2 or len(whole) > 9:
            self.errors.setdefault(name, gettext(NOT_AN_AMOUNT))
            return 0
        minor = int(whole or "0") * 100 + int(parts.ljust(2, "0"))
        if minor > most:
            self.errors.setdefault(name, gettext(NOT_AN_AMOUNT))
        return minor

    def time(self, name: str) -> int | None:
        """A time of day, as minutes after midnight; None where nothing is typed."""
        value = self.text(name, needed=False, most=8)
        if not value:
            return None
        found = _TIME.fullmatch(value)
        if found is None:
            self.errors.setdefault(name, gettext(NOT_A_TIME))
            return None
        return 60 * int(found[1]) + int(found[2])

    def grams(self, name: str, *, most_kilograms: int) -> int:
        """A weight typed in kilograms, with a comma or a point; 0 where nothing is typed."""
        value = self.text(name, needed=False, most=12).replace(",", ".") or "0"
        whole, _, parts = value.partition(".")
        if not (whole + parts).isascii() or not (whole + parts).isdigit() or len(parts) > 3 or len(whole) > 5:
            self.errors.setdefault(name, gettext(NOT_A_WEIGHT))
            return 0
        grams = int(whole or "0") * 1000 + int(parts.ljust(3, "0"))
        if grams > most_kilograms * 1000:
            self.errors.setdefault(name, gettext(NOT_A_WEIGHT))
        return grams

    def check(self) -> None:
        """Go on only if every field could be read.

        Raises:
            BadForm: some could not.
        """
        if self.errors:
            raise BadForm

    def refuse(self, error: LogisticsError) -> None:
        """Put the domain's refusal by its field, or over the form where it has none that is shown."""
        self.code = error.code
        field = error.field if error.field in self.values else ""
        self.errors[field or ""] = sentence(error.code, error.facts)

    @property
    def catching(self) -> _Catching:
        """A block whose refusals and bad fields end up in `errors`; what comes after it shows the form again."""
        return _Catching(self)


class _Catching:
    def __init__(self, form: Form) -> None:
        self._form = form

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, LogisticsError):
            self._form.refuse(error)
            return True
        return isinstance(error, BadForm)
