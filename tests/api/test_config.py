"""Settings, and the key that is made once and told to nobody."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from environs import EnvError

from api.config import Config, secret_key_in
from api.security import headers


def test_a_home_is_made_that_only_its_owner_can_enter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKRUTE_HOME", str(tmp_path / "home"))
    home = Config.from_environment().home
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_the_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    secret_key_in(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    homes = [tmp_path / name for name in "ab"]
    for home in homes:
        home.mkdir()
    assert secret_key_in(homes[0]) != secret_key_in(homes[1])


def test_whoever_asks_at_the_same_time_gets_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: secret_key_in(tmp_path), range(64)))
    assert len(keys) == 1


def test_making_the_key_leaves_nothing_else_behind(tmp_path: Path) -> None:
    secret_key_in(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_key_that_is_given_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKRUTE_HOME", str(tmp_path))
    monkeypatch.setenv("BOKRUTE_SECRET_KEY", "given")
    assert Config.from_environment().secret_key == "given"


def test_the_database_is_a_file_at_home_unless_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKRUTE_HOME", str(tmp_path))
    monkeypatch.delenv("BOKRUTE_DATABASE_URL", raising=False)
    assert Config.from_environment().database_url == f"sqlite:///{tmp_path / 'bokrute.sqlite3'}"


@pytest.mark.parametrize(
    "url", ["https://tiles.example.org/{z}/{x}.png", "tiles/{z}/{x}/{y}.png", "ftp://a/{z}/{x}/{y}"]
)
def test_a_url_of_tiles_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("BOKRUTE_HOME", str(tmp_path))
    monkeypatch.setenv("BOKRUTE_TILES", url)
    with pytest.raises(EnvError):
        Config.from_environment()


def test_map_tiles_come_from_the_server_in_the_settings_and_nothing_else_does(tmp_path: Path) -> None:
    config = Config(tmp_path, "", "", tiles="https://{s}.tiles.example.org/{z}/{x}/{y}.png")
    policy = dict(headers(config).headers)["Content-Security-Policy"]
    assert "img-src 'self' data: https://*.tiles.example.org" in policy
    assert policy.count("http") == 1
