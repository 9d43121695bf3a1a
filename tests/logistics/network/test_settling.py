"""Places that are put where they are."""

import pytest
from sqlalchemy.orm import Session

from logistics.errors import BadValue, NotAllowed
from logistics.network.settling import settle_place
from tests.logistics.conftest import World


def test_a_place_is_moved_and_keeps_its_address_unless_told(session: Session, world: World) -> None:
    world.north.address = "Street 1"
    settle_place(session, "test-north", lat=68.79891234567, lon=16.5, by=world.coordinator)
    assert (world.north.lat, world.north.lon, world.north.address) == (68.798912, 16.5, "Street 1")
    settle_place(session, "test-north", lat=68.8, lon=16.5, address=" Street 2 ", by=world.coordinator)
    assert world.north.address == "Street 2"


@pytest.mark.parametrize(
    ("lat", "lon", "field"), [(91.0, 0.0, "lat"), (0.0, -181.0, "lon"), (float("nan"), 0.0, "lat")]
)
def test_a_point_that_is_not_on_the_earth_is_refused(
    session: Session, world: World, lat: float, lon: float, field: str
) -> None:
    with pytest.raises(BadValue) as refused:
        settle_place(session, "test-north", lat=lat, lon=lon, by=world.coordinator)
    assert (refused.value.field, world.north.lat) == (field, 60.0)


def test_librarians_do_not_move_places(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        settle_place(session, "test-north", lat=60.0, lon=13.0, by=world.owner)
