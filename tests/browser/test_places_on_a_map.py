"""A place is put where it is by a click on its map; the pages of roads and places keep nobody out."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from logistics.network.places import Place
from tests.browser.barriers import barriers
from tests.browser.conftest import SignIn, Town


def test_a_click_on_the_map_fills_the_coordinates_in_and_keeping_keeps_them(town: Town, sign_in: SignIn) -> None:
    page = sign_in("coordinator")
    page.goto("/coordinator/places/varmland-torsby")
    page.locator("#place-map .place-name").wait_for()
    before = page.input_value("#lat")
    box = page.locator("#place-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 3)
    expect(page.locator("#lat")).not_to_have_value(before)
    chosen = page.input_value("#lat"), page.input_value("#lon")
    page.locator("form[method=post]:has(#lat) button").click()
    page.wait_for_url("**/coordinator/places")
    with town.sessions() as session:
        place = session.get_one(Place, "varmland-torsby")
        assert (f"{place.lat:.6f}", f"{place.lon:.6f}") == chosen


def test_without_a_mouse_the_middle_of_the_map_is_taken(sign_in: SignIn) -> None:
    page = sign_in("coordinator")
    page.goto("/coordinator/closed-roads/new")
    page.locator("#closed-map .leaflet-control-zoom").wait_for()
    page.locator("#closed-map").focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(400)  # the map glides
    (lat, lon), (to_lat, to_lon) = ([float(n) for n in page.input_value(end).split(", ")] for end in ("#at", "#to"))
    assert to_lon > lon
    assert abs(to_lat - lat) < (to_lon - lon) / 20  # a map lies on whole pixels


@pytest.mark.parametrize(
    "address",
    ["roads", "closed-roads/new", "crossings/new", "places", "places/varmland-sunne", "places/import"],
)
def test_a_page_of_roads_and_places_has_no_fault_that_keeps_people_out(sign_in: SignIn, address: str) -> None:
    page = sign_in("coordinator")
    page.goto(f"/coordinator/{address}")
    assert barriers(page) == []
