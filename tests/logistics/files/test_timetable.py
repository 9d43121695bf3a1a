"""School years and tours in a network's file: what they say, and every fault they can have."""

import re
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.files.faults import BadNetwork
from logistics.files.load import SAMPLES, load_network
from logistics.files.read import read_network
from logistics.network.fleet import VehicleKind
from logistics.network.networks import Network
from logistics.network.terms import BreakKind
from logistics.network.tours import Tour
from tests.builders import LONG_AGO as NOW

TIMETABLE = """
[[vehicle]]
id = "bus"
name = "Bokbuss"
kind = "bookmobile"
home = "karlstad"
capacity = 20
shift = "07:00-18:00"
cost_per_day = 1
cost_per_km = 1
cost_per_hour = 1

[[school_year]]
id = "ar"
name = "2026/27"
first_day = 2026-08-18
last_day = 2027-06-11
breaks = ["christmas 2026-12-22/2027-01-10", "autumn 2026-10-26/2026-10-30"]

[[season]]
id = "host"
name = "Hösten"
first_day = 2026-08-18
last_day = 2026-12-18

[[tour]]
id = "norr"
season = "host"
vehicle = "bus"
name = "Norr"
weekdays = ["tue", "thu"]
school_days_only = true
capacity = 6
also_on = [2026-09-02]
not_on = [2026-09-03]
stops = ["07:30 karlstad", "09:00-09:40 sunne", "11:00 torsby"]
"""


@pytest.fixture
def small() -> str:
    """The sample of Värmland without its stock and its own timetable, with a bus's."""
    text = SAMPLES["varmland"].read_text("utf-8")
    return re.sub(r"include = \[.*?\]\n", "", text, flags=re.DOTALL) + TIMETABLE


def faults(text: str) -> set[tuple[str, str]]:
    with pytest.raises(BadNetwork) as refused:
        read_network(text, today=NOW.date())
    return {(fault.path, fault.code) for fault in refused.value.faults}


def test_a_tour_is_loaded_with_its_stops_in_order(session: Session, small: str) -> None:
    load_network(session, small, now=NOW)
    tour = session.get_one(Tour, "varmland-norr")
    stops = [(stop.place_id, stop.arrives_minute, stop.leaves_minute) for stop in tour.stops]
    assert stops == [("varmland-karlstad", 450, 450), ("varmland-sunne", 540, 580), ("varmland-torsby", 660, 660)]


def test_a_tour_is_loaded_with_the_days_it_names(session: Session, small: str) -> None:
    load_network(session, small, now=NOW)
    tour = session.get_one(Tour, "varmland-norr")
    assert [(named.day, named.runs) for named in tour.days] == [(date(2026, 9, 2), True), (date(2026, 9, 3), False)]


def test_a_bookmobile_is_loaded_as_one(session: Session, small: str) -> None:
    load_network(session, small, now=NOW)
    kinds = {van.id: van.kind for van in session.get_one(Network, "varmland").vehicles}
    assert kinds["varmland-bus"] is VehicleKind.BOOKMOBILE


def test_the_breaks_of_a_school_year_are_loaded_in_order(session: Session, small: str) -> None:
    load_network(session, small, now=NOW)
    years = session.get_one(Network, "varmland").school_years
    assert [pause.kind for year in years for pause in year.breaks] == [BreakKind.AUTUMN, BreakKind.CHRISTMAS]


def test_loading_a_timetable_again_changes_nothing(session: Session, small: str) -> None:
    load_network(session, small, now=NOW)
    again = load_network(session, small, now=NOW)
    assert (again.created, again.changed) == (0, 0)


def test_a_changed_stop_replaces_the_stops_of_its_tour(session: Session, small: str) -> None:
    load_network(session, small, now=NOW)
    changed = load_network(session, small.replace("11:00 torsby", "11:30 torsby"), now=NOW)
    assert changed.changed == 1
    tour = session.scalars(select(Tour)).one()
    assert tour.stops[-1].arrives_minute == 690


@pytest.mark.parametrize(
    ("was", "becomes", "path", "code"),
    [
        ('"11:00 torsby"', '"11:00 nowhere"', "tour[0].stops[2]", "unknown-reference"),
        ('"11:00 torsby"', '"09:40 torsby"', "tour[0].stops", "overlap"),
        ('"11:00 torsby"', '"25:00 torsby"', "tour[0].stops", "bad-format"),
        ('"11:00 torsby"', '"torsby 11:00"', "tour[0].stops", "bad-format"),
        ('"09:00-09:40 sunne"', '"09:40-09:00 sunne"', "tour[0].stops", "ends-before-it-begins"),
        ('"09:00-09:40 sunne", "11:00 torsby"', "", "tour[0].stops", "too-small"),
        ("also_on = [2026-09-02]", "also_on = [2027-09-02]", "tour[0].also_on", "outside-season"),
        ("not_on = [2026-09-03]", "not_on = [2026-09-02]", "tour[0].not_on", "duplicate"),
        ("also_on = [2026-09-02]", "also_on = [2026-09-02, 2026-09-02]", "tour[0].also_on", "duplicate"),
        ('season = "host"', 'season = "var"', "tour[0].season", "unknown-reference"),
        ('vehicle = "bus"', 'vehicle = "boat"', "tour[0].vehicle", "unknown-reference"),
        ("last_day = 2026-12-18", "last_day = 2026-08-01", "season[0].last_day", "ends-before-it-begins"),
        ("autumn 2026-10-26/", "autum 2026-10-26/", "school_year[0].breaks", "unknown-value"),
        ("autumn 2026-10-26/2026-10-30", "autumn 2026-10-26", "school_year[0].breaks", "bad-format"),
        ("autumn 2026-10-26/2026-10-30", "autumn 2026-10-26/2026-02-30", "school_year[0].breaks", "bad-format"),
        ("2026-10-26/2026-10-30", "2026-10-30/2026-10-26", "school_year[0].breaks", "ends-before-it-begins"),
        ("2026-10-26/2026-10-30", "2026-10-26/2026-12-23", "school_year[0].breaks", "overlap"),
        ("2026-10-26/2026-10-30", "2026-07-26/2026-07-30", "school_year[0].breaks", "outside-season"),
    ],
)
def test_each_fault_of_a_timetable_is_told_by_its_path(
    small: str, was: str, becomes: str, path: str, code: str
) -> None:
    assert was in small
    assert (path, code) in faults(small.replace(was, becomes))


def test_a_tour_that_never_runs_is_refused(small: str) -> None:
    never = small.replace('weekdays = ["tue", "thu"]\n', "").replace("also_on = [2026-09-02]\n", "")
    assert ("tour[0].weekdays", "empty") in faults(never)


def test_a_day_lies_in_one_school_year_at_most(small: str) -> None:
    more = '\n[[school_year]]\nid = "more"\nname = "2027"\nfirst_day = 2027-06-01\nlast_day = 2028-06-01\n'
    assert ("school_year[1].first_day", "overlap") in faults(small + more)
