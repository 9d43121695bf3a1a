"""Pictures are made small and tell nothing but what is to be seen on them."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from api import pictures
from api.pictures import LONGEST_SIDE, BadPicture, prepared


def file_of(picture: Image.Image, form: str = "JPEG", **settings: object) -> bytes:
    file = BytesIO()
    picture.save(file, form, **settings)
    return file.getvalue()


def a_photo(width: int = 40, height: int = 20) -> bytes:
    """With the place where it was taken, and held sideways."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    exif[0x010F] = "Camera maker"
    return file_of(Image.new("RGB", (width, height), "red"), exif=exif)


def test_place_time_and_camera_are_left_behind() -> None:
    kept = Image.open(BytesIO(prepared(a_photo()).content))
    assert dict(kept.getexif()) == {}
    assert b"Camera maker" not in prepared(a_photo()).content


def test_a_picture_held_sideways_is_turned_upright() -> None:
    picture = prepared(a_photo(40, 20))
    assert (picture.width, picture.height) == (20, 40)


@pytest.mark.parametrize("size", [(3000, 1000), (1000, 3000), (1200, 1200), (10, 4)])
def test_a_picture_is_made_small_and_keeps_its_shape(size: tuple[int, int]) -> None:
    picture = prepared(file_of(Image.new("RGB", size, "blue")))
    assert max(picture.width, picture.height) == min(max(size), LONGEST_SIDE)
    assert picture.width / picture.height == pytest.approx(size[0] / size[1], rel=0.01)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_usual_types_are_taken_and_kept_as_jpeg(form: str) -> None:
    kept = Image.open(BytesIO(prepared(file_of(Image.new("RGB", (9, 9)), form)).content))
    assert kept.format == "JPEG"


def test_what_is_transparent_lies_on_white() -> None:
    kept = Image.open(BytesIO(prepared(file_of(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG")).content))
    assert kept.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "PPM"])
def test_other_types_are_refused(form: str) -> None:
    with pytest.raises(BadPicture):
        prepared(file_of(Image.new("RGB", (9, 9)), form))


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 80)
    with pytest.raises(BadPicture):
        prepared(file_of(Image.new("RGB", (9, 9)), "PNG"))


@given(st.binary(max_size=200), st.integers(0, 600))
def test_whatever_is_sent_is_a_picture_or_refused(noise: bytes, cut: int) -> None:
    for content in (noise, a_photo()[:cut] + noise):
        try:
            assert prepared(content).width > 0
        except BadPicture:
            continue
