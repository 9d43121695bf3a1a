"""Where a place is: moved by somebody who has seen it on a map."""

from __future__ import annotations

import math

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.errors import BadValue
from logistics.network.places import Place

LONGEST_ADDRESS = 200
DECIMALS = 6
"""Of a degree: a tenth of a metre."""


def settle_place(
    session: Session, place_id: str, *, lat: float, lon: float, by: Person, address: str | None = None
) -> Place:
    """Say where a place is; its roads are measured anew before the next plan.

    Args:
        lat, lon: degrees, WGS 84.
        address: None: as it was.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` does not manage its network.
        BadValue: no point on the earth, or an address that is too long.
    """
    place = fetch(session, Place, place_id)
    allow(by, Act.MANAGE_NETWORK, network_id=place.network_id)
    for field, value, most in (("lat", lat, 90), ("lon", lon, 180)):
        if not math.isfinite(value) or not -most <= value <= most:
            raise BadValue(field=field, value=value, least=-most, most=most)
    if address is not None and len(address.strip()) > LONGEST_ADDRESS:
        raise BadValue(field="address", value=address, least=0, most=LONGEST_ADDRESS)
    place.lat, place.lon = round(lat, DECIMALS), round(lon, DECIMALS)
    if address is not None:
        place.address = address.strip()
    session.flush()
    return place
