"""`bokrute solve`: a problem from a file, a plan to a file; no database, no web."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from api.commands.files import (
    STDIO,
    fail,
    problem_from,
    ready_to_write,
    write_json,
)
from api.commands.progress import search_bar
from api.commands.reasons import in_words
from api.commands.summary import print_summary, print_trips
from api.languages import gettext as _
from api.refusals import routing_sentence
from routing.errors import RoutingError, Unsolvable
from routing.files import write_plan
from routing.plan import Plan
from routing.problem import Problem
from routing.process import Solving
from routing.progress import Effort

FAILED = 1


@click.command(help=_("Plan the problem of a file; '-' reads standard input. Ctrl-C keeps the best plan so far."))
@click.argument("problem_file", metavar="PROBLEM.json")
@click.option(
    "--seconds", type=click.FloatRange(0.1, 86_400), default=10.0, show_default=True, help=_("Time to search.")
)
@click.option(
    "--iterations",
    type=click.IntRange(1),
    help=_("Steps to search instead of seconds: the same seed then gives the same plan."),
)
@click.option("--seed", type=int, default=1, show_default=True, help=_("Of every random choice."))
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help=_("Processes that search at once.")
)
@click.option("--out", metavar="PLAN.json", help=_("Write the plan to this file; '-' is standard output."))
@click.option("--json", "for_programs", is_flag=True, help=_("Print the plan as JSON instead of tables."))
def solve(
    problem_file: str,
    seconds: float,
    iterations: int | None,
    seed: int,
    workers: int,
    out: str | None,
    for_programs: bool,
) -> None:
    """Exit with 0 if there is a plan, 1 if something that must go can't, 2 if the file is at fault."""
    problem = problem_from(problem_file)
    target = ready_to_write(out)
    effort = Effort(seconds=None if iterations else seconds, iterations=iterations, seed=seed, workers=workers)
    plan = search(problem, effort)
    tree = write_plan(plan, detail=lambda left: in_words(problem, left))
    if target is not None:
        write_json(target, tree)
    if for_programs and target != STDIO:
        write_json(STDIO, tree)
    if not for_programs:
        # The plan itself may be on standard output.
        console = Console(stderr=target == STDIO)
        print_trips(problem, plan, console=console)
        print_summary(problem, plan, console=console)
        for left in plan.unserved:
            console.print(f"{left.shipment}: {left.reason} {in_words(problem, left)}", markup=False, highlight=False)


def search(problem: Problem, effort: Effort) -> Plan:
    """Solve in a child process with a bar on the terminal; Ctrl-C ends the search and keeps its best plan."""
    try:
        with search_bar(effort.seconds, problem.currency) as told, Solving.start(problem, effort) as solving:
            try:
                for news in solving.progress():
                    told(news)
            except KeyboardInterrupt:
                solving.cancel()
                click.echo(_("Stopped; this is the best plan so far."), err=True)
            return solving.result()
    except Unsolvable as refused:
        for fault in refused.unserved:
            click.echo(f"{fault.path}: {fault.code} {in_words(problem, fault)}", err=True)
        sys.exit(FAILED)
    except RoutingError as refused:
        fail(f"{refused.code} {routing_sentence(refused)}", code=FAILED)
