"""`bokrute plan`: plan a service day here and now, without a worker."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click
from rich.console import Console

from api.clock import system_clock
from api.commands.database import database, settings
from api.commands.files import fail
from api.commands.progress import search_bar
from api.commands.sheets import print_costs, print_floor
from api.languages import gettext as _
from api.refusals import SENTENCES
from api.road_names import road_name, road_note
from api.sentences import sentence

if TYPE_CHECKING:
    from logistics.transport.plans import PlanningRun


@click.command(help=_("Plan the service day DATE and store the draft; a coordinator looks at it and publishes it."))
@click.argument("day", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--network", "network_id", default="varmland", show_default=True, help=_("Id of the network."))
@click.option("--seconds", type=click.IntRange(1, 3600), help=_("Time to search; left out, as the network's job does."))
def plan(day: datetime, network_id: str, seconds: int | None) -> None:
    """Make a run and carry it out in this process."""
    from api.roads import measure_before_planning
    from logistics.costs.agreements import NoAgreement
    from logistics.costs.statement import estimate
    from logistics.database import reading, unit_of_work
    from logistics.network.networks import Network
    from logistics.transport.building import days_of
    from logistics.transport.plans import PlanningRun as Run
    from logistics.transport.run import run_planning
    from logistics.transport.runs import request_run

    with database() as sessions:
        with unit_of_work(sessions) as session:
            run = request_run(
                session, network_id=network_id, day=day.date(), seconds=seconds, by=None, now=system_clock()
            )
            currency = session.get_one(Network, network_id).currency
            days = days_of(session, network_id, run.day)
        measure_before_planning(sessions, settings(), network_id, days, system_clock())
        with search_bar(run.seconds, currency) as told:
            run_planning(sessions, run.id, run.attempt, system_clock, told)
        with reading(sessions) as session:
            run = session.get_one(Run, run.id)
            if run.plan is None:
                fail(said_of_failure(run), code=1)
            console = Console()
            print_floor(run.plan, currency, console)
            for said in (road_name(run.plan.roads), *map(road_note, run.plan.road_notes)):
                console.print(said, highlight=False, soft_wrap=True)
            try:
                print_costs(estimate(session, run.plan), console)
            except NoAgreement as lacking:
                click.echo(sentence(lacking.code, lacking.facts), err=True)
    sys.exit(0)


def said_of_failure(run: PlanningRun) -> str:
    """Why a planning run has no plan."""
    fault = run.fault or {"code": "stopped-without-plan", "facts": {}}
    code, facts = fault["code"], fault["facts"]
    known = SENTENCES.get(code)
    return f"{code} {_(known, **facts) if known else sentence(code, facts)}"
