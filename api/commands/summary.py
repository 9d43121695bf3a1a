"""A plan in figures: for programs as JSON, for people as tables."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from api.languages import count, duration, kilometres, money, percent
from api.languages import gettext as _
from routing.cost import cost
from routing.plan import Plan, Stop
from routing.problem import DAY, Problem


def figures(problem: Problem, plan: Plan) -> dict[str, Any]:
    """What a plan costs and does, as JSON takes it; amounts in the smallest unit of the currency."""
    priced = cost(problem, plan)
    return {
        "currency": problem.currency,
        "cost": priced.total,
        "transport": priced.transport,
        "day_charges": priced.day_charges,
        "distance": priced.distance,
        "duty": priced.duty,
        "penalties": priced.penalties,
        "lower_bound": plan.lower_bound,
        "gap": gap(priced.total, plan.lower_bound),
        "metres": priced.metres,
        "duty_seconds": priced.duty_seconds,
        "vehicle_days": priced.vehicle_days,
        "trips": len(plan.trips),
        "shipments": len(problem.shipments),
        "unserved": len(plan.unserved),
    }


def gap(total: int, bound: int | None) -> float | None:
    """How far the cost can lie above the optimum, as a share of the proven floor; None: not known."""
    return None if not bound else round(total / bound - 1, 6)


def print_summary(problem: Problem, plan: Plan, *, console: Console | None = None) -> None:
    """Print what a plan costs, piece by piece."""
    priced = cost(problem, plan)
    table = Table(title=problem.name or None, show_header=False, title_justify="left", title_style="bold")
    table.add_column()
    table.add_column(justify="right")
    currency = problem.currency
    rows = [
        (_("Vehicle days"), count(priced.vehicle_days), money(priced.day_charges, currency)),
        (_("Distance"), kilometres(priced.metres), money(priced.distance, currency)),
        (_("Hours on duty"), duration(priced.duty_seconds), money(priced.duty, currency)),
        (
            _("Left behind"),
            f"{count(len(plan.unserved))}/{count(len(problem.shipments))}",
            money(priced.penalties, currency),
        ),
    ]
    table.add_column(justify="right")
    for row in rows:
        table.add_row(*row)
    table.add_section()
    table.add_row(_("Cost"), "", money(priced.total, currency), style="bold")
    share = gap(priced.total, plan.lower_bound)
    if plan.lower_bound is not None and share is not None:
        table.add_row(_("Proven floor"), percent(share), money(plan.lower_bound, currency))
    (console or Console()).print(table)


def print_trips(problem: Problem, plan: Plan, *, console: Console | None = None) -> None:
    """Print every trip in the order of its start: stop, time, what is unloaded and loaded."""
    table = Table()
    for title in (_("Day"), _("Vehicle"), _("Stop"), _("Arrive"), _("Leave")):
        table.add_column(title)
    for title in (_("Unload"), _("Load"), _("Aboard")):
        table.add_column(title, justify="right")
    for trip in sorted(plan.trips, key=lambda trip: (trip.stops[0].start // DAY, trip.vehicle, trip.stops[0].start)):
        aboard = 0
        for row, stop in enumerate(trip.stops):
            down, up = (sum(problem.shipment[name].crates for name in names) for names in (stop.unload, stop.load))
            aboard += up - down
            day = str(stop.start // DAY + 1)
            name = problem.place(stop.place).name or stop.place
            ends = ("", "") if row else (day, trip.vehicle)
            table.add_row(*ends, name, *times(stop), str(down or ""), str(up or ""), str(aboard))
        table.add_section()
    if plan.trips:
        (console or Console()).print(table)


def times(stop: Stop) -> tuple[str, str]:
    """When a stop begins and ends, as times of day."""
    return time_of_day(stop.start), time_of_day(stop.leave)


def time_of_day(second: int) -> str:
    """A second of a plan as hours and minutes of its day."""
    return f"{second % DAY // 3600:02d}:{second % 3600 // 60:02d}"
