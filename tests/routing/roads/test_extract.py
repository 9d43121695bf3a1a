"""Extracts: whole ones are read, others refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from routing.roads.errors import BadExtract, NoRoads
from routing.roads.extract import read_extract
from routing.roads.speeds import read_speeds
from tests.routing.roads.maps import draw, fjord

SPEEDS = read_speeds()


@pytest.mark.parametrize("suffix", ["osm", "osm.pbf", "osm.gz"])
def test_every_usual_form_is_read_alike(suffix: str, tmp_path: Path) -> None:
    extract = read_extract(fjord(tmp_path / f"fjord.{suffix}"), SPEEDS)
    assert sorted(set(extract.refs.tolist())) == [1, 2, 3, 11, 12, 13, 21, 31, 32, 41, 99]


def test_the_date_of_the_map_is_kept(tmp_path: Path) -> None:
    extract = read_extract(fjord(tmp_path / "fjord.osm.pbf"), SPEEDS)
    assert extract.data_date == datetime(2026, 11, 20, 21, 20, tzinfo=UTC)


def test_a_way_that_leaves_the_extract_ends_at_its_edge(tmp_path: Path) -> None:
    road = draw(tmp_path / "cut.osm", {1: (0, 0), 2: (1, 0), 4: (3, 0)}, [((1, 2, 3, 4), {"highway": "primary"})])
    assert read_extract(road, SPEEDS).refs.tolist() == [1, 2]


@pytest.mark.parametrize("content", [b"", b"hello" * 100, b"\x00" * 64])
def test_what_is_no_extract_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(BadExtract):
        read_extract(path, SPEEDS)


def test_an_extract_cut_off_is_refused(tmp_path: Path) -> None:
    path = fjord(tmp_path / "fjord.osm.pbf")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadExtract):
        read_extract(path, SPEEDS)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadExtract):
        read_extract(tmp_path / "none.osm.pbf", SPEEDS)


def test_an_extract_without_roads_is_refused(tmp_path: Path) -> None:
    path = draw(tmp_path / "paths.osm.pbf", {1: (0, 0), 2: (1, 0)}, [((1, 2), {"highway": "footway"})])
    with pytest.raises(NoRoads):
        read_extract(path, SPEEDS)
