"""Labels: each on its own spot of the paper, and read back with Poppler as a reader would."""

from __future__ import annotations

import subprocess
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.documents.label_formats import A4, FORMATS, LabelFormat, Spot, spots
from api.documents.labels import Label, collection_labels, contents_pdf, heading_points, labels_pdf, shipment_labels
from api.languages import speaking
from logistics.holdings.collections import Collection, CollectionKind, Part, PartKind
from logistics.network.places import Place
from logistics.transport.shipments import Direction, Shipment

KARLSTAD = Place(id="hub", name="Karlstad", library_number="2142900")
SUNNE = Place(id="sunne", name="Sunne", library_number=None)
LONG = "Läsfrämjande och biblioteksutveckling i Västra Värmland"


def boxes(form: LabelFormat, found: list[Spot]) -> list[tuple[int, float, float, float, float]]:
    width, height = form.label
    return [(spot.page, spot.left, spot.top, spot.left + width, spot.top + height) for spot in found]


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
@given(number=st.integers(1, 60), data=st.data())
def test_labels_lie_on_the_paper_and_not_on_one_another(form: LabelFormat, number: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(1, form.on_a_page))
    placed = boxes(form, list(spots(form, number, start)))
    assert len(placed) == number
    assert all(left >= 0 and top >= 0 for _, left, top, _, _ in placed)
    assert all(right <= form.page[0] + 0.01 and bottom <= form.page[1] + 0.01 for _, _, _, right, bottom in placed)
    for one, other in combinations(placed[: 2 * form.on_a_page], 2):
        apart = (
            one[0] != other[0] or one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
        )
        assert apart


def test_labels_begin_where_the_sheet_is_still_free() -> None:
    form = FORMATS["a4-3x8"]
    assert [(spot.page, round(spot.left), spot.top) for spot in spots(form, 3, start=23)] == [
        (0, 70, 259.5),
        (0, 140, 259.5),
        (1, 0, 0.5),
    ]


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_a_short_heading_is_larger_than_a_long_one(form: LabelFormat) -> None:
    assert heading_points("Kil", form) >= heading_points("Kristinehamn", form) >= heading_points(LONG, form) >= 9


def a_shipment(crates: int = 2) -> Shipment:
    return Shipment(
        code="VK-4F7K2", from_place=SUNNE, to_place=KARLSTAD, crates=crates, note="Fjärrlån", direction=Direction.LOOSE
    )


def a_kit() -> Collection:
    parts = [
        Part(position=1, kind=PartKind.CHOIR_SET, title="Aftonen", creator="Hugo Alfvén", copies=40, essential=True),
        Part(position=2, kind=PartKind.SCORE, title="Pianostämma", copies=1, within=1),
    ]
    for part in parts:
        part.creator, part.identifier = part.creator or "", part.identifier or ""
    return Collection(
        id="mk",
        code="MK-01",
        kind=CollectionKind.MUSIC_KIT,
        title="Svensk a cappella",
        home=KARLSTAD,
        crates=2,
        parts=parts,
    )


def test_every_crate_of_a_shipment_has_a_label() -> None:
    with speaking("sv"):
        labels = shipment_labels(a_shipment())
    assert [label.lines for label in labels] == [
        ("från Sunne", "Fjärrlån", "Låda 1 av 2"),
        ("från Sunne", "Fjärrlån", "Låda 2 av 2"),
    ]
    assert {(label.heading, label.number, label.link) for label in labels} == {("Karlstad", "2142900", "VK-4F7K2")}


@pytest.mark.parametrize(
    ("site", "link"), [("https://b.example/", "https://b.example/library/collections/mk"), ("", "MK-01")]
)
def test_the_code_of_a_collection_opens_its_page(site: str, link: str) -> None:
    assert {label.link for label in collection_labels(a_kit(), site)} == {link}


def read(printed: bytes, folder: Path) -> list[ElementTree.Element]:
    """The pages with their words."""
    file = folder / "labels.pdf"
    file.write_bytes(printed)
    done = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True)
    tree = ElementTree.fromstring(done.stdout)
    return tree.findall(".//{http://www.w3.org/1999/xhtml}page")


def words(page: ElementTree.Element) -> list[ElementTree.Element]:
    return page.findall("{http://www.w3.org/1999/xhtml}word")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_printed_over_an_edge(name: str, tmp_path: Path) -> None:
    form = FORMATS[name]
    label = Label(LONG, "2142900", "VK-4F7K2", "VK-4F7K2", (f"från {LONG}", LONG, "Låda 1 av 2"))
    pages = read(labels_pdf([label] * form.on_a_page, form), tmp_path)
    assert len(pages) == 1
    points = [side / 25.4 * 72 for side in form.page]
    assert [float(pages[0].get(side, "0")) for side in ("width", "height")] == pytest.approx(points, abs=1)
    for word in words(pages[0]):
        assert float(word.get("xMin", "0")) >= 0
        assert float(word.get("xMax", "0")) <= points[0]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("heading", ["Kil", "Nordnorske viser for blandakor", LONG])
@pytest.mark.parametrize("number", [None, "2142900"])
def test_nothing_is_pushed_off_a_label(name: str, heading: str, number: str | None, tmp_path: Path) -> None:
    form = FORMATS[name]
    label = Label(heading, number, "VK-4F7K2", "VK-4F7K2", (f"från {heading}", heading, "Låda 1 av 2"))
    (page,) = read(labels_pdf([label], form), tmp_path)
    bottom = (form.margin[1] + form.label[1]) / 25.4 * 72
    assert [word.text for word in words(page) if float(word.get("yMax", "0")) > bottom] == []
    assert "Låda" in [word.text for word in words(page)]


def test_a_label_says_where_it_goes_in_the_carriers_grouping(tmp_path: Path) -> None:
    with speaking("sv"):
        pages = read(labels_pdf(shipment_labels(a_shipment()), FORMATS["100x150"]), tmp_path)
    assert len(pages) == 2
    said = [word.text for word in words(pages[0])]
    assert {"Karlstad", "214", "2900", "VK-4F7K2"} <= {part for word in said for part in (word or "").split()}


def test_a_list_of_contents_names_every_part(tmp_path: Path) -> None:
    with speaking("sv"):
        (page,) = read(contents_pdf([a_kit()], small=True), tmp_path)
    said = " ".join(word.text or "" for word in words(page))
    assert "Aftonen" in said
    assert "Pianostämma" in said


def test_the_papers_are_what_they_say() -> None:
    for name, form in FORMATS.items():
        columns, _, rows = name.removeprefix("a4-").partition("x")
        if form.page == A4:
            assert (form.columns, form.rows) == (int(columns), int(rows))
        else:
            assert form.page == (int(columns), int(rows))
