"""Content lines of calendars, read back by another program."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event

from api.content_lines import LONGEST_LINE, component, folded, moment, text

SAID = st.text(st.characters(exclude_categories=("C",)) | st.sampled_from("\n,;:\\åäö "), max_size=300)


@given(SAID)
def test_a_text_is_read_as_it_was_written(said: str) -> None:
    written = component("VEVENT", [text("SUMMARY", said)])
    assert str(Event.from_ical(written)["SUMMARY"]) == said


@given(SAID)
def test_no_line_is_longer_than_allowed(said: str) -> None:
    assert all(len(line) <= LONGEST_LINE for line in folded(text("SUMMARY", said)).split(b"\r\n"))


def test_a_moment_is_written_in_utc_and_a_day_as_a_day() -> None:
    assert moment("DTSTART", datetime(2026, 11, 23, 7, 5, tzinfo=UTC)) == "DTSTART:20261123T070500Z"
    assert moment("DTEND", date(2026, 1, 2)) == "DTEND;VALUE=DATE:20260102"
