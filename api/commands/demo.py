"""`bokrute demo`: the sample network with a week of requests, its next service day planned and printed, and served."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from api.clock import system_clock
from api.commands.files import fail
from api.commands.plan import said_of_failure
from api.commands.progress import search_bar
from api.languages import gettext as _

if TYPE_CHECKING:
    from api.demo.stage import Stage

DEFAULT_NETWORK = "varmland"


@click.command(
    help=_("Set up the sample network, plan its next service day, print the route sheets and costs, and serve.")
)
@click.option(
    "--network",
    "network_id",
    default=DEFAULT_NETWORK,
    show_default=True,
    metavar="NAME",
    help=_("Sample network: varmland, sor-troms or midt-troms."),
)
@click.option("--no-serve", is_flag=True, help=_("End when everything is printed."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen at."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535), help=_("Port to listen at."))
def demo(network_id: str, no_serve: bool, host: str, port: int) -> None:
    """Do it again as often as you like: what is there already is taken as it is."""
    import migrations
    from api.commands.database import refusals_said, settings
    from api.demo.people import ACCOUNTS, demo_password
    from api.demo.stage import NotPlanned, Stage
    from api.jobs import prepare_queue
    from api.serve import Address, start, wait_until_up
    from api.supervisor import Supervisor
    from logistics.database import open_engine, session_factory
    from logistics.files.load import SAMPLES

    if network_id not in SAMPLES:
        fail(
            _(
                "There is no sample network %(name)s; there are: %(samples)s",
                name=network_id,
                samples=", ".join(SAMPLES),
            )
        )
    config = settings()
    console = Console()
    migrations.upgrade(config.database_url)
    prepare_queue(config)
    address = Address(host, port).next_free()
    password = demo_password(config.home)
    engine = open_engine(config.database_url)
    stage = Stage(session_factory(engine), network_id, system_clock, system_clock())
    with refusals_said():
        try:
            with console.status(_("Loading the sample network and a week of requests …")):
                stage.load(SAMPLES[network_id], password)
                stage.fill()
            plan_id = stage.plan_next_day(search_bar)
        except NotPlanned as failed:
            fail(said_of_failure(failed.run), code=1)
        print_day(stage, plan_id, config.home, "" if no_serve else address.url, console)
    engine.dispose()
    table = Table(title=_("Sign in as"), title_justify="left", title_style="bold")
    for title in (_("Sign-in name"), _("Password"), _("Name")):
        table.add_column(title)
    for account in ACCOUNTS[network_id]:
        table.add_row(account.sign_in_name, password, account.name)
    console.print(table)
    if no_serve:
        return
    os.environ["BOKRUTE_DEMO"] = "1"
    supervisor = Supervisor()
    start(supervisor, address, processes=2, worker=True)
    if not wait_until_up(address):
        supervisor.end()
        fail(_("The server did not start."), code=1)
    console.print(_("Serving at %(url)s; stop with Ctrl-C.", url=address.url), style="bold")
    sys.exit(supervisor.watch())


def print_day(stage: Stage, plan_id: str, home: Path, site: str, console: Console) -> None:
    """Print a plan's route sheets and costs, and write them as PDF."""
    from api.commands.sheets import print_costs, print_floor, print_sheet
    from api.documents.pdf import NoPdf
    from api.documents.route_sheets import places_of, route_sheets_pdf
    from logistics.costs.statement import estimate
    from logistics.database import reading
    from logistics.network.networks import Network
    from logistics.transport.plans import Plan
    from logistics.transport.sheet import route_sheet

    with reading(stage.sessions) as session:
        plan = session.get_one(Plan, plan_id)
        network = session.get_one(Network, plan.network_id)
        sheet = route_sheet(session, plan.id, stage.coordinator(session))
        places = places_of(network)
        print_sheet(sheet, console)
        print_floor(plan, network.currency, console)
        print_costs(estimate(session, plan), console)
    path = home / f"route-sheets-{sheet.day.isoformat()}.pdf"
    try:
        path.write_bytes(route_sheets_pdf(sheet, places=places, site=site, made_at=stage.now))
    except NoPdf as lacking:
        click.echo(_("No PDF was made. Install %(packages)s first.", packages=" ".join(lacking.packages)), err=True)
    else:
        console.print(_("Route sheets as PDF: %(file)s", file=str(path)), highlight=False, soft_wrap=True)
