"""Seasons and points as people type them into the forms of roads."""

from __future__ import annotations

import re
from calendar import monthrange

from api.languages import N_, gettext
from api.pages.form import Form
from logistics.network.known import Point
from logistics.network.roads import WHOLE_YEAR
from logistics.network.timetable_lines import LEAP_YEAR

NOT_A_SEASON = N_("Give month and day, such as 11-01.")
NOT_A_POINT = N_("Give latitude and longitude, such as 68.8015, 16.5434.")

_DAY = re.compile(r"(\d\d)-(\d\d)")
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d{1,9})?)[ ,]+(-?\d{1,3}(?:\.\d{1,9})?)")


def season_in(form: Form) -> tuple[int, int]:
    """The season of `first_day` and `last_day`; both empty: the whole year."""
    first, last = _day_in(form, "first_day"), _day_in(form, "last_day")
    if (first is None) != (last is None):
        form.errors.setdefault("last_day" if last is None else "first_day", gettext(NOT_A_SEASON))
    return (first, last) if first is not None and last is not None else WHOLE_YEAR


def season_written(first: int, last: int) -> tuple[str, str]:
    """A season as its fields have it."""
    if (first, last) == WHOLE_YEAR:
        return "", ""
    return f"{first // 100:02}-{first % 100:02}", f"{last // 100:02}-{last % 100:02}"


def point_in(form: Form, name: str, *, needed: bool = False) -> Point | None:
    """Latitude and longitude; None: left empty, or not to be read."""
    text = form.text(name, needed=needed, most=40)
    if not text:
        return None
    found = _POINT.fullmatch(text)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        form.errors.setdefault(name, gettext(NOT_A_POINT))
        return None
    return float(found[1]), float(found[2])


def point_written(lat: float | None, lon: float | None) -> str:
    """A point as its field has it."""
    return "" if lat is None or lon is None else f"{lat:.5f}, {lon:.5f}"


def _day_in(form: Form, name: str) -> int | None:
    text = form.text(name, needed=False, most=5)
    if not text:
        return None
    found = _DAY.fullmatch(text)
    month, day = (int(part) for part in found.groups()) if found else (0, 0)
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(LEAP_YEAR, month)[1]:
        form.errors.setdefault(name, gettext(NOT_A_SEASON))
        return None
    return 100 * month + day
