"""The answer to a what-if as tables on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from api.commands.reasons import in_words
from api.languages import count, duration, kilometres, money, percent
from api.languages import gettext as _
from api.verdicts import verdict
from routing.answers import write_answer
from routing.problem import Problem
from routing.what_if import Answer

LONGEST_LIST = 12
"""Pairs of places whose transit time changes most; the JSON has all."""


def print_answer(problem: Problem, answer: Answer) -> None:
    """Both sides and the difference; then the pairs whose transit time changes, and what is left behind anew."""
    console = Console()
    console.print(figures(problem, answer))
    console.print(verdict(write_answer(answer), problem.currency), soft_wrap=True, highlight=False)
    pairs = pair_table(problem, answer)
    if pairs.row_count:
        console.print(pairs)
    for left in answer.changed.plan.unserved:
        if left.shipment in answer.difference.newly_left:
            said = in_words(answer.changed.problem, left)
            console.print(f"{left.shipment}: {left.reason} {said}", markup=False, highlight=False)


def figures(problem: Problem, answer: Answer) -> Table:
    """Cost, way, time, emissions and what stays behind, side by side."""
    today, changed, apart = answer.today.outcome, answer.changed.outcome, answer.difference
    table = Table(title=problem.name or None, title_justify="left", title_style="bold")
    table.add_column()
    for title in (_("Today"), _("Changed"), _("Difference")):
        table.add_column(title, justify="right")

    def price(amount: int) -> str:
        return money(amount, problem.currency)

    table.add_row(_("Cost"), price(today.cost), price(changed.cost), signed(price(apart.cost), apart.cost))
    table.add_row(
        _("of which transport"),
        price(today.transport),
        price(changed.transport),
        signed(price(apart.transport), apart.transport),
    )
    table.add_row(
        _("Distance"),
        kilometres(today.metres),
        kilometres(changed.metres),
        signed(kilometres(apart.metres), apart.metres),
    )
    emitted = [f"{count(kg)} kg" for kg in (today.kg_co2, changed.kg_co2, apart.kg_co2)]
    table.add_row(_("CO₂"), emitted[0], emitted[1], signed(emitted[2], apart.kg_co2))
    for title, one, other, difference in (
        (_("Vehicle days"), today.vehicle_days, changed.vehicle_days, apart.vehicle_days),
        (_("Crates left behind"), today.crates_left, changed.crates_left, apart.crates_left),
    ):
        table.add_row(title, count(one), count(other), signed(count(difference), difference))
    table.add_row(
        _("Transit time, the middle one"),
        lasting(today.typical_transit_seconds),
        lasting(changed.typical_transit_seconds),
        "–" if apart.transit_seconds is None else lasting_signed(apart.transit_seconds),
    )
    gaps = [side.gap for side in (answer.today, answer.changed)]
    table.add_row(_("Above the floor, at most"), *("–" if gap is None else percent(gap) for gap in gaps), "")
    spreads = [side.spread for side in (answer.today, answer.changed)]
    table.add_row(_("Searches lie apart by"), *("–" if spread is None else price(spread) for spread in spreads), "")
    return table


def pair_table(problem: Problem, answer: Answer) -> Table:
    """The pairs of places whose mean transit time changes, most first."""
    table = Table()
    for title in (_("From"), _("To")):
        table.add_column(title)
    for title in (_("Today"), _("Changed"), _("Difference")):
        table.add_column(title, justify="right")
    today, changed = answer.today.pairs, answer.changed.pairs
    rows = []
    for pair, before in today.items():
        after = changed[pair]
        if before.mean_seconds is not None and after.mean_seconds is not None:
            rows.append((pair, before.mean_seconds, after.mean_seconds))
    moved = sorted((row for row in rows if row[1] != row[2]), key=lambda row: -abs(row[2] - row[1]))
    for (origin, to), before_seconds, after_seconds in moved[:LONGEST_LIST]:
        ends = (problem.place(end).name or end for end in (origin, to))
        times = (lasting(before_seconds), lasting(after_seconds), lasting_signed(after_seconds - before_seconds))
        table.add_row(*ends, *times)
    return table


def signed(text: str, value: int) -> str:
    """With a plus where there is more; minus signs come with the number."""
    return f"+{text}" if value > 0 else text


def lasting(seconds: int | None) -> str:
    """Hours and minutes."""
    return "–" if seconds is None else duration(seconds)


def lasting_signed(seconds: int) -> str:
    """Hours and minutes more or less."""
    sign = "+" if seconds > 0 else "\u2212" if seconds < 0 else ""
    return f"{sign}{duration(abs(seconds))}"
