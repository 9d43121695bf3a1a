"""`bokrute collections export` and `import`: collections with their contents as CSV or XLSX."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.clock import system_clock
from api.commands.database import database
from api.commands.files import BAD_INPUT, content_of, fail, ready_to_write
from api.languages import gettext as _
from api.network_faults import in_words
from api.pages.words import word
from api.pictures import prepared_or_none
from logistics.access.people import Person
from logistics.database import reading, unit_of_work
from logistics.files.load_stock import Fate, StockChange, exported, store, weigh
from logistics.files.spreadsheets import TableFormat
from logistics.files.stock import BadStock, CellFault, read_stock, write_stock
from logistics.files.stock_archive import is_archive, read_archive, store_archive, weigh_archive, write_archive


@click.group(help=_("Collections with their contents."))
def collections() -> None:
    """Commands about collections."""


@collections.command(
    name="export", help=_("Write collections to a file: CSV, XLSX, or ZIP with their photos, by its name.")
)
@click.argument("file", metavar="FILE.csv|FILE.xlsx|FILE.zip")
@click.option("--as", "sign_in_name", required=True, help=_("Sign-in name of the person who does it."))
@click.option("--network", "network_id", help=_("Id of the network; left out, the person's."))
@click.option("--home", "home_id", help=_("Id of the place where they live; left out, all of the network."))
def export_(file: str, sign_in_name: str, network_id: str | None, home_id: str | None) -> None:
    """Write collections."""
    ending = Path(file).suffix.lstrip(".").lower()
    if ending != "zip" and ending not in {form.value for form in TableFormat}:
        fail(_("The file's name must end with .csv, .xlsx or .zip."))
    ready_to_write(file)
    with database() as sessions, reading(sessions) as session:
        by = _person(session, sign_in_name)
        found = exported(session, network_id=_network(by, network_id), by=by, home_id=home_id)
        if ending == "zip":
            content = write_archive(session, found, TableFormat.CSV)
        else:
            content = write_stock(found, TableFormat(ending))
    Path(file).write_bytes(content)
    click.echo(_("%(file)s: %(count)s collections.", file=file, count=len(found)))


@collections.command(
    name="import", help=_("Store collections from a CSV or XLSX file, or a ZIP with photos: all of it or nothing.")
)
@click.argument("file", metavar="FILE|-")
@click.option("--as", "sign_in_name", required=True, help=_("Sign-in name of the person who does it."))
@click.option("--network", "network_id", help=_("Id of the network; left out, the person's."))
@click.option("--dry-run", is_flag=True, help=_("Say what would change, and every fault; store nothing."))
def import_(file: str, sign_in_name: str, network_id: str | None, dry_run: bool) -> None:
    """Store collections, or look through them."""
    content = content_of(file)
    with database() as sessions, unit_of_work(sessions) as session:
        by = _person(session, sign_in_name)
        try:
            changes = _read(session, content, _network(by, network_id), by, dry_run=dry_run)
        except BadStock as refused:
            _say_faults(file, refused.faults)
            sys.exit(BAD_INPUT)
    _say(changes)
    if dry_run:
        click.echo(_("Nothing was stored."))


def _read(session: Session, content: bytes, network_id: str, by: Person, *, dry_run: bool) -> list[StockChange]:
    if not is_archive(content):
        return (weigh if dry_run else store)(session, read_stock(content), network_id=network_id, by=by)
    found = read_archive(content)
    if dry_run:
        return weigh_archive(session, found, network_id=network_id, by=by, prepare=prepared_or_none).collections
    done = store_archive(session, found, network_id=network_id, by=by, now=system_clock(), prepare=prepared_or_none)
    return done.collections


def _person(session: Session, sign_in_name: str) -> Person:
    person = session.scalar(select(Person).where(Person.sign_in_name == sign_in_name.lower(), Person.active))
    if person is None:
        fail(_("Nobody signs in as %(name)s.", name=sign_in_name))
    return person


def _network(by: Person, network_id: str | None) -> str:
    network = network_id or by.network_id
    if network is None:
        fail(_("Say which network: --network ID"))
    return network


def _say_faults(file: str, faults: Sequence[CellFault]) -> None:
    for fault in faults:
        click.echo(f"{file}:{fault.row}:{fault.column or '-'}: {fault.code} {in_words(fault)}", err=True)


def _say(changes: list[StockChange]) -> None:
    for change in changes:
        if change.fate is not Fate.UNCHANGED:
            click.echo(f"{change.code}: {word(change.fate)} (+{change.put_in} ~{change.changed} -{change.taken_out})")
    unchanged = sum(change.fate is Fate.UNCHANGED for change in changes)
    click.echo(
        _(
            "%(stored)s collections new or changed, %(unchanged)s as they were.",
            stored=len(changes) - unchanged,
            unchanged=unchanged,
        )
    )
