"""`bokrute explain`: why shipments stay behind, and what would take them along."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from api.commands.files import STDIO, plan_from, problem_from, write_json
from api.commands.reasons import in_words
from api.languages import count
from api.languages import gettext as _
from routing.plan import Unserved
from routing.problem import Problem


@click.command(help=_("Say why shipments stay behind in PLAN, and what would take them along; '-' is standard input."))
@click.argument("problem_file", metavar="PROBLEM.json")
@click.argument("plan_file", metavar="PLAN.json")
@click.option("--json", "for_programs", is_flag=True, help=_("Print JSON."))
def explain(problem_file: str, plan_file: str, for_programs: bool) -> None:
    """Exit with 0 whatever stays behind; 2 if a file can't be read."""
    if problem_file == plan_file == STDIO:
        raise click.UsageError(_("Only one of the files can come from standard input."))
    problem = problem_from(problem_file)
    plan = plan_from(plan_file, problem)
    if for_programs:
        write_json(STDIO, {"unserved": [told(problem, left) for left in plan.unserved]})
    elif plan.unserved:
        print_reasons(problem, plan.unserved)
    else:
        click.echo(_("Nothing stays behind."))


def told(problem: Problem, left: Unserved) -> dict[str, object]:
    """A shipment left behind, as JSON takes it."""
    return {
        "shipment": left.shipment,
        "reason": left.reason,
        "detail": in_words(problem, left),
        "facts": dict(left.facts),
    }


def print_reasons(problem: Problem, unserved: tuple[Unserved, ...]) -> None:
    """A table: what, from where to where, how much, why."""
    table = Table()
    for title in (_("Shipment"), _("From"), _("To")):
        table.add_column(title)
    table.add_column(_("Crates"), justify="right")
    table.add_column(_("Why it stays"))
    for left in unserved:
        shipment = problem.shipment[left.shipment]
        ends = (problem.place(place).name for place in (shipment.origin, shipment.to))
        table.add_row(left.shipment, *ends, count(shipment.crates), in_words(problem, left))
    Console().print(table)
