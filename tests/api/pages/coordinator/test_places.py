"""Places on a map: found by an address, put by hand, and taken over from a register."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from flask import Flask

from api.geocoding import NoGeocoder, look_up
from api.installation import EXTENSION
from logistics.database import Sessions
from logistics.network.places import Place
from tests.api.pages.conftest import Visitor
from tests.routing.roads.servers import always, road_server

PLACES = "/coordinator/places"
NOMINATIM = json.dumps([{"display_name": "Havnegata 3, Harstad", "lat": "68.7989", "lon": "16.5414"}])
PELIAS = json.dumps(
    {
        "features": [
            {
                "geometry": {"type": "Point", "coordinates": [16.5414, 68.7989]},
                "properties": {"name": "Havnegata 3, Harstad"},
            }
        ]
    }
)
REGISTER = b"Sigel;Namn;Kommunkod;Latitud;Longitud\nN;North;north;60,0;13,5\nNy;Ny filial;north;60,1;13,6\n;;north;;\n"


def geocoded_by(app: Flask, kind: str, url: str) -> None:
    installed = app.extensions[EXTENSION]
    config = replace(installed.config, geocoder=kind, geocoder_url=url, geocoder_key="key")
    app.extensions[EXTENSION] = replace(installed, config=config)


@pytest.mark.parametrize(("kind", "answer"), [("nominatim", NOMINATIM), ("pelias", PELIAS)])
def test_an_address_is_looked_up_and_its_hit_shown_and_not_kept(
    app: Flask, coordinator: Visitor, sessions: Sessions, kind: str, answer: str
) -> None:
    with road_server(always(answer)) as server:
        geocoded_by(app, kind, f"{server.url}/geo")
        page = coordinator.get(f"{PLACES}/test-north?q=Havnegata 3").text
        assert server.asked[0].startswith("/geo/")
    assert 'data-lat="68.7989"' in page
    assert "Havnegata 3, Harstad" in page
    with sessions() as session:
        assert session.get_one(Place, "test-north").lat == 60.0


@pytest.mark.parametrize("answer", [always("not json"), always("{}", 500), always('[{"lat": "x"}]')])
def test_a_geocoder_that_gives_no_answer_hinders_nobody(app: Flask, coordinator: Visitor, answer: object) -> None:
    with road_server(answer) as server:  # type: ignore[arg-type]
        geocoded_by(app, "nominatim", server.url)
        page = coordinator.get(f"{PLACES}/test-north?q=Havnegata")
    assert (page.status_code, "The geocoder gives no answer." in page.text) == (200, True)


def test_what_is_not_found_is_said(app: Flask, coordinator: Visitor) -> None:
    with road_server(always("[]")) as server:
        geocoded_by(app, "nominatim", server.url)
        assert "Nothing was found" in coordinator.get(f"{PLACES}/test-north?q=Nowhere").text


def test_without_a_geocoder_nobody_is_asked(app: Flask, coordinator: Visitor) -> None:
    page = coordinator.get(f"{PLACES}/test-north?q=Havnegata").text
    assert "Look for an address" not in page
    with pytest.raises(NoGeocoder):
        look_up(app.extensions[EXTENSION].config, "Havnegata")


def test_a_place_is_kept_where_it_was_put(coordinator: Visitor, sessions: Sessions) -> None:
    page = coordinator.post(f"{PLACES}/test-north", lat="68,7989", lon="16.5414", address="Havnegata 3").text
    assert "North is kept there." in page
    with sessions() as session:
        place = session.get_one(Place, "test-north")
        assert (place.lat, place.lon, place.address) == (68.7989, 16.5414, "Havnegata 3")


@pytest.mark.parametrize("lat", ["north", "91", "nan"])
def test_a_point_that_cannot_be_is_told_at_its_field(coordinator: Visitor, lat: str) -> None:
    answer = coordinator.post(f"{PLACES}/test-north", lat=lat, lon="16", address="")
    assert answer.status_code == 422
    assert 'id="lat-error"' in answer.text


def send(visitor: Visitor, content: bytes) -> str:
    token = visitor.get("/me").text.split('name="csrf-token" content="')[1].split('"')[0]
    data = {"csrf_token": token, "file": (io.BytesIO(content), "register.csv")}
    return visitor.client.post(f"{PLACES}/import", data=data, content_type="multipart/form-data").text


def test_a_register_is_looked_through_before_it_is_stored(coordinator: Visitor, sessions: Sessions) -> None:
    page = send(coordinator, REGISTER)
    assert "The library has no name." in page
    assert "Store 2 places" in page
    with sessions() as session:
        assert session.get(Place, "test-ny-filial") is None
    kept = page.split('name="kept" value="')[1].split('"')[0]
    coordinator.post(f"{PLACES}/import", kept=kept, store="yes")
    with sessions() as session:
        assert session.get_one(Place, "test-ny-filial").isil == "SE-Ny"
        assert session.get_one(Place, "test-north").isil == "SE-N"


def test_a_file_that_is_no_register_is_refused(coordinator: Visitor) -> None:
    assert "neither" in send(coordinator, b"a;b\n1;2\n")


def test_only_those_who_manage_the_network_see_the_pages(owner: Visitor, driver: Visitor) -> None:
    assert {visitor.get(page).status_code for visitor in (owner, driver) for page in (PLACES, f"{PLACES}/import")} == {
        403
    }


def test_places_belong_to_the_room_of_roads(coordinator: Visitor) -> None:
    for path in ("/coordinator/places", "/coordinator/places/test-north", "/coordinator/places/import"):
        assert 'href="/coordinator/roads" aria-current="page"' in coordinator.get(path).text
