"""A network's file is refused with every fault named at once, and never with anything else."""

from __future__ import annotations

import copy
import json
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.files.faults import BadNetwork
from logistics.files.load import SAMPLES
from logistics.files.read import read_network

TODAY = date(2026, 11, 23)

SMALL = """
[network]
id = "test"
name = "Test"
currency = "SEK"
time_zone = "Europe/Stockholm"
country = "SE"
language = "sv"
service_weekdays = ["mon-fri"]
cutoff = "15:00"
transit_days = 1
horizon_days = 3
plan_seconds = 5
collection_penalty = 1
crate_penalty = 1
stop_seconds = 360
crate_seconds = 30
sort_seconds = 1800

[[municipality]]
code = "1"
name = "North"
population = 10
population_on = 2025-12-31

[[place]]
id = "north"
municipality = "1"
name = "North"
lat = 60
lon = 13.5
receives = ["mon-thu 08:00-16:00", "fri 08:00-12:00"]

[[vehicle]]
id = "van"
name = "Van"
home = "north"
capacity = 60
shift = "07:00-18:00"
cost_per_day = 1
cost_per_km = 1
cost_per_hour = 1

[[agreement]]
id = "2026"
carrier = "Carrier"
key = "population"
valid_from = 2026-01-01
valid_until = 2026-12-31

[[collection]]
code = "BK-1"
home = "north"
kind = "book-crate"
title = "Crate"
crates = 1
weight_grams = 9000
parts = [{ title = "Title", identifier = "978-0-306-40615-7" }]
"""


def faults_of(source: str | Path) -> list[tuple[str, str]]:
    """Path and code of every fault; none where the file is good."""
    try:
        read_network(source, today=TODAY)
    except BadNetwork as bad:
        return [(fault.path, fault.code) for fault in bad.faults]
    return []


def with_line(line: str, instead: str) -> str:
    """The small file with one of its lines changed."""
    assert line in SMALL
    return SMALL.replace(line, instead, 1)


def test_the_small_file_is_good() -> None:
    assert faults_of(SMALL) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_good(name: str) -> None:
    assert faults_of(SAMPLES[name]) == []


def test_hours_are_read_as_minutes_of_weekdays() -> None:
    place = read_network(SMALL, today=TODAY).entries["place"][0]
    assert place.values["receives"] == [*((day, 480, 960) for day in range(4)), (4, 480, 720)]


@pytest.mark.parametrize(
    ("line", "instead", "path", "code"),
    [
        ('id = "test"', "", "network.id", "missing"),
        ('id = "test"', 'id = "Test"', "network.id", "bad-format"),
        ('name = "Test"', "name = 7", "network.name", "wrong-type"),
        ('name = "Test"', 'name = " "', "network.name", "too-small"),
        ('name = "Test"', f'name = "{"x" * 121}"', "network.name", "too-large"),
        ('name = "Test"', 'name = "Te\\u0000st"', "network.name", "bad-format"),
        ('name = "Test"', 'name = "Test"\ncolour = "red"', "network.colour", "unknown-key"),
        ('"Europe/Stockholm"', '"Europe/Karlstad"', "network.time_zone", "unknown-value"),
        ('"Europe/Stockholm"', '"../../etc/passwd"', "network.time_zone", "unknown-value"),
        ('country = "SE"', 'country = "XX"', "network.country", "unknown-value"),
        ('country = "SE"', 'country = "SE"\nsubdivision = "ZZ"', "network.country", "unknown-value"),
        ('["mon-fri"]', '["mon-fry"]', "network.service_weekdays", "unknown-value"),
        ('["mon-fri"]', '["fri-mon"]', "network.service_weekdays", "ends-before-it-begins"),
        ('["mon-fri"]', "[]", "network.service_weekdays", "empty"),
        ('["mon-fri"]', '"mon-fri"', "network.service_weekdays", "wrong-type"),
        ('cutoff = "15:00"', 'cutoff = "15:60"', "network.cutoff", "bad-format"),
        ('cutoff = "15:00"', 'cutoff = "24:00"', "network.cutoff", "too-large"),
        ("transit_days = 1", "transit_days = 0", "network.transit_days", "too-small"),
        ("transit_days = 1", "transit_days = true", "network.transit_days", "wrong-type"),
        ("transit_days = 1", "transit_days = 1.0", "network.transit_days", "wrong-type"),
        (
            "sort_seconds = 1800",
            "sort_seconds = 1800\nbreak_minutes = 45",
            "network.max_drive_minutes",
            "only-one-of-two",
        ),
        ("population = 10", "population = 0", "municipality[0].population", "too-small"),
        ("2025-12-31", "2025-12-31T00:00:00", "municipality[0].population_on", "wrong-type"),
        ("2025-12-31", "2026-12-31", "municipality[0].population_on", "in-the-future"),
        ('municipality = "1"', 'municipality = "2"', "place[0].municipality", "unknown-reference"),
        ("lat = 60", "lat = 91", "place[0].lat", "too-large"),
        ("lat = 60", "lat = nan", "place[0].lat", "wrong-type"),
        ("fri 08:00-12:00", "thu 15:00-17:00", "place[0].receives", "overlap"),
        ("fri 08:00-12:00", "fri 12:00-08:00", "place[0].receives", "ends-before-it-begins"),
        ("fri 08:00-12:00", "fri", "place[0].receives", "too-small"),
        ("lon = 13.5", 'lon = 13.5\nlibrary_number = "214 290"', "place[0].library_number", "bad-format"),
        ('home = "north"\ncapacity', 'home = "south"\ncapacity', "vehicle[0].home", "unknown-reference"),
        ("capacity = 60", "capacity = -1", "vehicle[0].capacity", "too-small"),
        ('shift = "07:00-18:00"', 'shift = "18:00-07:00"', "vehicle[0].shift", "ends-before-it-begins"),
        ('key = "population"', 'key = "taste"', "agreement[0].key", "unknown-value"),
        ("valid_until = 2026-12-31", "valid_until = 2025-12-31", "agreement[0].valid_until", "ends-before-it-begins"),
        ('key = "population"', 'key = "equal"\nsubsidy_basis_points = 1', "agreement[0].funder", "missing"),
        ('kind = "book-crate"', 'kind = "book-box"', "collection[0].kind", "unknown-value"),
        ("978-0-306-40615-7", "978-0-306-40615-8", "collection[0].parts[0].identifier", "bad-check-digit"),
        ('{ title = "Title",', "{", "collection[0].parts[0].title", "missing"),
        (
            'title = "Crate"',
            'title = "Crate"\nage_from = 9\nage_to = 6',
            "collection[0].age_to",
            "ends-before-it-begins",
        ),
        ('title = "Crate"', 'title = "Crate"\ngrade_to = 14', "collection[0].grade_to", "too-large"),
        ('{ title = "Title",', '{ title = "Title", value = -1,', "collection[0].parts[0].value", "too-small"),
        ('{ title = "Title",', '{ title = "Title", voices = 0,', "collection[0].parts[0].voices", "too-small"),
        ('{ title = "Title",', '{ title = "Title", parts = 1,', "collection[0].parts[0].parts", "wrong-type"),
        (
            '{ title = "Title",',
            '{ title = "Title", parts = [{ title = "In", identifier = "978-0-306-40615-8" }],',
            "collection[0].parts[0].parts[0].identifier",
            "bad-check-digit",
        ),
        (
            '{ title = "Title",',
            '{ title = "Title", parts = [{ title = "In", parts = [] }],',
            "collection[0].parts[0].parts[0].parts",
            "unknown-key",
        ),
    ],
)
def test_a_fault_is_named_by_its_path(line: str, instead: str, path: str, code: str) -> None:
    assert faults_of(with_line(line, instead)) == [(path, code)]


def test_a_library_number_may_be_written_in_two_groups() -> None:
    text = with_line("lon = 13.5", 'lon = 13.5\nlibrary_number = "214 2900"')
    assert read_network(text, today=TODAY).entries["place"][0].values["library_number"] == "2142900"


def test_all_faults_are_named_at_once() -> None:
    text = with_line("capacity = 60", "capacity = 0").replace("lat = 60", "lat = 1000").replace('id = "test"', "")
    assert len(faults_of(text)) == 3


@pytest.mark.parametrize("chapter", ["municipality", "place", "vehicle", "agreement", "collection"])
def test_what_is_named_twice_is_refused(chapter: str) -> None:
    start = SMALL.index(f"[[{chapter}]]")
    end = SMALL.find("\n[[", start + 1)
    twice = SMALL + "\n" + SMALL[start : end if end > 0 else None]
    assert (f"{chapter}[1].{'code' if chapter in ('municipality', 'collection') else 'id'}", "duplicate") in faults_of(
        twice
    )


def test_agreements_do_not_overlap() -> None:
    second = SMALL[SMALL.index("[[agreement]]") : SMALL.index("[[collection]]")].replace('"2026"', '"2027"')
    assert faults_of(SMALL + second) == [("agreement[1].valid_from", "overlap")]


def test_a_network_needs_places() -> None:
    only_the_network = SMALL[: SMALL.index("[[municipality]]")]
    assert faults_of(only_the_network) == [("municipality", "empty"), ("place", "empty")]


def test_a_file_that_is_not_toml_tells_the_line() -> None:
    with pytest.raises(BadNetwork) as refused:
        read_network(with_line('name = "Test"', "name = "), today=TODAY)
    first = refused.value.faults[0]
    assert (first.code, first.facts) == ("not-toml", {"line": 4})


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert ("", "unreadable") in faults_of(tmp_path / "nothing.toml")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(SMALL.replace("North", "Nörth").encode("latin-1"))
    assert ("", "unreadable") in faults_of(tmp_path / "latin.toml")


def test_an_included_file_has_its_name_in_the_path(tmp_path: Path) -> None:
    cut = SMALL.index("[[collection]]")
    (tmp_path / "main.toml").write_text('include = ["stock.toml"]\n' + SMALL[:cut], "utf-8")
    (tmp_path / "stock.toml").write_text(SMALL[cut:].replace("crates = 1", "crates = 0"), "utf-8")
    assert faults_of(tmp_path / "main.toml") == [("stock.toml: collection[0].crates", "too-small")]


@pytest.mark.parametrize(
    ("include", "path"),
    [('["../secret.toml"]', "include[0]"), ('["/etc/x.toml"]', "include[0]"), ("[7]", "include[0]"), ("7", "include")],
)
def test_only_files_beside_it_are_included(tmp_path: Path, include: str, path: str) -> None:
    (tmp_path / "main.toml").write_text(f"include = {include}\n{SMALL}", "utf-8")
    assert [where for where, _ in faults_of(tmp_path / "main.toml")] == [path]


def test_text_has_nothing_beside_it_to_include() -> None:
    assert faults_of('include = ["varmland-music.toml"]\n' + SMALL) == [("include", "unknown-key")]


def test_an_included_file_has_no_network_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "main.toml").write_text('include = ["other.toml"]\n' + SMALL, "utf-8")
    (tmp_path / "other.toml").write_text("[network]\n", "utf-8")
    assert faults_of(tmp_path / "main.toml") == [("other.toml: network", "unknown-key")]


def written(value: Any) -> str:
    """TOML of a value, as an inline value."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, date | time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("NaN", "nan").replace("Infinity", "inf")


LEAVES = (
    st.none().map(lambda _: [])
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.dates()
    | st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=12)
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "a"]), inner, max_size=2)
)


def paths_in(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of a document."""
    items = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return [way for key, item in items for way in [(*path, key), *paths_in(item, (*path, key))]]


@given(data=st.data(), value=VALUES)
def test_whatever_stands_in_a_field_is_read_or_refused(data: st.DataObject, value: Any) -> None:
    document = copy.deepcopy(tomllib.loads(SMALL))
    *way, last = data.draw(st.sampled_from(paths_in(document)))
    table = document
    for key in way:
        table = table[key]
    table[last] = value
    text = "\n".join(f"{key} = {written(item)}" for key, item in document.items())
    tomllib.loads(text)
    faults_of(text)


@given(text=st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    assert faults_of(text) != []


ROADS = SMALL.replace(
    "[[vehicle]]",
    """[[place]]
id = "south"
municipality = "1"
name = "South"
lat = 59
lon = 13.5
receives = ["mon 08:00-16:00"]

[[road]]
from = "north"
to = "south"
km = 85.5
minutes = 75
season = "11-01/04-30"

[[vehicle]]""",
)


def test_what_people_know_of_a_road_is_read_in_metres_and_seconds() -> None:
    assert read_network(ROADS, today=TODAY).entries["road"][0].values == {
        "from": "north",
        "to": "south",
        "km": 85_500,
        "minutes": 4_500,
        "season": (1101, 430),
        "both_ways": True,
        "crossing": None,
        "back": False,
        "before_minutes": 0,
    }


@pytest.mark.parametrize(
    ("line", "instead", "path", "code"),
    [
        ('to = "south"', 'to = "east"', "road[0].to", "unknown-reference"),
        ('to = "south"', 'to = "north"', "road[0].to", "duplicate"),
        ("km = 85.5", "km = -1", "road[0].km", "too-small"),
        ("minutes = 75", 'minutes = "75"', "road[0].minutes", "wrong-type"),
        ("11-01/04-30", "11-01/04-31", "road[0].season", "bad-format"),
        ("11-01/04-30", "13-01/04-30", "road[0].season", "bad-format"),
        ("11-01/04-30", "winter", "road[0].season", "bad-format"),
        ("[[vehicle]]", '[[road]]\nfrom="south"\nto="north"\nkm=1\nminutes=1\nseason="04-30/05-01"\n[[vehicle]]',
         "road[1].season", "overlap"),
    ],
)  # fmt: skip
def test_a_slip_in_a_road_is_named(line: str, instead: str, path: str, code: str) -> None:
    assert line in ROADS
    assert faults_of(ROADS.replace(line, instead, 1)) == [(path, code)]


@pytest.mark.parametrize("season", ['season = "05-01/10-31"', ""])
def test_a_road_may_have_another_length_in_another_season_or_for_the_whole_year(season: str) -> None:
    second = f'[[road]]\nfrom = "south"\nto = "north"\nkm = 1\nminutes = 1\n{season}\n[[vehicle]]'
    assert faults_of(ROADS.replace("[[vehicle]]", second)) == []
