"""Settings: from the environment, with a home of its own for what must outlive a process."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, EnvValidationError


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
        tiles: URL of map tiles with {z}, {x} and {y}; "": maps draw the bundled outline of the land.
        tiles_attribution: what the tiles' owner wants to read on the map.
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
            tiles=env.str("TILES", "", validate=tiles_url),
            tiles_attribution=env.str("TILES_ATTRIBUTION", ""),
        )


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
