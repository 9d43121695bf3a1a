"""Fields that take exactly what they say: no guessing of types, nothing that a database could choke on.

Each fault is a code with facts, like the refusals of the domain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import Enum as PyEnum
from typing import Any, Final, NoReturn

from marshmallow import ValidationError, fields, validate

from api.rest.faults import Fault

REQUIRED: Final[dict[str, str | list[Any] | dict[Any, Any]]] = {"required": "missing-field", "null": "empty-field"}
"""What marshmallow calls a field that is not there, or is null."""

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2199, 12, 31)
"""Days that a calendar of transport can be asked about; arithmetic on them never overflows."""

INT32 = 2**31 - 1


def refuse(code: str, *, at: str = "_schema", **facts: object) -> NoReturn:
    """Raise the fault in the way marshmallow collects it; `at` names the field where a whole schema is checked."""
    raise ValidationError([Fault(code, **facts)], at)


class Text(fields.String):
    """Text of a bounded length, without control characters other than line breaks and tabs."""

    default_error_messages = REQUIRED

    def __init__(self, *, least: int = 0, most: int, **settings: Any) -> None:
        metadata = {"minLength": least, "maxLength": most, **settings.pop("metadata", {})}
        super().__init__(metadata=metadata, **settings)
        self.least = least
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            refuse("not-text")
        if _UNWRITABLE.search(value):
            refuse("unwritable-text")
        if not self.least <= len(value) <= self.most:
            refuse("wrong-length", least=self.least, most=self.most)
        if self.least and not value.strip():
            refuse("wrong-length", least=self.least, most=self.most)
        return value


_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Id(Text):
    """The id of a row; any other text is as unknown as an id that nobody has."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(least=1, most=64, **settings)


class Whole(fields.Integer):
    """A whole number within bounds; a JSON number, not text, and not 1.0 or true."""

    default_error_messages = REQUIRED

    def __init__(self, *, least: int, most: int = INT32, **settings: Any) -> None:
        metadata = {"minimum": least, "maximum": most, **settings.pop("metadata", {})}
        super().__init__(strict=True, metadata=metadata, **settings)
        self.least = least
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            refuse("not-a-whole-number")
        return self._within(value)

    def _within(self, value: int) -> int:
        if not self.least <= value <= self.most:
            refuse("out-of-range", least=self.least, most=self.most)
        return value


class Degrees(fields.Float):
    """A latitude or longitude, WGS 84: a JSON number, not text."""

    default_error_messages = REQUIRED

    def __init__(self, *, most: int, **settings: Any) -> None:
        super().__init__(metadata={"minimum": -most, "maximum": most, **settings.pop("metadata", {})}, **settings)
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool):
            refuse("not-a-number")
        if not -self.most <= value <= self.most:
            refuse("out-of-range", least=-self.most, most=self.most)
        return float(value)


class WholeInQuery(Whole):
    """A whole number in a query string, in plain digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,18}", value):
            refuse("not-a-whole-number")
        return self._within(int(value))


class YesNo(fields.Boolean):
    """true or false, nothing that merely looks like it."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            refuse("not-yes-or-no")
        return value


class Day(fields.Date):
    """A calendar day, "2026-11-23"."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        # fromisoformat alone would take "20261123" and "2026-W48-1" as well.
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            refuse("not-a-day")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            refuse("not-a-day")
        if not FIRST_DAY <= day <= LAST_DAY:
            refuse("out-of-range", least=FIRST_DAY, most=LAST_DAY)
        return day


class Moment(fields.DateTime):
    """A moment with its offset from UTC, as RFC 3339 writes it; given out in UTC."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not _RFC3339.fullmatch(value):
            refuse("not-a-moment")
        try:
            moment = datetime.fromisoformat(value.upper())
        except ValueError:
            refuse("not-a-moment")
        if not FIRST_DAY <= moment.date() <= LAST_DAY:
            refuse("out-of-range", least=FIRST_DAY, most=LAST_DAY)
        return moment.astimezone(UTC)


_RFC3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})", re.IGNORECASE
)


class Choice(fields.Enum[PyEnum]):
    """One of an enumeration's values."""

    default_error_messages = REQUIRED

    def __init__(self, kind: type[PyEnum], **settings: Any) -> None:
        super().__init__(kind, by_value=True, **settings)
        self.kind = kind

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> PyEnum:
        choices = [member.value for member in self.kind]
        if not isinstance(value, str) or value not in choices:
            refuse("not-a-choice", choices=choices)
        return self.kind(value)


class OneOf(fields.String):
    """One of a few words."""

    default_error_messages = REQUIRED

    def __init__(self, choices: Sequence[str], **settings: Any) -> None:
        super().__init__(validate=validate.OneOf(choices), **settings)
        self.choices = list(choices)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or value not in self.choices:
            refuse("not-a-choice", choices=self.choices)
        return value


class Object(fields.Nested):
    """An object within a message."""

    default_error_messages = {**REQUIRED, "type": "not-an-object"}  # noqa: RUF012  # as marshmallow declares it


class Several(fields.List[Any]):
    """A list of a bounded length."""

    default_error_messages = REQUIRED

    def __init__(self, inner: fields.Field[Any], *, least: int = 0, most: int, **settings: Any) -> None:
        metadata = {"minItems": least, "maxItems": most, **settings.pop("metadata", {})}
        super().__init__(inner, metadata=metadata, **settings)
        self.least = least
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            refuse("not-a-list")
        if not self.least <= len(value) <= self.most:
            refuse("wrong-length", least=self.least, most=self.most)
        items: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        return items
