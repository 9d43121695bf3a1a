"""What a solving process and whoever started it say to each other: JSON, one message a line.

To the process, once: `{"problem": ..., "effort": ...}`. From it, any number of
`{"kind": "progress", "cost", "bound", "gap", "seconds", "stage"}`, with `"plan"` where there is a better
one, and at last either `{"kind": "done", "plan": ...}` or `{"kind": "refused", "error": ...}`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from routing.errors import BadFile, Fault, Faulty, NotPlaced, RoutingError, Unsolvable, UnsoundPlan
from routing.files import read_plan, read_problem, write_plan, write_problem
from routing.plan import Plan
from routing.problem import Problem
from routing.progress import Effort, Told

FAULTY: dict[str, type[Faulty]] = {kind.code: kind for kind in (BadFile, UnsoundPlan)}
UNSOLVABLE: dict[str, type[Unsolvable]] = {kind.code: kind for kind in (Unsolvable, NotPlaced)}


def line(message: dict[str, Any]) -> bytes:
    """One message as a line of ASCII."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def write_order(problem: Problem, effort: Effort) -> bytes:
    """What is to be solved."""
    return line({"problem": write_problem(problem), "effort": asdict(effort)})


def read_order(text: bytes) -> tuple[Problem, Effort]:
    """What is to be solved."""
    order = json.loads(text)
    return read_problem(order["problem"]), Effort(**order["effort"])


def write_told(told: Told) -> bytes:
    """How far the search is."""
    message: dict[str, Any] = {
        "kind": "progress",
        "cost": told.cost,
        "bound": told.bound,
        "gap": told.gap,
        "seconds": told.seconds,
        "stage": told.stage,
    }
    if told.plan is not None:
        message["plan"] = write_plan(told.plan)
    return line(message)


def read_told(message: dict[str, Any], problem: Problem) -> Told:
    """How far the search is."""
    plan = read_plan(message["plan"], problem) if "plan" in message else None
    return Told(message["cost"], message["bound"], message["seconds"], message["stage"], plan)


def write_done(plan: Plan) -> bytes:
    """The plan that came out."""
    return line({"kind": "done", "plan": write_plan(plan)})


def write_refused(error: RoutingError) -> bytes:
    """Why none came out."""
    faults: tuple[Fault, ...] = ()
    if isinstance(error, Faulty):
        faults = error.faults
    elif isinstance(error, Unsolvable):
        faults = error.unserved
    told = [{"code": fault.code, "path": fault.path, "facts": dict(fault.facts)} for fault in faults]
    return line({"kind": "refused", "error": {"code": error.code, "facts": dict(error.facts), "faults": told}})


def read_refused(message: dict[str, Any]) -> RoutingError:
    """Why none came out, as the error that was raised there."""
    error = message["error"]
    code, faults = error["code"], [Fault(**fault) for fault in error["faults"]]
    if code in FAULTY:
        return FAULTY[code](faults)
    if code in UNSOLVABLE:
        return UNSOLVABLE[code](faults)
    again = RoutingError(**error["facts"])
    again.code = code
    return again
