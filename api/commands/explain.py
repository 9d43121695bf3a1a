"""`bokrute explain`: why shipments stay behind, and what would take them along."""

from __future__ import annotations

import sys
from dataclasses import replace

import click
from rich.console import Console
from rich.table import Table

from api.commands.files import STDIO, plan_from, problem_from, write_json
from api.commands.reasons import in_words
from api.faults import in_words as fault_in_words
from api.languages import count
from api.languages import gettext as _
from routing.alone import Fleet
from routing.check import check
from routing.plan import Plan, Unserved
from routing.problem import Problem
from routing.reasons import REASONS
from routing.reasons import explain as find_reasons

BROKEN = 1


@click.command(help=_("Say why shipments stay behind in PLAN, and what would take them along; '-' is standard input."))
@click.argument("problem_file", metavar="PROBLEM.json")
@click.argument("plan_file", metavar="PLAN.json")
@click.option("--json", "for_programs", is_flag=True, help=_("Print JSON."))
@click.option(
    "--seconds", type=click.FloatRange(0.1, 86_400), default=30.0, show_default=True, help=_("Time to search.")
)
def explain(problem_file: str, plan_file: str, for_programs: bool, seconds: float) -> None:
    """Exit with 0 whatever stays behind; 1 if the plan breaks a rule; 2 if a file can't be read."""
    if problem_file == plan_file == STDIO:
        raise click.UsageError(_("Only one of the files can come from standard input."))
    problem = problem_from(problem_file)
    plan = plan_from(plan_file, problem)
    faults = check(problem, plan)
    if faults:
        for fault in faults:
            click.echo(f"{fault.path or '.'}: {fault.code} {fault_in_words(fault)}", err=True)
        sys.exit(BROKEN)
    plan = with_reasons(problem, plan, seconds)
    if for_programs:
        write_json(STDIO, {"unserved": [told(problem, left) for left in plan.unserved]})
    elif plan.unserved:
        print_reasons(problem, plan.unserved)
    else:
        click.echo(_("Nothing stays behind."))


def with_reasons(problem: Problem, plan: Plan, seconds: float) -> Plan:
    """The plan with a reason for all that stays behind; those that the file gives are kept.

    Another planner's file may give none, or words of its own: those are found here, by looking for a way again.
    """
    fleet = Fleet(problem)

    def seen(left: Unserved) -> Unserved:
        known = left.reason in REASONS and left.reason != "stopped"
        hopeless = not known and fleet.way(problem.shipment[left.shipment]) is None
        return Unserved(left.shipment, "impossible") if hopeless else left

    if all(left.reason in REASONS and "change" in left.facts for left in plan.unserved):
        return plan
    return find_reasons(problem, replace(plan, unserved=tuple(seen(left) for left in plan.unserved)), seconds)


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
