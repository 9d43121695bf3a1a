"""Addresses to points, by the Nominatim or Pelias that the organisation runs; nobody else's is ever asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from geopy.exc import GeopyError  # type: ignore[import-untyped]  # geopy carries no types
from geopy.geocoders import Nominatim, Pelias  # type: ignore[import-untyped]

from api.config import Config

MOST_HITS = 5
SECONDS = 8
LONGEST_QUESTION = 200

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Hit:
    """A point that an address may mean; degrees, WGS 84."""

    name: str
    lat: float
    lon: float


class NoGeocoder(Exception):
    """None is in the settings, or it gave no answer that can be used."""


def look_up(config: Config, question: str) -> list[Hit]:
    """The points that an address may mean, the likeliest first; none where nothing is found.

    Raises:
        NoGeocoder: nobody answered.
    """
    if not config.geocoder:
        raise NoGeocoder
    address = urlsplit(config.geocoder_url)
    plain: dict[str, Any] = {
        "domain": f"{address.netloc}{address.path}".rstrip("/"),
        "scheme": address.scheme,
        "timeout": SECONDS,
        "user_agent": "Bokrute",
    }
    try:
        if config.geocoder == "pelias":
            found = Pelias(api_key=config.geocoder_key or None, **plain).geocode(question, exactly_one=False)
        else:
            found = Nominatim(**plain).geocode(question, exactly_one=False, limit=MOST_HITS)
        return [Hit(str(hit.address), float(hit.latitude), float(hit.longitude)) for hit in (found or [])[:MOST_HITS]]
    except (GeopyError, KeyError, IndexError, TypeError, ValueError, AttributeError) as odd:
        log.warning("the geocoder gave no answer", geocoder=config.geocoder, error=type(odd).__name__)
        raise NoGeocoder from odd
