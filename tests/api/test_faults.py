"""Every code that the planner can give has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api import faults, network_faults, reasons, refusals, register_faults
from routing import errors, process
from routing.errors import Fault
from routing.reasons import REASONS
from routing.roads import errors as road_errors

ROUTING = Path(__file__).parents[2] / "routing"
FILES = Path(__file__).parents[2] / "logistics" / "files"


def codes(*names: str) -> set[str]:
    """Codes as they stand in the sources of `routing`."""
    text = "".join((ROUTING / name).read_text("utf-8") for name in names)
    return set(re.findall(r"""(?:Fault|findings\.add|repeated\.add)\(\s*"([a-z0-9-]+)\"""", text))


def is_refusal(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, errors.RoutingError)


FILES_READ = ("files.py", "shapes.py", "contradictions.py", "fields.py", "roads/speeds.py")


@pytest.mark.parametrize("code", sorted(codes(*FILES_READ)))
def test_every_fault_of_a_file_has_a_sentence(code: str) -> None:
    assert code in faults.FILE_SENTENCES


@pytest.mark.parametrize("code", sorted(codes("check.py", "legs.py")))
def test_every_rule_that_a_plan_can_break_has_a_sentence(code: str) -> None:
    assert code in faults.RULE_SENTENCES | faults.FILE_SENTENCES


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_has_a_sentence(code: str) -> None:
    assert code in reasons.WHY


@pytest.mark.parametrize(
    "refusal", [kind for module in (errors, process, road_errors) for kind in vars(module).values() if is_refusal(kind)]
)
def test_every_refusal_of_the_planner_has_a_sentence(refusal: type[errors.RoutingError]) -> None:
    assert refusal.code in refusals.SENTENCES


def test_every_fault_of_a_network_file_or_a_register_has_a_sentence() -> None:
    text = "".join(path.read_text("utf-8") for path in FILES.glob("*.py"))
    assert set(re.findall(r"""(?:Fault\([^"]*(?:"[^"]*", )?|Wrong\()"([a-z-]+)\"""", text)) - {
        "network",
        "include",
    } <= set(network_faults.SENTENCES) | set(register_faults.SENTENCES)


def test_a_moment_of_a_broken_rule_is_a_day_and_a_time() -> None:
    late = Fault("late", "trips[0]", {"shipment": "s1", "start": 86_400 + 3_600, "due": 7_200})
    assert "day 2, 01:00" in faults.in_words(late)
