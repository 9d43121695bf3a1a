"""What can go wrong, as codes and facts; sentences are made in `api`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from routing.plan import Fact


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file or a plan.

    Attributes:
        code: stable, in kebab case.
        path: where, as in `shipments[3].to`; empty: the whole document.
        facts: what was found and what was wanted.
    """

    code: str
    path: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


class RoutingError(Exception):
    """Base of everything that `routing` refuses."""

    code = "routing-error"

    def __init__(self, **facts: Fact) -> None:
        super().__init__(self.code)
        self.facts = facts


class Faulty(RoutingError):
    """A refusal that carries every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults=len(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return ", ".join([self.code, *(f"{fault.code} at {fault.path or '.'}" for fault in self.faults[:5])])


class BadFile(Faulty):
    """A problem or a plan that cannot be read."""

    code = "bad-file"


class UnsoundPlan(Faulty):
    """A plan of our own that breaks a rule: a defect of the planner, never of the problem."""

    code = "unsound-plan"


class Unsolvable(RoutingError):
    """Shipments that must go (no penalty) stay behind, each with its reason, so no plan is allowed.

    Attributes:
        unserved: path of the shipment, its reason as code, and the reason's facts.
    """

    code = "must-go-impossible"

    def __init__(self, unserved: Sequence[Fault]) -> None:
        super().__init__(shipments=len(unserved))
        self.unserved = tuple(unserved)


class NotPlaced(Unsolvable):
    """Shipments that must go found no place in the time given; more time may help."""

    code = "must-go-not-placed"
