"""Whatever the specification allows, and whatever it forbids, is answered as it says, and never by a defect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    ensure_resource_availability,
    ignored_auth,
    missing_required_header,
    use_after_free,
)

from api.app import create_app
from api.config import Config
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.transport.plans import Plan
from tests.api.rest.program import Program
from tests.api.rest.test_idempotency import REQUEST, made
from tests.api.rest.test_rights import table

EXAMPLES = 4
"""Of each kind, allowed and forbidden, for each operation and database; others on each."""

KNOWN = {
    "network_id": "test",
    "place_id": "test-south",
    "from_place_id": "test-north",
    "to_place_id": "test-south",
    "home_id": "test-north",
    "collection_id": "test-bk-01",
    "vehicle_id": "test-van-1",
    "day": "2026-11-24",
    "first_day": "2026-11-30",
    "last_day": "2026-12-04",
    "first": "2026-11-01",
    "last": "2026-11-30",
    "ready_on": "2026-11-24",
    "due_on": "2026-11-27",
}

# What can't be done is 422, however well formed: a specification can't say that a day is past.
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "404", "409", "412", "422"]},
            "negative_data_rejection": {"expected-statuses": ["400", "404", "405", "409", "412", "415", "422", "428"]},
        }
    }
)

OTHER_TESTS = [ignored_auth, missing_required_header, use_after_free, ensure_resource_availability]
"""Checks of states and rights, which have tests of their own."""


class Stage:
    """A WSGI application that hands on to the one of the test, so that the specification need be read only once."""

    def __init__(self) -> None:
        self.app: Any = create_app(Config(Path(), "sqlite://", secret_key="k" * 64))
        self.described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", self, config=CONFIG)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer as the application of the test does."""
        return self.app(environ, start_response)


@pytest.fixture(scope="module")
def stage() -> Stage:
    """The specification is the same over every database."""
    return Stage()


@pytest.fixture
def known(administrator: Program, draft: Callable[[], Plan], people: dict[Role, Person]) -> dict[str, str]:
    """Ids and days that exist, so that messages get past the first look-up."""
    plan = draft()
    shipment = administrator.get("/api/v1/shipments?network_id=test").get_json()["items"][0]
    rows = {
        "booking_id": made(administrator, "/bookings", **REQUEST),
        "closure_id": made(administrator, "/places/test-south/closures", first_day="2026-12-24", last_day="2026-12-24"),
        "person_id": people[Role.DRIVER].id,
        "plan_id": plan.id,
        "trip_id": plan.trips[0].id,
        "stop_id": plan.trips[0].stops[1].id,
        "shipment_id": shipment["id"],
        "shipment_code": shipment["code"],
    }
    return KNOWN | rows


@pytest.mark.parametrize(("method", "path"), table())
def test_every_answer_is_as_specified(
    method: str,
    path: str,
    app: Flask,
    engine: sa.Engine,
    stage: Stage,
    administrator: Program,
    known: dict[str, str],
) -> None:
    headers = {"Authorization": f"Bearer {administrator.token}"}
    stage.app = app
    operation = stage.described[f"/api/v1{path}"][method.lower()]

    for mode in GenerationMode:

        @seed(engine.dialect.name)
        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
        @given(case=operation.as_strategy(generation_mode=mode), likely=st.just(mode.is_positive))
        def ask(case: Case, likely: bool) -> None:
            if likely:
                make_likely(case, known)
            case.call_and_validate(headers=headers, excluded_checks=OTHER_TESTS)

        ask()


def make_likely(case: Case, known: dict[str, str]) -> None:
    """Let ids and days be such as exist, wherever they stand."""
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part.update({name: value for name, value in known.items() if name in part})
    if isinstance(case.body, dict):
        for scan in case.body.get("scans", ()):
            scan.update({name: value for name, value in known.items() if name in scan})
