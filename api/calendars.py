"""Calendars as iCalendar (RFC 5545), in the language of whoever reads them: agendas, and the annual wheel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar
from icalendar import Event as Component

from api.content_lines import component, moment, text
from api.languages import N_, gettext
from api.pages.words import word
from api.year_words import called
from logistics.bookings.agenda import Entry, Event
from logistics.costs.year import Mark

PRODUCT = "-//Bokrute//Bokrute//EN"
DOMAIN = "bokrute"
REFRESH = "PT1H"

REMINDED_AT = time(8)
"""A day's reminder rings in the morning, by the wall clock of whoever reads."""

WORDS: dict[Event, str] = {
    Event.LEAVES: N_("%(collection)s leaves for %(place)s"),
    Event.ARRIVES: N_("%(collection)s arrives from %(home)s"),
    Event.COLLECTED: N_("%(collection)s is fetched, home to %(home)s"),
    Event.HOME: N_("%(collection)s is home again from %(place)s"),
    Event.TOUR_CALLS: N_("%(tour)s calls (%(vehicle)s)"),
    Event.TOUR: N_("%(tour)s (%(vehicle)s)"),
    Event.CLOSED: N_("%(place)s receives nothing"),
}
"""What an entry is called."""


def as_icalendar(entries: Iterable[Entry], marks: Iterable[Mark], name: str, now: datetime) -> bytes:
    """A calendar file; the same entries give the same ids, so that a calendar program changes what it has.

    Args:
        marks: of the annual wheel: whole days, with an alarm for each of their reminders.
        name: as the calendar program shows it.
        now: when the entries were true.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", REFRESH)
    calendar.add("x-published-ttl", REFRESH)
    for mark in marks:
        calendar.add_component(_whole_days(mark, now))
    # The library takes half a second for a busy place's half year; entries are plain enough to be written at once.
    head, end, rest = calendar.to_ical().rpartition(b"END:VCALENDAR")
    return b"".join([head, *(_written(entry, now) for entry in entries), end, rest])


def _written(entry: Entry, now: datetime) -> bytes:
    told = [*_more(entry), *entry.lines]
    return component(
        "VEVENT",
        [
            text("SUMMARY", gettext(WORDS[entry.event], **entry.facts)),
            moment("DTSTART", entry.starts),
            moment("DTEND", entry.ends),
            moment("DTSTAMP", now),
            text("UID", f"{entry.uid}@{DOMAIN}"),
            *([text("DESCRIPTION", "\n".join(told))] if told else []),
            text("LOCATION", entry.where),
            *(["TRANSP:TRANSPARENT"] if entry.event is Event.CLOSED else []),
        ],
    )


def _whole_days(mark: Mark, now: datetime) -> Component:
    component = Component()
    component.add("uid", f"{mark.key.replace(':', '-')}-{mark.first_day.isoformat()}@{DOMAIN}")
    component.add("dtstamp", now.astimezone(UTC))
    component.add("dtstart", mark.first_day)
    component.add("dtend", mark.last_day + timedelta(days=1))
    component.add("summary", called(mark))
    component.add("categories", [word(mark.kind)])
    component.add("transp", "TRANSPARENT")
    if mark.note:
        component.add("description", mark.note)
    if mark.place:
        component.add("location", mark.place)
    for days in mark.remind_days:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", called(mark))
        # Relative to the midnight with which the first day begins.
        alarm.add("trigger", timedelta(hours=REMINDED_AT.hour) - timedelta(days=days))
        component.add_component(alarm)
    return component


def _more(entry: Entry) -> Iterable[str]:
    if "code" in entry.facts:
        yield entry.facts["code"]
    if entry.event in (Event.LEAVES, Event.COLLECTED) and "tour" in entry.facts:
        yield gettext("Packed when the tour %(tour)s comes.", tour=entry.facts["tour"])
    elif entry.event in (Event.ARRIVES, Event.HOME) and "tour" in entry.facts:
        yield gettext("With the tour %(tour)s.", tour=entry.facts["tour"])
    if entry.facts.get("reason"):
        yield entry.facts["reason"]
