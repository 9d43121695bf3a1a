"""Circumstances of a what-if in words."""

from __future__ import annotations

from api.languages import day, gettext, minute
from logistics.network.networks import Network
from logistics.transport.circumstances import Circumstances


def question(circumstances: Circumstances, network: Network) -> list[str]:
    """What differs, one phrase for each thing, as the second half of "What if …"."""
    places = {place.id: place.name for place in network.places}
    vans = {van.id: van.name for van in network.vehicles}

    def place(place_id: str) -> str:
        return places.get(place_id, place_id)

    def van(van_id: str) -> str:
        return vans.get(van_id, van_id)

    said = [gettext("nothing drove on %(day)s", day=day(one)) for one in circumstances.without_days]
    said += [gettext("%(van)s were not there", van=van(one)) for one in circumstances.without_vehicles]
    said += [gettext("%(carrier)s stopped driving", carrier=one) for one in circumstances.without_carriers]
    said += [gettext("there were one more van like %(van)s", van=van(one)) for one in circumstances.more_like]
    for other in circumstances.hours:
        if other.opens_minute is not None:
            opens = minute(other.opens_minute)
            said.append(gettext("%(place)s received from %(time)s", place=place(other.place_id), time=opens))
        if other.closes_minute is not None:
            closes = minute(other.closes_minute)
            said.append(gettext("%(place)s received until %(time)s", place=place(other.place_id), time=closes))
    said += [gettext("%(place)s were a hub too", place=place(one)) for one in circumstances.hubs]
    return said
