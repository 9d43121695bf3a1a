"""Whatever the specification allows, and whatever it forbids, is answered as it says, and never by a defect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    ensure_resource_availability,
    ignored_auth,
    missing_required_header,
    use_after_free,
)

from logistics.access.rights import Role
from tests.api.rest.program import Program

EXAMPLES = 12

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
    "ready_on": "2026-11-24",
}
"""Ids and days that exist, so that messages get past the first look-up."""

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


@pytest.fixture
def described(app: Flask) -> Any:
    """The specification as it is served."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=CONFIG)


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_every_answer_is_as_specified(case: Case, as_role: Callable[[Role], Program]) -> None:
    if case.meta is not None and case.meta.generation.mode.is_positive:
        make_likely(case)
    token = as_role(Role.ADMINISTRATOR).token
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=OTHER_TESTS)


def make_likely(case: Case) -> None:
    """Let ids and days be such as exist, wherever they stand."""
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part.update({name: value for name, value in KNOWN.items() if name in part})
