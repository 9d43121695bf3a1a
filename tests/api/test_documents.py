"""Printed sheets, read back with Poppler as a reader would."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from api.documents import pdf
from api.documents.route_map import Dot, Drawn, Way, route_map
from api.documents.route_sheets import route_sheets_pdf
from api.languages import speaking
from logistics.transport.plans import PlanState, TripState
from logistics.transport.sheet import Sheet, SheetItem, SheetPlace, SheetStop, SheetTrip, SheetVan
from logistics.transport.shipments import Direction, ShipmentState

OUR_FONTS = {"Bokrute-Sans", "Bokrute-Sans-Bold"}
KARLSTAD = SheetPlace("hub", "Karlstad", "Västra Torggatan 26", 59.3793, 13.5036, "2142900", True)
SUNNE = SheetPlace("sunne", "Sunne", "Långgatan 1", 59.8376, 13.1430, None, False)
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TITLE = "Čáppa girjjit – æøå äö ŋ đ š ŧ ž: en mycket lång titel som måste brytas om men aldrig får skäras av i kanten"


def an_item(number: int) -> SheetItem:
    return SheetItem(
        shipment_id=str(number),
        code=f"VS-{number:05d}",
        title=TITLE,
        note="",
        crates=2,
        weight_grams=9_000,
        direction=Direction.OUT,
        origin=KARLSTAD,
        goal=SUNNE,
        state=ShipmentState.PLANNED,
        done=False,
    )


def a_stop(position: int, place: SheetPlace, unload: int = 0, load: int = 0) -> SheetStop:
    items = tuple(an_item(number) for number in range(max(unload, load)))
    return SheetStop(
        id=str(position),
        position=position,
        place=place,
        arrives_at=NOON,
        leaves_at=NOON,
        unload=items if unload else (),
        load=items if load else (),
        crates_aboard=2 * load,
    )


def a_sheet(crates: int = 2, vans: int = 1) -> Sheet:
    stops = (a_stop(0, KARLSTAD, load=crates), a_stop(1, SUNNE, unload=crates), a_stop(2, KARLSTAD))
    trip = SheetTrip("t", 1, NOON, NOON, 130_000, TripState.PLANNED, stops, 2 * crates)
    return Sheet(
        network_id="varmland",
        network="Bibliotek Värmland",
        time_zone="Europe/Stockholm",
        plan_id="p",
        day=date(2026, 11, 24),
        state=PlanState.PUBLISHED,
        vans=tuple(SheetVan(f"van-{n}", f"Bil {n}", 60, (trip,)) for n in range(1, vans + 1)),
    )


def print_it(sheet: Sheet, folder: Path, language: str = "sv") -> Path:
    path = folder / "sheet.pdf"
    with speaking(language):
        path.write_bytes(route_sheets_pdf(sheet, site="https://bokrute.example/", made_at=NOON))
    return path


def read(path: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def sheet_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return print_it(a_sheet(), tmp_path_factory.mktemp("pdf"))


def test_times_are_those_of_the_networks_clock(sheet_pdf: Path) -> None:
    assert "12:00" in read(sheet_pdf)


def test_every_letter_of_the_north_is_printed(sheet_pdf: Path) -> None:
    assert set("Čáæøåäöŋđšŧž") <= set(read(sheet_pdf))


def test_fonts_are_our_own_and_in_the_file(sheet_pdf: Path) -> None:
    listed = subprocess.run(["pdffonts", str(sheet_pdf)], capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^[A-Z]{6}\+(\S+) .* yes yes", listed, re.MULTILINE)) == OUR_FONTS


def test_a_long_title_is_broken_and_not_cut(sheet_pdf: Path) -> None:
    words = read(sheet_pdf).split()
    assert words.count("kanten") == 4


def test_nothing_is_printed_outside_the_page(sheet_pdf: Path) -> None:
    page = read(sheet_pdf, "-bbox")
    wide, tall = (float(size) for size in re.search(r'<page width="([\d.]+)" height="([\d.]+)"', page).groups())  # type: ignore[union-attr]  # there is a page
    boxes = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"', page)
    assert all(float(x) > 0 and float(right) < wide and float(bottom) < tall for x, _, right, bottom in boxes)


def test_every_crate_is_printed_where_a_stop_is_longer_than_a_page(tmp_path: Path) -> None:
    text = read(print_it(a_sheet(crates=90), tmp_path))
    assert len(re.findall(r"VS-\d{5}", text)) == 180


def test_each_van_has_pages_of_its_own(tmp_path: Path) -> None:
    pages = read(print_it(a_sheet(vans=3), tmp_path)).split("\f")
    assert [name for page in pages for name in re.findall(r"^Bil \d$", page, re.MULTILINE)] == [
        "Bil 1",
        "Bil 2",
        "Bil 3",
    ]


def test_a_draft_says_so(tmp_path: Path) -> None:
    draft = print_it(replace(a_sheet(), state=PlanState.DRAFT), tmp_path, "en")
    assert "Draft" in read(draft)


def test_a_day_without_trips_is_a_page_all_the_same(tmp_path: Path) -> None:
    assert "No trips" in read(print_it(a_sheet(vans=0), tmp_path, "en"))


def test_a_screen_reader_is_told_language_and_structure(sheet_pdf: Path) -> None:
    told = subprocess.run(["pdfinfo", str(sheet_pdf)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", told)


def test_nothing_is_fetched_from_anywhere(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    templates = pdf.environment()
    try:
        templates.loader, before = DictLoaderOf(secret), templates.loader
        pdf.pdf_from("evil.html")
    finally:
        templates.loader = before
    assert "disallowed protocol" in caplog.text


def DictLoaderOf(secret: Path) -> object:  # noqa: N802  # stands for a class
    from jinja2 import DictLoader

    return DictLoader({"documents/evil.html": f'<img src="{secret.as_uri()}"><p>x'})


DOTS = [Dot("Karlstad", 59.38, 13.50), Dot("Sunne & Co <1>", 59.84, 13.14), Dot("Årjäng", 59.39, 12.13)]


def test_a_map_is_well_formed_whatever_places_are_called() -> None:
    ElementTree.fromstring(route_map(DOTS, [Way([0, 1, 0], 0)], width=240, height=200, title="<&>"))


def test_a_map_of_one_place_is_no_hindrance() -> None:
    ElementTree.fromstring(route_map(DOTS[:1], [Way([0, 0], 0)], width=240, height=200, title="x"))


def test_a_map_of_nothing_is_nothing() -> None:
    assert route_map([], [], width=240, height=200, title="x") == ""


def test_all_places_lie_on_the_map() -> None:
    drawn = ElementTree.fromstring(route_map(DOTS, [Way([0, 1, 2, 0], 0)], width=240, height=200, title="x"))
    marks = [element for element in drawn if element.tag.endswith("circle")]
    assert all(0 < float(mark.get("cx", "-1")) < 240 and 0 < float(mark.get("cy", "-1")) < 200 for mark in marks)


def test_stops_are_numbered_in_their_order() -> None:
    drawn = route_map(DOTS, [Way([0, 2, 1, 0], 0)], width=240, height=200, title="x")
    assert re.findall(r">(\d)</text>", drawn) == ["1", "2"]


def test_a_measured_way_is_drawn_where_it_goes_and_a_ferry_in_dots() -> None:
    there = [Drawn(False, [(59.5, 13.0), (59.6, 13.4)]), Drawn(True, [(59.6, 13.4), (59.7, 13.4)])]
    drawn = ElementTree.fromstring(route_map(DOTS, [Way([0, 1, 0], 0, [there, []])], width=240, height=200, title="x"))
    lines = [line for line in drawn.iter() if line.tag.endswith("polyline")]
    assert [line.get("stroke-dasharray") for line in lines] == [None, "0.1 3.4", "5 3"]
