"""Bodies are sound JSON with fields that are known; whatever else comes is a fault with a code and a field."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from api.rest.faults import SENTENCES, BadMessage, faults_in
from api.rest.fields import Object, Several, Text, Whole
from api.rest.parsing import sound_json
from api.rest.schema import Incoming
from tests.api.rest.program import Program

BOOKING: dict[str, Any] = {
    "collection_id": "test-bk-01",
    "place_id": "test-south",
    "first_day": "2026-11-30",
    "last_day": "2026-12-04",
}
BOOKINGS = "/api/v1/bookings"


class Inner(Incoming):
    """Within a list."""

    count = Whole(least=1, most=9, required=True)


class Outer(Incoming):
    """With a list."""

    name = Text(least=1, most=5, required=True)
    items = Several(Object(Inner), most=4)


def faults(message: object) -> dict[str, str]:
    """Code by field."""
    with pytest.raises(ValidationError) as refused:
        Outer().load(message)  # type: ignore[arg-type]  # whatever a program may send
    return {at.field: str(at.fault) for at in faults_in(refused.value.messages)}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_sound_json_is_taken_as_it_is(value: object) -> None:
    assert sound_json(json.dumps(value).encode()) == value


@given(st.binary())
def test_whatever_bytes_come_are_json_or_a_fault(body: bytes) -> None:
    with suppress(BadMessage):
        sound_json(body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": 1, "a": 2}',
        b'{"a": 1,}',
        b'{"a": ' + b"1" * 5000 + b"}",
        b"[" * 100_000,
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"",
    ],
)
def test_what_is_not_quite_json_is_a_fault(body: bytes) -> None:
    with pytest.raises(BadMessage):
        sound_json(body)


def test_every_fault_is_told_at_once_each_by_its_field() -> None:
    message = {"name": "", "items": [{"count": 1}, {"count": 0, "more": 1}, 7, None], "x": None}
    assert faults(message) == {
        "name": "wrong-length",
        "items[1].count": "out-of-range",
        "items[1].more": "unknown-field",
        "items[2]": "not-an-object",
        "items[3]": "empty-field",
        "x": "unknown-field",
    }


@pytest.mark.parametrize("message", [None, [], "text", 7, True])
def test_a_message_that_is_no_object_is_a_fault_of_the_whole(message: object) -> None:
    assert faults(message) == {"": "not-an-object"}


@given(VALUES)
def test_every_fault_has_a_sentence(message: object) -> None:
    errors = Outer().validate({"name": message, "items": message})
    assert {at.fault for at in faults_in(errors)} <= set(SENTENCES)


@pytest.mark.parametrize("name", BOOKING)
@pytest.mark.parametrize("value", [None, 7, 1.5, True, [], {}, "", "\x00", "\ud800", "x" * 70_000])
def test_a_field_of_a_wrong_kind_is_told_by_its_name(name: str, value: object, coordinator: Program) -> None:
    answer = coordinator.post(BOOKINGS, json=BOOKING | {name: value})
    assert (answer.status_code, [error["field"] for error in answer.get_json()["errors"]]) == (422, [name])


def test_a_field_that_lacks_is_told_by_its_name(coordinator: Program) -> None:
    answer = coordinator.post(BOOKINGS, json={name: BOOKING[name] for name in BOOKING if name != "first_day"})
    assert [(error["field"], error["code"]) for error in answer.get_json()["errors"]] == [
        ("first_day", "missing-field")
    ]


def test_the_facts_of_a_fault_are_as_json_has_them(coordinator: Program) -> None:
    answer = coordinator.post(BOOKINGS, json=BOOKING | {"first_day": "1815-06-18"})
    assert answer.get_json()["errors"][0]["facts"] == {"least": "2000-01-01", "most": "2199-12-31"}


def test_a_fault_is_told_in_the_language_asked_for(coordinator: Program) -> None:
    answer = coordinator.post(BOOKINGS, json={}, headers={"Accept-Language": "sv"})
    assert answer.get_json()["title"] == "Några fält har fel; ingenting har ändrats."


def test_an_unknown_field_of_a_query_is_a_fault(coordinator: Program) -> None:
    answer = coordinator.get("/api/v1/me?verbose=1")
    assert answer.get_json()["errors"][0]["code"] == "unknown-field"


def test_a_field_that_comes_twice_in_a_query_is_a_fault(coordinator: Program) -> None:
    answer = coordinator.get("/api/v1/collections?network_id=test&network_id=other")
    assert answer.get_json()["errors"][0]["code"] == "repeated-field"


def test_a_message_without_fields_takes_none(coordinator: Program) -> None:
    answer = coordinator.post("/api/v1/bookings/none/decline", json={"why": "no"})
    assert answer.get_json()["errors"][0]["field"] == "why"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_body_that_is_not_said_to_be_json_is_refused(kind: str, coordinator: Program) -> None:
    answer = coordinator.post(BOOKINGS, data=json.dumps(BOOKING), content_type=kind)
    assert (answer.status_code, answer.get_json()["code"]) == (415, "not-a-json-message")


def test_a_huge_body_is_refused(coordinator: Program) -> None:
    answer = coordinator.post(BOOKINGS, data=b'"' + b"x" * 3_000_000 + b'"', content_type="application/json")
    assert answer.status_code == 413


@settings(max_examples=60)
@given(body=st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_no_body_finds_a_defect(body: bytes, coordinator: Program) -> None:
    answer = coordinator.post(BOOKINGS, data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.content_type == "application/problem+json"
