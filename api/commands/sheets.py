"""Route sheets and a day's costs as tables on a terminal."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console
from rich.table import Table

from api.languages import clock, distance, kilometres, language, long_day, money, ngettext, percent, speaking
from api.languages import gettext as _
from logistics.costs.statement import DayCosts
from logistics.transport.plans import Plan
from logistics.transport.sheet import Sheet, SheetItem, SheetTrip, SheetVan


def print_sheet(sheet: Sheet, console: Console) -> None:
    """Print a day van by van: stop, time, what to unload, what to load."""
    with speaking(language(), ZoneInfo(sheet.time_zone)):
        console.print(f"\n{sheet.network}, {long_day(sheet.day)}", style="bold", highlight=False)
        for van in sheet.vans:
            for trip in van.trips:
                console.print(_trip_table(van, trip))
        if not sheet.vans:
            console.print(_("Nothing is driven on %(day)s.", day=long_day(sheet.day)))


def print_costs(costs: DayCosts, console: Console) -> None:
    """Print what a day costs by the tariff, and who pays it; everything adds up to the smallest coin."""
    table = Table(title=_("What the day costs"), title_justify="left", title_style="bold", show_header=False)
    table.add_column()
    table.add_column(justify="right")

    def row(name: str, amount: int, style: str | None = None) -> None:
        table.add_row(name, money(amount, costs.currency), style=style)

    row(_("Vehicle days"), costs.day_cost)
    row(f"{_('Distance')} ({kilometres(costs.metres)})", costs.km_cost)
    row(_("Hours on duty"), costs.hour_cost)
    row(_("Total"), costs.total, "bold")
    table.add_section()
    for subsidy in costs.subsidies:
        row(_("Subsidy, %(funder)s", funder=subsidy.funder), subsidy.amount)
    for share in sorted(costs.shares, key=lambda share: (-share.amount, share.municipality.name)):
        row(share.municipality.name, share.amount)
    row(_("Total"), costs.subsidy + sum(share.amount for share in costs.shares), "bold")
    console.print(table)


def print_floor(plan: Plan, currency: str, console: Console) -> None:
    """Say what the plan costs with its outlook, what stays behind, and how good both are proven to be together."""
    said = _("Planned with the days after it: %(amount)s.", amount=money(plan.transport_cost, currency))
    if plan.left_behind:
        said += " " + ngettext(
            "%(num)s shipment stays behind.", "%(num)s shipments stay behind.", len(plan.left_behind)
        )
        said += " " + _("The planner weighed that as %(amount)s.", amount=money(plan.penalties, currency))
    else:
        said += " " + _("Nothing stays behind.")
    if plan.lower_bound and plan.gap is not None:
        floor, more = money(plan.lower_bound, currency), percent(plan.gap)
        said += " " + _(
            "No plan can cost less than %(amount)s; this one costs %(share)s more.", amount=floor, share=more
        )
    console.print(said, highlight=False, soft_wrap=True)


def _trip_table(van: SheetVan, trip: SheetTrip) -> Table:
    title = _(
        "%(van)s, trip %(number)s: %(start)s–%(end)s, %(distance)s, most aboard %(most)s of %(capacity)s",
        van=van.name,
        number=trip.number,
        start=clock(trip.starts_at),
        end=clock(trip.ends_at),
        distance=distance(trip.metres, trip.sailed_metres),
        most=trip.most_aboard,
        capacity=van.capacity,
    )
    table = Table(
        title=title, title_justify="left", title_style="bold", show_lines=True, box=box.SIMPLE, pad_edge=False
    )
    table.add_column(_("Stop"))
    table.add_column(_("Time"), no_wrap=True)
    table.add_column(_("Unload"))
    table.add_column(_("Load"))
    table.add_column(_("Aboard"), justify="right")
    for stop in trip.stops:
        table.add_row(
            stop.place.name,
            f"{clock(stop.arrives_at)}–{clock(stop.leaves_at)}",
            "\n".join(_said(item, "←", item.origin.name) for item in stop.unload),
            "\n".join(_said(item, "→", item.goal.name) for item in stop.load),
            str(stop.crates_aboard),
        )
    return table


def _said(item: SheetItem, arrow: str, end: str) -> str:
    """A shipment on one line: its code, its crates, and where from or to."""
    return f"{item.code} {item.crates}{arrow}{end}".replace(" ", "\u00a0")
