"""The answer to a what-if as JSON: for programs, and to be kept; what pages show is read from it again."""

from __future__ import annotations

from typing import Any

from routing.files import write_plan
from routing.outcome import PairTransit
from routing.what_if import Answer, Side


def write_answer(answer: Answer) -> dict[str, Any]:
    """Both sides, the difference (changed minus today) and what can be said of it.

    Amounts in the smallest unit of the currency; seconds, metres, crate units, kilograms.
    """
    apart = answer.difference
    return {
        "verdict": answer.verdict.value,
        "chance": answer.chance,
        "difference": {
            "cost": apart.cost,
            "transport": apart.transport,
            "metres": apart.metres,
            "duty_seconds": apart.duty_seconds,
            "vehicle_days": apart.vehicle_days,
            "kg_co2": apart.kg_co2,
            "crates_left": apart.crates_left,
            "transit_seconds": apart.transit_seconds,
            "newly_left": sorted(apart.newly_left),
            "newly_served": sorted(apart.newly_served),
        },
        "today": write_side(answer.today),
        "changed": write_side(answer.changed),
        "pairs": pairs(answer),
    }


def write_side(side: Side) -> dict[str, Any]:
    """One side: what it achieves, how far its searches lie apart, its floor, its plan."""
    achieved = side.outcome
    return {
        "cost": achieved.cost,
        "transport": achieved.transport,
        "metres": achieved.metres,
        "duty_seconds": achieved.duty_seconds,
        "vehicle_days": achieved.vehicle_days,
        "kg_co2": achieved.kg_co2,
        "trips": achieved.trips,
        "shipments_left": len(achieved.left),
        "crates_left": achieved.crates_left,
        "transit_seconds": achieved.typical_transit_seconds,
        "costs": list(side.costs),
        "spread": side.spread,
        "floor": side.floor,
        "gap": None if side.gap is None else round(side.gap, 6),
        "taken_over": side.taken_over,
        "plan": write_plan(side.plan),
    }


def pairs(answer: Answer) -> list[dict[str, Any]]:
    """Each pair of places that crates go between, with its transit time on both sides."""
    today, changed = answer.today.pairs, answer.changed.pairs
    return [
        {"from": pair[0], "to": pair[1], "today": transit(today[pair]), "changed": transit(changed[pair])}
        for pair in sorted(today)
    ]


def transit(pair: PairTransit) -> dict[str, int | None]:
    """One pair's times on one side."""
    return {
        "shipments": pair.shipments,
        "delivered": pair.delivered,
        "mean_seconds": pair.mean_seconds,
        "longest_seconds": pair.longest_seconds,
    }
