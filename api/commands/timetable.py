"""`bokrute timetable`: which places on which weekdays in which tours, for a season."""

from __future__ import annotations

import sys
import time

import click
from rich.console import Console
from rich.table import Table

from api.commands.files import STDIO, fail, problem_from, refuse, write_json
from api.commands.progress import search_bar
from api.languages import count, kilometres, money, percent
from api.languages import gettext as _
from api.refusals import routing_sentence
from routing.errors import RoutingError
from routing.problem import Problem
from routing.progress import Told
from routing.season.process import Designing
from routing.season.suited import unsuited
from routing.timetable import Figures, NoTimetable, Timetable, Wish, figures
from routing.working import StoppedEarly

WEEKS = 44
"""Of a school year with its holidays left out; an assumption that --weeks replaces."""

Design = tuple[int, Timetable, Figures]


@click.command(
    help=_(
        "Design a season's timetable from a typical week, for each wished transit time; '-' is standard input. "
        "Ctrl-C keeps the best so far."
    )
)
@click.argument("problem_file", metavar="WEEK.json")
@click.option(
    "--transit-days",
    type=click.IntRange(1, 31),
    multiple=True,
    default=(2, 3, 4),
    show_default=True,
    help=_("Greatest transit time of any pair of places, in service days; may be given several times."),
)
@click.option("--weeks", type=click.IntRange(1, 53), default=WEEKS, show_default=True, help=_("Weeks of the season."))
@click.option(
    "--seconds", type=click.FloatRange(0.1, 86_400), default=30.0, show_default=True, help=_("Time to search, each.")
)
@click.option("--json", "for_programs", is_flag=True, help=_("Print JSON."))
def timetable(problem_file: str, transit_days: tuple[int, ...], weeks: int, seconds: float, for_programs: bool) -> None:
    """Exit with 0 if at least one timetable was found, 1 if none was, 2 if the file is at fault."""
    week = problem_from(problem_file)
    if faults := unsuited(week):
        refuse(problem_file, faults)
    designs: list[Design] = []
    for days in transit_days:
        found, stopped = search(week, days, seconds)
        if found:
            designs.append((days, found, figures(week, found, weeks)))
        if stopped:
            break
    if for_programs:
        write_json(STDIO, {"designs": [as_tree(*one) for one in designs]})
    else:
        for one in designs:
            print_tours(week, *one)
        print_comparison(week, designs)
    sys.exit(0 if designs else 1)


def search(week: Problem, days: int, seconds: float) -> tuple[Timetable | None, bool]:
    """Design in a child process with a bar on the terminal; the best there was, and whether Ctrl-C ended it."""
    begun, stopped = time.monotonic(), False
    with search_bar(seconds, week.currency) as told, Designing.start(week, Wish(days), seconds) as designing:
        try:
            for news in designing.progress():
                told(Told(news.cost, news.floor, time.monotonic() - begun, "search"))
        except KeyboardInterrupt:
            stopped = True
            designing.cancel()
        try:
            found = designing.result()
            if stopped:
                click.echo(_("Stopped; this is the best timetable so far."), err=True)
            return found, stopped
        except StoppedEarly as early:
            click.echo(routing_sentence(early), err=True)
        except RoutingError as refused:
            if refused.code != NoTimetable.code:
                fail(f"{refused.code} {routing_sentence(refused)}", code=1)
            click.echo(_("%(days)s days: no choice of weekdays keeps that.", days=days), err=True)
    return None, stopped


def as_tree(days: int, found: Timetable, measured: Figures) -> dict[str, object]:
    """A design as JSON takes it; money in the smallest unit of the currency."""
    return {
        "transit_days": days,
        "tours": [{"day": tour.day, "vehicle": tour.vehicle, "places": list(tour.places)} for tour in found.tours],
        "weekly_cost": measured.weekly_cost,
        "lower_bound": found.lower_bound,
        "season_cost": measured.season_cost,
        "weekly_metres": measured.weekly_metres,
        "season_kg_co2": measured.season_kg_co2,
        "visits": measured.visits,
        "pairs": [
            {"from": one, "to": other, "transit_days": longest}
            for (one, other), longest in measured.transit_days.items()
        ],
    }


def print_tours(week: Problem, days: int, found: Timetable, _measured: Figures) -> None:
    """The tours of a design, weekday by weekday."""
    table = Table(title=_("At most %(days)s service days", days=days), title_justify="left", title_style="bold")
    for title in (_("Day"), _("Vehicle"), _("Places")):
        table.add_column(title)
    for tour in found.tours:
        table.add_row(str(tour.day + 1), tour.vehicle, ", ".join(week.place(place).name for place in tour.places))
    Console().print(table)


def print_comparison(week: Problem, designs: list[Design]) -> None:
    """The designs side by side."""
    table = Table()
    table.add_column(_("Transit time"), justify="right")
    for title in (
        _("A week"),
        _("A season"),
        _("Above the floor"),
        _("Distance a week"),
        _("CO₂ a season"),
        _("Visits"),
    ):
        table.add_column(title, justify="right")
    for days, found, measured in designs:
        floor = found.lower_bound
        table.add_row(
            count(days),
            money(measured.weekly_cost, week.currency),
            money(measured.season_cost, week.currency),
            percent(measured.weekly_cost / floor - 1) if floor else "–",
            kilometres(measured.weekly_metres),
            f"{count(measured.season_kg_co2)} kg",
            count(measured.visits),
        )
    if designs:
        Console().print(table)
