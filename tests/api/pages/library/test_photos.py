"""The photo of a collection is put in by its home and seen by all."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.api.pages.conftest import Visitor


def a_file(size: tuple[int, int] = (30, 20), form: str = "PNG") -> tuple[BytesIO, str]:
    file = BytesIO()
    Image.new("RGB", size, "green").save(file, form)
    file.seek(0)
    return file, "photo.png"


def address(page: str) -> str:
    return page.split('<img class="photo" src="')[1].split('"')[0]


def test_a_photo_is_stored_and_shown_with_its_words(owner: Visitor, borrower: Visitor) -> None:
    answer = owner.post("/library/shelves/crate/photo", photo=a_file(), alt="A green crate")
    assert "The photo is stored" in answer.text
    page = borrower.get("/library/collections/crate").text
    assert 'alt="A green crate"' in page
    picture = borrower.get(address(page))
    assert (picture.content_type, picture.data[:2]) == ("image/jpeg", b"\xff\xd8")


def test_a_new_photo_has_a_new_address(owner: Visitor) -> None:
    first = address(owner.post("/library/shelves/crate/photo", photo=a_file(), alt="One").text)
    second = address(owner.post("/library/shelves/crate/photo", photo=a_file((40, 40)), alt="Two").text)
    assert first != second
    assert "max-age=0" in owner.get(first).headers["Cache-Control"]


def test_a_photo_is_taken_away(owner: Visitor) -> None:
    owner.post("/library/shelves/crate/photo", photo=a_file(), alt="A green crate")
    assert "<img" not in owner.post("/library/shelves/crate/photo/remove").text.split("<main")[1]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"alt": "Words"}, "photo"),
        ({"alt": "Words", "photo": (BytesIO(b"no picture"), "photo.jpg")}, "photo"),
        ({"alt": ""}, "alt"),
    ],
)
def test_a_fault_stands_by_its_field(owner: Visitor, fields: dict[str, object], field: str) -> None:
    given = {"photo": a_file(), **fields} if field == "alt" else fields
    assert f'id="{field}-error"' in owner.post("/library/shelves/crate/photo", **given).text


def test_a_photo_of_several_megabytes_is_taken(owner: Visitor) -> None:
    large = BytesIO()
    Image.effect_noise((2600, 2000), 90).convert("RGB").save(large, "JPEG", quality=98)
    assert large.tell() > 3_000_000
    large.seek(0)
    answer = owner.post("/library/shelves/crate/photo", photo=(large, "large.jpg"), alt="Noise")
    assert "The photo is stored" in answer.text


def test_nobody_changes_anothers_photo(borrower: Visitor) -> None:
    assert borrower.post("/library/shelves/crate/photo", photo=a_file(), alt="Mine").status_code == 403
