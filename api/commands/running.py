"""`bokrute serve` and `bokrute worker`."""

from __future__ import annotations

import sys

import click

from api.commands.files import fail
from api.languages import gettext as _
from api.serve import Address, start
from api.supervisor import Supervisor


@click.command(help=_("Serve the pages and the API, with a worker beside them, until stopped."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen at."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535), help=_("Port to listen at."))
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64), help=_("Server processes."))
@click.option("--no-worker", is_flag=True, help=_("Start no worker; some other process is one."))
def serve(host: str, port: int, processes: int, no_worker: bool) -> None:
    """Start the server and a worker; end both on SIGTERM or SIGINT."""
    from api.commands.database import ready_database

    ready_database()
    address = Address(host, port)
    if address.is_taken():
        fail(_("Something else listens at %(address)s already; choose another --port.", address=f"{host}:{port}"))
    supervisor = Supervisor()
    start(supervisor, address, processes=processes, worker=not no_worker)
    click.echo(_("Serving at %(url)s; stop with Ctrl-C.", url=address.url))
    sys.exit(supervisor.watch())


@click.command(help=_("Carry out planning runs and whatever else is due, until stopped."))
def worker() -> None:
    """Work through the queue until SIGTERM or SIGINT."""
    from api.commands.database import ready_database
    from api.jobs import work

    work(ready_database())
