"""`bokrute simulate`: a week played day by day, each day planned with what is known that morning."""

from __future__ import annotations

import sys
from dataclasses import replace

import click
from rich.console import Console

from api.commands.files import STDIO, problem_from, ready_to_write, write_json
from api.commands.reasons import in_words
from api.commands.solve import search
from api.commands.summary import print_summary, print_trips
from api.languages import gettext as _
from routing.files import write_plan
from routing.plan import Plan
from routing.problem import Problem, Shipment
from routing.progress import Effort
from routing.rolling import MORNING, roll


@click.command(
    help=_("Play a week day by day, planning each with only what is ready that morning; '-' is standard input.")
)
@click.argument("problem_file", metavar="WEEK.json")
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 86_400),
    default=10.0,
    show_default=True,
    help=_("Time to search, each day."),
)
@click.option(
    "--morning",
    type=click.IntRange(0, 86_399),
    default=MORNING,
    show_default=True,
    help=_("Seconds after midnight: what is ready by then is known that day."),
)
@click.option("--typical", metavar="OTHER.json", help=_("Demand to be prepared for: the shipments of another week."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("Of every random choice."))
@click.option("--out", metavar="PLAN.json", help=_("Write what was driven to this file; '-' is standard output."))
@click.option("--json", "for_programs", is_flag=True, help=_("Print the plan as JSON instead of tables."))
def simulate(
    problem_file: str,
    seconds: float,
    morning: int,
    typical: str | None,
    seed: int,
    out: str | None,
    for_programs: bool,
) -> None:
    """Exit with 0 once the week is driven; 2 if a file is at fault."""
    if problem_file == typical == STDIO:
        raise click.UsageError(_("Only one of the files can come from standard input."))
    problem = problem_from(problem_file)
    guesses = expected(problem_from(typical), problem) if typical else ()
    target = ready_to_write(out)
    effort = Effort(seconds=seconds, seed=seed, prove=False)

    def plan_day(known: Problem, day: int) -> Plan:
        click.echo(
            _("Day %(number)s: %(count)s shipments are known.", number=day + 1, count=len(known.shipments)), err=True
        )
        return search(known, effort)

    driven = roll(problem, plan_day, morning=morning, typical=guesses)
    tree = write_plan(driven, detail=lambda left: in_words(problem, left))
    if target is not None:
        write_json(target, tree)
    if for_programs and target != STDIO:
        write_json(STDIO, tree)
    if not for_programs:
        console = Console(stderr=target == STDIO)
        print_trips(problem, driven, console=console)
        print_summary(problem, driven, console=console)


def expected(other: Problem, problem: Problem) -> tuple[Shipment, ...]:
    """The shipments of another week under ids of their own, between places that this week has too."""
    unknown = {place for s in other.shipments for place in (s.origin, s.to)} - set(problem.index)
    if unknown:
        click.echo(
            _("The typical week names places that are not there: %(places)s.", places=", ".join(sorted(unknown))),
            err=True,
        )
        sys.exit(2)
    return tuple(replace(shipment, id=f"typical:{shipment.id}") for shipment in other.shipments)
