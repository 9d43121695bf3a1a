"""A round and its answer as JSON, for the solving process and for rows that keep the answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from routing.sharing.answer import Refusal, Shared
from routing.sharing.round import Application, Round, Scarce, Score


def write_round(round_: Round) -> dict[str, Any]:
    """The round; `read_round` of it gives it back."""
    return {
        "sets": [asdict(one) for one in round_.sets],
        "periods": round_.periods,
        "applications": [asdict(one) for one in round_.applications],
        "taken": sorted(map(list, round_.taken)),
        "most_per_place": round_.most_per_place,
        "seed": round_.seed,
    }


def read_round(told: dict[str, Any]) -> Round:
    """A round from what `write_round` wrote."""
    return Round(
        sets=tuple(Scarce(**one) for one in told["sets"]),
        periods=told["periods"],
        applications=tuple(
            Application(**one | {"wishes": tuple(one["wishes"]), "periods": tuple(one["periods"])})
            for one in told["applications"]
        ),
        taken=frozenset((name, period) for name, period in told["taken"]),
        most_per_place=told["most_per_place"],
        seed=told["seed"],
    )


def write_shared(shared: Shared) -> dict[str, Any]:
    """The answer; `read_shared` of it gives it back."""
    return {
        "allocation": {name: list(slot) for name, slot in sorted(shared.allocation.items())},
        "refusals": [asdict(one) for one in shared.refusals],
        "score": asdict(shared.score),
    }


def read_shared(told: dict[str, Any]) -> Shared:
    """An answer from what `write_shared` wrote."""
    return Shared(
        allocation={name: (slot[0], slot[1]) for name, slot in told["allocation"].items()},
        refusals=tuple(
            Refusal(
                application=one["application"],
                code=one["code"],
                rivals=tuple(((slot[0], slot[1]), name) for slot, name in one["rivals"]),
                instead=tuple(one["instead"]),
                pupils_short=one["pupils_short"],
                free=tuple((name, period) for name, period in one["free"]),
            )
            for one in told["refusals"]
        ),
        score=Score(**told["score"]),
    )
