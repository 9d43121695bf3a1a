"""Settings: from the environment, with a home of its own for what must outlive a process."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import Env, EnvValidationError
from marshmallow.validate import OneOf, Range


@dataclass(frozen=True, slots=True)
class Config:
    """What an installation needs to know.

    Attributes:
        home: folder of the database, the key and the queue; only its owner can read it.
        database_url: SQLAlchemy URL.
        secret_key: signs sessions; never a default, see `secret_key_in`.
        secure_cookies: cookies travel over HTTPS only; on behind a proxy that speaks it.
        trusted_proxies: how many proxies in front of the server may name the client's address.
        sign_ins_per_minute: failed attempts that one address may make.
        demo: the installation shows demo data, and its accounts on the sign-in page.
        geocoder: "nominatim" or "pelias"; "": addresses are not looked up.
        geocoder_url, geocoder_key: where it is, and its key.
        tiles: URL of map tiles with {z}, {x} and {y}; "": maps draw the bundled outline of the land.
        tiles_attribution: what the tiles' owner wants to read on the map.
        roads_engine: interface of a server of roads: "osrm", "valhalla" or "openrouteservice"; "": none is asked.
        roads_url: where that server is; never a public one unless its operator agreed.
        roads_key: key of openrouteservice.
        roads_date: day of the server's map, ISO 8601; "": not known.
        roads_seconds, roads_tries, roads_most: for one request, before giving up, and places in one request.
        language: of people who have chosen none and whose browser asks for none of ours.
    """

    home: Path
    database_url: str
    secret_key: str
    secure_cookies: bool = False
    trusted_proxies: int = 0
    sign_ins_per_minute: int = 10
    demo: bool = False
    language: str = "en"
    roads_engine: str = ""
    roads_url: str = ""
    roads_key: str = ""
    roads_date: str = ""
    roads_seconds: float = 20.0
    roads_tries: int = 3
    roads_most: int = 0
    geocoder: str = ""
    geocoder_url: str = ""
    geocoder_key: str = ""
    tiles: str = ""
    tiles_attribution: str = ""

    @classmethod
    def from_environment(cls) -> Config:
        """Read the BOKRUTE_ variables, and make the home with its key if they are not there yet.

        Raises:
            environs.EnvError: a variable has a value that it can't have.
        """
        env = Env(prefix="BOKRUTE_")
        home = Path(env.str("HOME", "var")).absolute()
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(
            home=home,
            database_url=env.str("DATABASE_URL", "") or f"sqlite:///{home / 'bokrute.sqlite3'}",
            secret_key=env.str("SECRET_KEY", "") or secret_key_in(home),
            secure_cookies=env.bool("SECURE_COOKIES", False),
            trusted_proxies=env.int("TRUSTED_PROXIES", 0),
            sign_ins_per_minute=env.int("SIGN_INS_PER_MINUTE", 10),
            demo=env.bool("DEMO", False),
            language=env.str("LANGUAGE", "en"),
            **roads_settings(env),
            **geocoder_settings(env),
            tiles=env.str("TILES", "", validate=tiles_url),
            tiles_attribution=env.str("TILES_ATTRIBUTION", ""),
        )


def roads_settings(env: Env) -> dict[str, Any]:
    """What the variables say of a server of roads.

    Raises:
        environs.EnvError: an engine without an address, or the other way round, or a value that can't be.
    """
    engine = env.str("ROADS_ENGINE", "", validate=OneOf(("", "osrm", "valhalla", "openrouteservice")))
    url = env.str("ROADS_URL", "")
    if bool(engine) != bool(url) or (url and urlsplit(url).scheme not in ("http", "https")):
        raise EnvValidationError("ROADS_ENGINE and ROADS_URL (http or https) belong together", ["roads_url"])
    return {
        "roads_engine": engine,
        "roads_url": url,
        "roads_key": env.str("ROADS_KEY", ""),
        "roads_date": env.date("ROADS_DATE").isoformat() if env.str("ROADS_DATE", "") else "",
        "roads_seconds": env.float("ROADS_SECONDS", 20.0, validate=Range(min=0.1, max=600)),
        "roads_tries": env.int("ROADS_TRIES", 3, validate=Range(min=1, max=20)),
        "roads_most": env.int("ROADS_MOST", 0, validate=Range(min=0, max=10_000)),
    }


def geocoder_settings(env: Env) -> dict[str, Any]:
    """What the variables say of a geocoder.

    Raises:
        environs.EnvError: a geocoder without an address, or the other way round.
    """
    geocoder = env.str("GEOCODER", "", validate=OneOf(("", "nominatim", "pelias")))
    url = env.str("GEOCODER_URL", "")
    if bool(geocoder) != bool(url) or (url and urlsplit(url).scheme not in ("http", "https")):
        raise EnvValidationError("GEOCODER and GEOCODER_URL (http or https) belong together", ["geocoder_url"])
    return {"geocoder": geocoder, "geocoder_url": url, "geocoder_key": env.str("GEOCODER_KEY", "")}


def tiles_url(text: str) -> None:
    """Refuse a URL of tiles that is none.

    Raises:
        environs.EnvValidationError: it names no server, or not where the numbers of a tile go.
    """
    found = urlsplit(text)
    if text and (
        found.scheme not in ("http", "https") or not found.hostname or any(f"{{{part}}}" not in text for part in "zxy")
    ):
        raise EnvValidationError("must look like https://tiles.example.org/{z}/{x}/{y}.png", ["tiles"])


def secret_key_in(home: Path) -> str:
    """The installation's key, made on first use; two processes that start together end up with the same one."""
    path = home / "secret_key"
    if not path.exists():
        # Written whole under another name first, then linked: nobody can read half a key.
        draft = home / f"secret_key.{os.getpid()}.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
