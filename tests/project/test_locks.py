"""The lock files hold what pyproject.toml asks for, with hashes, and say nothing about where it was found."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]]
DEVELOPMENT = [*RUNTIME, *PROJECT["project"]["optional-dependencies"]["dev"]]
LOCKS = {"requirements.lock": RUNTIME, "requirements-dev.lock": DEVELOPMENT}
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;]+)", re.MULTILINE)


def text_of(lock: str) -> str:
    return (ROOT / lock).read_text("utf-8")


def pins(lock: str) -> dict[str, Version]:
    """What a lock file installs."""
    return {canonicalize_name(pin["name"]): Version(pin["version"]) for pin in PIN.finditer(text_of(lock))}


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_asked_for_is_pinned_to_a_version_that_will_do(lock: str) -> None:
    pinned = pins(lock)
    lacking = [
        asked
        for asked in LOCKS[lock]
        if (name := canonicalize_name(Requirement(asked).name)) not in pinned
        or pinned[name] not in Requirement(asked).specifier
    ]
    assert lacking == []


def test_development_runs_on_the_versions_of_the_installation() -> None:
    installed, developed = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: developed.get(name) for name in installed} == installed


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", text_of(lock).strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_is_in_a_lock_file(lock: str) -> None:
    assert re.findall(r"https?:|file:|index-url|find-links", text_of(lock)) == []
