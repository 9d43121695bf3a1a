"""A tour as a form: a row a stop, days as text, and both ways between them and what the domain takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from api.languages import N_, gettext
from api.pages.form import Form
from logistics.network.timetables import LONGEST_NAME, Call, TourText
from logistics.network.tours import Tour

SPARE_ROWS = 3
MOST_ROWS = 60
NOT_A_TIME = N_("Give a time, such as 08:40.")
NOT_DAYS = N_("Give days as 2026-12-24, with blanks between them.")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def text_in(form: Form) -> TourText:
    """What a form says of a tour; what can't be read is in the form's errors."""
    return TourText(
        name=form.text("name", most=LONGEST_NAME),
        vehicle_id=form.text("vehicle_id"),
        calls=[call for number in range(1, MOST_ROWS + 1) if (call := _call(form, number))],
        weekdays=[weekday for weekday in range(7) if form.values.get(f"weekday_{weekday}")],
        also_on=_days(form, "also_on"),
        not_on=_days(form, "not_on"),
        school_days_only=bool(form.values.get("school_days_only")),
        capacity=form.whole("capacity", least=1, most=10_000) if form.values.get("capacity", "").strip() else None,
    )


def shown_values(tour: Tour | None) -> dict[str, str]:
    """The values with which the form of a tour begins."""
    if tour is None:
        return {"name": "", "weekday_0": ""}
    over = {crossing.position: crossing for crossing in tour.crossings}
    values = {
        "name": tour.name,
        "vehicle_id": tour.vehicle_id,
        "capacity": str(tour.capacity or ""),
        "school_days_only": "yes" if tour.school_days_only else "",
        "also_on": " ".join(named.day.isoformat() for named in tour.days if named.runs),
        "not_on": " ".join(named.day.isoformat() for named in tour.days if not named.runs),
    }
    values |= {f"weekday_{weekday}": "yes" for weekday in tour.weekdays}
    for stop in tour.stops:
        crossing = over.get(stop.position)
        values |= {
            f"place_{stop.position}": stop.place_id,
            f"arrives_{stop.position}": _written(stop.arrives_minute),
            f"leaves_{stop.position}": _written(stop.leaves_minute),
            f"over_{stop.position}": f"{crossing.crossing_id} {'back' if crossing.back else ''}" if crossing else "",
        }
    return values


def rows_of(values: Mapping[str, str]) -> range:
    """The numbers of the rows to show: those that are filled in, and some to spare."""
    filled = [number for number in range(1, MOST_ROWS + 1) if values.get(f"place_{number}")]
    return range(1, min(max([SPARE_ROWS, *filled]) + SPARE_ROWS, MOST_ROWS) + 1)


def _call(form: Form, number: int) -> Call | None:
    place_id = form.values.get(f"place_{number}", "").strip()
    if not place_id:
        return None
    arrives = _minute(form, f"arrives_{number}")
    leaves = _minute(form, f"leaves_{number}") if form.values.get(f"leaves_{number}", "").strip() else arrives
    crossing_id, _, back = form.values.get(f"over_{number}", "").partition(" ")
    return Call(place_id, arrives, leaves, crossing_id or None, back.strip() == "back")


def _minute(form: Form, name: str) -> int:
    found = _TIME.fullmatch(form.values.get(name, "").strip())
    if found is None:
        form.errors[name] = gettext(NOT_A_TIME)
        return 0
    return 60 * int(found[1]) + int(found[2])


def _days(form: Form, name: str) -> list[date]:
    words = re.split(r"[\s,;]+", form.values.get(name, "").strip())
    try:
        return sorted({date.fromisoformat(word) for word in words if word})
    except ValueError:
        form.errors[name] = gettext(NOT_DAYS)
        return []


def _written(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
