"""Loading a network: everything the file says, as often as one likes."""

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.costs.agreements import agreement_on
from logistics.files.faults import BadNetwork
from logistics.files.load import SAMPLES, Loaded, load_network
from logistics.holdings.collections import Collection, CollectionKind, Part
from logistics.network.closed_roads import ClosedRoad
from logistics.network.crossings import Crossing, CrossingKind
from logistics.network.networks import Network
from logistics.network.places import Place, ReceivingHours
from logistics.network.roads import RoadOverride
from logistics.network.timetable_lines import write_timetable
from tests.builders import LONG_AGO as NOW
from tests.builders import a_collection

FOLDER = SAMPLES["varmland"].parent


def load(session: Session, text: str) -> Loaded:
    return load_network(session, text, now=NOW)


@pytest.fixture
def small() -> str:
    """The sample without its stock, as text."""
    text = SAMPLES["varmland"].read_text("utf-8")
    return re.sub(r"include = \[.*?\]\n", "", text, flags=re.DOTALL)


def rows(session: Session) -> int:
    return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Place, Collection, Part))


def test_the_sample_has_sixteen_libraries_around_one_hub(varmland: Network) -> None:
    assert len(varmland.places) == 16
    assert [place.id for place in varmland.places if place.hub] == ["varmland-karlstad"]


def test_every_library_of_the_sample_is_paid_for_by_a_municipality_of_its_own(varmland: Network) -> None:
    assert len({place.municipality_id for place in varmland.places}) == len(varmland.municipalities) == 16


def test_every_library_of_the_sample_receives_on_most_service_days(varmland: Network) -> None:
    days = {place.id: {hours.weekday for hours in place.receiving_hours} for place in varmland.places}
    assert all(len(weekdays & set(varmland.service_weekdays)) >= 4 for weekdays in days.values())


def test_the_sample_has_three_vans_at_the_hub(varmland: Network) -> None:
    assert [(van.home_id, van.capacity) for van in varmland.vehicles] == [("varmland-karlstad", 60)] * 3


def test_half_of_the_samples_transport_is_paid_by_the_region(session: Session, varmland: Network) -> None:
    agreement = agreement_on(session, varmland.id, NOW.date())
    assert (agreement.funder, agreement.subsidy_basis_points) == ("Region Värmland", 5_000)


@pytest.mark.parametrize(
    ("kind", "least"), [(CollectionKind.BOOK_CRATE, 20), (CollectionKind.MUSIC_KIT, 6), (CollectionKind.CLASS_SET, 15)]
)
def test_the_sample_has_a_stock(session: Session, varmland: Network, kind: CollectionKind, least: int) -> None:
    counted = session.scalar(select(func.count()).select_from(Collection).where(Collection.kind == kind))
    assert counted is not None
    assert counted >= least


def test_every_library_of_the_sample_lends_something(session: Session, varmland: Network) -> None:
    homes = set(session.scalars(select(Collection.home_id)))
    assert homes == {place.id for place in varmland.places}


def test_loading_again_changes_nothing(session: Session, varmland: Network) -> None:
    again = load_network(session, SAMPLES["varmland"], now=NOW)
    assert (again.created, again.changed) == (0, 0)
    assert not session.dirty


def test_loading_again_after_a_commit_changes_nothing(session: Session, varmland: Network) -> None:
    session.commit()
    session.expire_all()
    before = rows(session)
    again = load_network(session, SAMPLES["varmland"], now=NOW)
    assert (again.created, again.changed, rows(session)) == (0, 0, before)


def test_a_changed_line_changes_one_row(session: Session, small: str) -> None:
    load(session, small)
    again = load(session, small.replace('name = "Sunne"\nlat', 'name = "Sunne bibliotek"\nlat'))
    assert (again.created, again.changed) == (0, 1)
    assert session.get_one(Place, "varmland-sunne").name == "Sunne bibliotek"


def test_changed_hours_replace_the_old_ones(session: Session, small: str) -> None:
    load(session, small)
    again = load(session, small.replace('["mon-fri 08:00-16:30"]', '["mon 08:00-12:00"]'))
    hours = session.scalars(select(ReceivingHours).where(ReceivingHours.place_id == "varmland-sunne")).all()
    assert again.changed == 1
    assert [(span.weekday, span.opens_minute, span.closes_minute) for span in hours] == [(0, 480, 720)]


def test_a_changed_part_list_replaces_the_old_one(session: Session, small: str) -> None:
    stock = (
        '\n[[collection]]\ncode = "X-1"\nhome = "sunne"\nkind = "book-crate"\ntitle = "X"\n'
        'crates = 1\nweight_grams = 1\nparts = [{ title = "A" }, { title = "B" }]\n'
    )
    load(session, small + stock)
    load(session, small + stock.replace('{ title = "A" }, ', ""))
    session.expire_all()
    assert [part.title for part in session.get_one(Collection, "varmland-x-1").parts] == ["B"]


def test_what_the_file_does_not_name_stays(session: Session, small: str) -> None:
    load(session, small)
    collection = a_collection(session, session.get_one(Place, "varmland-sunne"))
    load(session, small)
    assert session.get(Collection, collection.id) is not None


def test_a_file_with_faults_changes_nothing(session: Session, small: str) -> None:
    with pytest.raises(BadNetwork):
        load(session, small.replace("capacity = 60", "capacity = 0"))
    assert session.scalar(select(func.count()).select_from(Network)) == 0


def test_two_networks_stand_side_by_side(session: Session, small: str) -> None:
    load(session, small)
    other = load(session, small.replace('id = "varmland"', 'id = "other"', 1))
    assert (other.network_id, other.created) == ("other", 37)


def test_samples_are_files_that_are_there() -> None:
    assert all(Path(path).is_file() for path in SAMPLES.values())


ROAD = """
[[road]]
from = "sunne"
to = "torsby"
km = 60
minutes = 55
season = "11-01/04-30"
"""


def test_a_road_that_people_know_is_there_in_both_directions(session: Session, small: str) -> None:
    load(session, small + ROAD)
    known = {(row.from_id, row.to_id, row.metres, row.seconds) for row in session.scalars(select(RoadOverride))}
    assert known == {
        ("varmland-sunne", "varmland-torsby", 60_000, 3_300),
        ("varmland-torsby", "varmland-sunne", 60_000, 3_300),
    }


def test_a_road_loaded_again_stays_as_it_is(session: Session, small: str) -> None:
    load(session, small + ROAD)
    again = load(session, small + ROAD)
    assert (again.created, again.changed) == (0, 0)


def test_a_road_that_the_file_does_not_name_any_more_is_gone(session: Session, small: str) -> None:
    load(session, small + ROAD)
    assert load(session, small).changed == 2
    assert session.scalars(select(RoadOverride)).all() == []


def test_a_road_may_be_known_in_one_direction_only(session: Session, small: str) -> None:
    load(session, small + ROAD + "both_ways = false\n")
    assert [row.from_id for row in session.scalars(select(RoadOverride))] == ["varmland-sunne"]


FERRY = """
[[crossing]]
id = "over"
name = "Sunne–Torsby"
minutes = 25
ahead_minutes = 5
there = ["mon-fri 06:15, 07:40", "sat-sun 09:00-18:00/180"]
back = ["daily 07:00-21:00/60"]

[[road]]
from = "sunne"
to = "torsby"
km = 30
minutes = 40
crossing = "over"
before_minutes = 10
"""


def test_a_crossing_is_there_with_its_timetable_and_the_pair_goes_over_it_both_ways(
    session: Session, small: str
) -> None:
    load(session, small + FERRY)
    ferry = session.get_one(Crossing, "varmland-over")
    assert (ferry.kind, ferry.seconds, ferry.ahead_seconds) == (CrossingKind.FERRY, 1500, 300)
    assert write_timetable([service for service in ferry.services if not service.back]) == [
        "mon-fri 06:15, 07:40",
        "sat-sun 09:00-18:00/180",
    ]
    there, back = (session.get_one(RoadOverride, f"varmland-{ends}-101-1231") for ends in PAIRS)
    assert (there.crossing_id, there.back, there.before_seconds) == ("varmland-over", False, 600)
    assert (back.crossing_id, back.back, back.before_seconds) == ("varmland-over", True, 1800)


PAIRS = ("sunne-varmland-torsby", "torsby-varmland-sunne")


def test_crossings_loaded_again_stay_as_they_are_and_change_and_go_with_the_file(session: Session, small: str) -> None:
    load(session, small + FERRY)
    again = load(session, small + FERRY)
    assert (again.created, again.changed) == (0, 0)
    assert load(session, small + FERRY.replace("07:00-21:00/60", "07:00-21:00/30")).changed == 1
    assert load(session, small).changed == 3
    assert session.get(Crossing, "varmland-over") is None


def test_what_was_written_on_a_page_stays_whatever_the_file_says(session: Session, small: str) -> None:
    load(session, small + ROAD)
    road = session.get_one(RoadOverride, "varmland-sunne-varmland-torsby-1101-430")
    road.by_hand, road.metres = True, 61_000
    load(session, small + ROAD)
    load(session, small)
    assert [(row.id, row.metres) for row in session.scalars(select(RoadOverride))] == [(road.id, 61_000)]


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("06:15, 07:40", "06:15, soon", "crossing[0].there", "bad-format"),
        ('crossing = "over"', 'crossing = "under"', "road[0].crossing", "unknown-reference"),
        ("before_minutes = 10", "before_minutes = 41", "road[0].before_minutes", "too-large"),
        ("minutes = 25", "minutes = 25\nnear = [68.8]", "crossing[0].near", "bad-format"),
        ("minutes = 25", "minutes = 25\nnear = [98.8, 16.5]", "crossing[0].near", "too-large"),
    ],
)
def test_a_fault_of_a_crossing_is_named(session: Session, small: str, old: str, new: str, path: str, code: str) -> None:
    with pytest.raises(BadNetwork) as refused:
        load(session, small + FERRY.replace(old, new, 1))
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [(path, code)]


def test_what_lies_in_a_part_of_the_sample_comes_after_it(session: Session, varmland: Network) -> None:
    kit = session.get_one(Collection, "varmland-mk-06")
    held = [(part.title, part.within) for part in kit.parts if part.within]
    case = next(part for part in kit.parts if part.title == "Dräktväska")
    assert held == [(title, case.position) for title in ("Lussekrona med batteriljus", "Särk med band", "Batteriljus")]


CLOSED = """
[[closed_road]]
id = "pass"
name = "Passet"
at = [59.9, 13.2]
to = [59.95, 13.25]
within_metres = 300
season = "11-01/05-15"
dates = "2026-11-01/"
"""


def test_a_closed_road_is_there_stays_changes_and_goes_with_the_file(session: Session, small: str) -> None:
    load(session, small + CLOSED)
    road = session.get_one(ClosedRoad, "varmland-pass")
    assert (road.ends, road.within_metres, road.by_hand) == (((59.9, 13.2), (59.95, 13.25)), 300, False)
    assert (road.closed_on(date(2026, 10, 31)), road.closed_on(date(2027, 5, 15))) == (False, True)
    assert load(session, small + CLOSED).changed == 0
    assert load(session, small + CLOSED.replace("300", "400")).changed == 1
    assert load(session, small).changed == 1
    assert session.get(ClosedRoad, "varmland-pass") is None


def test_a_road_that_was_opened_on_the_page_stays_open_whatever_the_file_says(session: Session, small: str) -> None:
    load(session, small + CLOSED)
    road = session.get_one(ClosedRoad, "varmland-pass")
    road.lifted = road.by_hand = True
    load(session, small + CLOSED)
    assert road.lifted


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("2026-11-01/", "2026-11-01", "dates", "bad-format"),
        ("2026-11-01/", "2026-11-01/2026-10-01", "dates", "ends-before-it-begins"),
        ("at = [59.9, 13.2]", "at = [99.9, 13.2]", "at", "too-large"),
        ("within_metres = 300", "within_metres = 5", "within_metres", "too-small"),
    ],
)
def test_a_fault_of_a_closed_road_is_named(
    session: Session, small: str, old: str, new: str, field: str, code: str
) -> None:
    with pytest.raises(BadNetwork) as refused:
        load(session, small + CLOSED.replace(old, new))
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [(f"closed_road[0].{field}", code)]
