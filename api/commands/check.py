"""`bokrute check`: does a plan keep every rule, and what does it cost?"""

from __future__ import annotations

import sys
from typing import Any

import click

from api.commands.files import STDIO, plan_from, problem_from, write_json
from api.commands.summary import figures, print_summary
from api.faults import in_words
from api.languages import gettext as _
from routing.check import check as check_plan

BROKEN = 1


@click.command(help=_("Check that PLAN keeps every rule of PROBLEM, and price it; '-' reads standard input."))
@click.argument("problem_file", metavar="PROBLEM.json")
@click.argument("plan_file", metavar="PLAN.json")
@click.option("--json", "for_programs", is_flag=True, help=_("Print JSON."))
def check(problem_file: str, plan_file: str, for_programs: bool) -> None:
    """Exit with 0 if the plan is sound, 1 if it breaks a rule, 2 if a file can't be read."""
    if problem_file == plan_file == STDIO:
        raise click.UsageError(_("Only one of the files can come from standard input."))
    problem = problem_from(problem_file)
    plan = plan_from(plan_file, problem)
    faults = check_plan(problem, plan)
    if for_programs:
        said = [{"code": f.code, "path": f.path, "facts": dict(f.facts), "detail": in_words(f)} for f in faults]
        answer: dict[str, Any] = {"sound": not faults, "faults": said, **figures(problem, plan)}
        write_json(STDIO, answer)
    else:
        for fault in faults:
            click.echo(f"{fault.path or '.'}: {fault.code} {in_words(fault)}")
        if not faults:
            print_summary(problem, plan)
            click.echo(_("The plan keeps every rule."))
    sys.exit(BROKEN if faults else 0)
