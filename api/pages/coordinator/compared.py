"""The answer to a what-if as a coordinator reads it: figures side by side, times by pair, what stays behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.languages import count, duration, kilometres, money, percent
from api.languages import gettext as _
from api.pages.coordinator.shown import names_in
from api.reasons import remedy, why
from api.verdicts import verdict
from logistics.network.networks import Network
from logistics.transport.studies import Study

Answer = dict[str, Any]
"""An answer, or a side of it, as `routing.answers` writes it."""

PAIRS_SHOWN = 10
"""The rest is folded away."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure on both sides; `better` is None where neither is."""

    label: str
    today: str
    changed: str
    difference: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class PairRow:
    """Mean time under way between two places on both sides; `apart` in seconds, 0 where one side has none."""

    origin: str
    to: str
    today: str
    changed: str
    difference: str
    apart: int


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A shipment that only one side delivers."""

    code: str
    way: str
    why: str
    remedy: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that the page says.

    Attributes:
        sure: whether the difference in cost is one.
        pairs: those that change first; `rest`: all others.
        taken_over: "today", "changed" or "" where each side has a plan of its own.
    """

    verdict: str
    sure: bool
    rows: list[Row]
    pairs: list[PairRow]
    rest: list[PairRow]
    newly_left: list[LeftRow]
    newly_served: list[LeftRow]
    taken_over: str


def comparison(study: Study, network: Network) -> Comparison:
    """Read a stored answer."""
    answer = study.answer or {}
    names = names_in(network, study.plan) if study.plan else None
    by_code = {shipment["id"]: shipment for shipment in study.problem["shipments"]}
    places = {place["id"]: place["name"] for place in study.problem["places"]}

    def way(code: str) -> str:
        shipment = by_code[code]
        return f"{places[shipment['from']]} → {places[shipment['to']]}"

    def left(code: str, side: str) -> LeftRow:
        unserved = {one["shipment"]: one for one in answer[side]["plan"]["unserved"]}[code]
        facts = unserved["facts"]
        if names is None:
            return LeftRow(code, way(code), unserved["reason"], None)
        return LeftRow(code, way(code), why(unserved["reason"], facts, names), remedy(facts, names))

    pairs = sorted(
        (_pair(one, places) for one in answer["pairs"]), key=lambda pair: (-abs(pair.apart), pair.origin, pair.to)
    )
    moved = [pair for pair in pairs if pair.apart][:PAIRS_SHOWN]
    sides = [side for side in ("today", "changed") if answer[side]["taken_over"]]
    return Comparison(
        verdict=verdict(answer, network.currency),
        sure=answer["verdict"] in ("proven", "clear"),
        rows=_figures(answer, network.currency),
        pairs=moved,
        rest=[pair for pair in pairs if pair not in moved],
        newly_left=[left(code, "changed") for code in answer["difference"]["newly_left"]],
        newly_served=[left(code, "today") for code in answer["difference"]["newly_served"]],
        taken_over=sides[0] if sides else "",
    )


def _figures(answer: Answer, currency: str) -> list[Row]:
    today, changed, apart = answer["today"], answer["changed"], answer["difference"]

    def row(label: str, name: str, write: Callable[[int], str]) -> Row:
        more = f"+{write(apart[name])}" if apart[name] > 0 else write(apart[name])
        return Row(label, write(today[name]), write(changed[name]), more, _better(apart[name]))

    def beside(label: str, write: Callable[[Answer], str]) -> Row:
        return Row(label, write(today), write(changed), "", None)

    def price(amount: int) -> str:
        return money(amount, currency)

    late: int | None = apart["transit_seconds"]
    return [
        row(_("Cost, as the planner weighs it"), "cost", price),
        row(_("of which transport"), "transport", price),
        row(_("Distance"), "metres", kilometres),
        row(_("CO₂"), "kg_co2", lambda amount: f"{count(amount)}\u00a0kg"),
        row(_("Vehicle days"), "vehicle_days", count),
        row(_("Crates left behind"), "crates_left", count),
        Row(
            _("Transit time, the middle one"),
            _lasting(today["transit_seconds"]),
            _lasting(changed["transit_seconds"]),
            "–" if late is None else _signed(late),
            _better(late or 0),
        ),
        beside(
            _("Above the best possible, at most"),
            lambda side: _("not known") if side["gap"] is None else percent(side["gap"]),
        ),
        beside(_("Searches lie apart by"), lambda side: "–" if side["spread"] is None else price(side["spread"])),
    ]


def _better(more: int) -> bool | None:
    return None if more == 0 else more < 0


def _pair(one: Answer, places: dict[str, str]) -> PairRow:
    before, after = one["today"]["mean_seconds"], one["changed"]["mean_seconds"]
    apart = 0 if before is None or after is None else after - before
    difference = "–" if before is None or after is None else _signed(apart)
    return PairRow(places[one["from"]], places[one["to"]], _lasting(before), _lasting(after), difference, apart)


def _lasting(seconds: int | None) -> str:
    return "–" if seconds is None else duration(seconds)


def _signed(seconds: int) -> str:
    sign = "+" if seconds > 0 else "\u2212" if seconds < 0 else ""
    return f"{sign}{duration(abs(seconds))}"
