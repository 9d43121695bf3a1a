"""What the marks of the annual wheel are called, and the wheel as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as Component

from api.languages import N_, gettext
from logistics.costs.year import Mark

WORDS: dict[str, str] = {
    "term-ends": N_("The term ends (%(title)s): sets and crates back"),
    "agreement-ends": N_("The agreement with %(title)s ends"),
    "round-closes": N_("Last day to apply: %(title)s"),
    "crates-travel": N_("Crates travel on: %(title)s"),
}
"""Marks that nobody made: code to what they are called."""


def called(mark: Mark) -> str:
    """What a mark is called, in the language in use."""
    return mark.title if mark.code == "entry" else gettext(WORDS[mark.code], title=mark.title)


def as_icalendar(marks: Iterable[Mark], name: str, now: datetime) -> bytes:
    """A calendar file of whole days; the same marks give the same ids."""
    calendar = Calendar()
    calendar.add("prodid", "-//Bokrute//Bokrute//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for mark in marks:
        component = Component()
        component.add("uid", f"{mark.key.replace(':', '-')}-{mark.first_day.isoformat()}@bokrute")
        component.add("dtstamp", now.astimezone(UTC))
        component.add("dtstart", mark.first_day)
        component.add("dtend", mark.last_day + timedelta(days=1))
        component.add("summary", called(mark))
        component.add("transp", "TRANSPARENT")
        if mark.note:
            component.add("description", mark.note)
        if mark.place:
            component.add("location", mark.place)
        calendar.add_component(component)
    written: bytes = calendar.to_ical()
    return written
