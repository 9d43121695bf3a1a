"""The table of speeds: what it may say, and how a slip is told."""

from __future__ import annotations

from importlib.resources import files

import pytest

from routing.roads.errors import BadSpeeds
from routing.roads.speeds import read_speeds

OURS = files("routing.roads").joinpath("speeds.toml").read_text("utf-8")


def faults_of(text: str) -> set[tuple[str, str]]:
    with pytest.raises(BadSpeeds) as refused:
        read_speeds(text)
    return {(fault.path, fault.code) for fault in refused.value.faults}


def test_the_table_that_comes_along_is_sound() -> None:
    assert read_speeds().class_kmh["primary"] == 70


def test_a_copy_has_the_same_digest() -> None:
    assert read_speeds(OURS + "\n# a remark").digest == read_speeds().digest


def test_a_changed_speed_changes_the_digest() -> None:
    assert read_speeds(OURS.replace("gravel = 50", "gravel = 55")).digest != read_speeds().digest


def test_every_slip_is_named_at_once() -> None:
    slips = OURS.replace("primary = 70", 'primary = "fast"').replace("signed_percent = 90", "signed_per_cent = 900")
    assert faults_of(slips.replace("kmh = 18", "kmh = 0\nknots = 10")) == {
        ("signed_per_cent", "unknown-key"),
        ("signed_percent", "missing"),
        ("class_kmh.primary", "wrong-type"),
        ("ferry.kmh", "out-of-range"),
        ("ferry.knots", "unknown-key"),
    }


def test_a_missing_table_is_named_once() -> None:
    assert faults_of(OURS.split("[ferry]")[0]) == {("ferry", "missing")}


def test_what_is_not_toml_is_refused() -> None:
    assert faults_of("speeds: yaml") == {("", "not-toml")}
