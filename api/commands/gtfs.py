"""`bokrute gtfs export` and `import`: a network's tours, and a ferry operator's departures, as GTFS."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.clock import system_clock
from api.commands.database import database
from api.commands.files import BAD_INPUT, content_of, fail, ready_to_write
from api.gtfs_faults import in_words
from api.languages import gettext as _
from logistics.access.people import Person
from logistics.database import reading, unit_of_work
from logistics.files.gtfs.faults import BadGtfs
from logistics.files.gtfs.read import read_gtfs
from logistics.files.gtfs.store import store_gtfs, weigh_gtfs
from logistics.files.gtfs.write import write_gtfs
from logistics.transport.revising import revise


@click.group(help=_("Tours and ferries as GTFS."))
def gtfs() -> None:
    """Commands about timetables of others."""


@gtfs.command(name="export", help=_("Write the tours of a network to a GTFS archive."))
@click.argument("file", metavar="FILE.zip")
@click.option("--as", "sign_in_name", required=True, help=_("Sign-in name of the person who does it."))
@click.option("--network", "network_id", required=True, help=_("Id of the network."))
def export_(file: str, sign_in_name: str, network_id: str) -> None:
    """Write a feed."""
    ready_to_write(file)
    with database() as sessions, reading(sessions) as session:
        content = write_gtfs(session, network_id, by=_person(session, sign_in_name))
    Path(file).write_bytes(content)
    click.echo(_("%(file)s is written.", file=file))


@gtfs.command(name="import", help=_("Take tours and ferries from a GTFS archive: all of it or nothing."))
@click.argument("file", metavar="FILE.zip|-")
@click.option("--as", "sign_in_name", required=True, help=_("Sign-in name of the person who does it."))
@click.option("--network", "network_id", required=True, help=_("Id of the network."))
@click.option("--season", required=True, help=_("Name of the season that the tours belong to."))
@click.option("--vehicle", "vehicle_id", help=_("Id of the vehicle that drives the tours; ferries need none."))
@click.option("--only-ferries", is_flag=True, help=_("Take the ferries alone; a county's feed has its buses too."))
@click.option("--dry-run", is_flag=True, help=_("Say what would change, and every fault; store nothing."))
def import_(
    file: str,
    sign_in_name: str,
    network_id: str,
    season: str,
    vehicle_id: str | None,
    only_ferries: bool,
    dry_run: bool,
) -> None:
    """Store a feed, or look through it."""
    content = content_of(file)
    with database() as sessions, unit_of_work(sessions) as session:
        by = _person(session, sign_in_name)
        try:
            feed = read_gtfs(content, only_ferries=only_ferries)
            stored = (weigh_gtfs if dry_run else store_gtfs)(
                session, feed, network_id=network_id, season=season, vehicle_id=vehicle_id, by=by
            )
        except BadGtfs as refused:
            for fault in refused.faults:
                click.echo(
                    f"{file}:{fault.file}:{fault.row}:{fault.column or '-'}: {fault.code} {in_words(fault)}", err=True
                )
            sys.exit(BAD_INPUT)
        if not dry_run:
            revise(session, network_id, now=system_clock())
    click.echo(
        _(
            "%(seasons)s seasons, %(tours)s tours, %(crossings)s crossings.",
            seasons=stored.seasons,
            tours=stored.tours,
            crossings=stored.crossings,
        )
    )
    if dry_run:
        click.echo(_("Nothing was stored."))


def _person(session: Session, sign_in_name: str) -> Person:
    person = session.scalar(select(Person).where(Person.sign_in_name == sign_in_name.lower(), Person.active))
    if person is None:
        fail(_("Nobody signs in as %(name)s.", name=sign_in_name))
    return person
