"""What others wrote: all of it named, with its licence, and unchanged."""

from __future__ import annotations

import hashlib
import tomllib

from api.catalogue import FOLDER

VENDOR = FOLDER.parent / "static" / "vendor"
LIST = tomllib.loads((VENDOR / "VENDOR.toml").read_text())


def test_every_file_is_as_it_came() -> None:
    named = {f"{name}/{file}": digest for name, entry in LIST.items() for file, digest in entry["sha256"].items()}
    there = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDOR.toml"
    }
    assert there == named


def test_every_package_has_its_licence_beside_it() -> None:
    assert [name for name, entry in LIST.items() if not any("LICENSE" in file for file in entry["sha256"])] == []
