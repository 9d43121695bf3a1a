"""`bokrute places`: libraries from a national register into a network."""

from __future__ import annotations

import click

from api.commands.database import database
from api.commands.files import BAD_INPUT, content_of, fail
from api.languages import gettext as _
from api.register_faults import fate_in_words, in_words
from api.sentences import sentence


@click.group(help=_("Places."))
def places() -> None:
    """Commands about places."""


@places.command("import", help=_("Take libraries over from FILE: BaseBibliotek as XML, or a table as Libris has it."))
@click.argument("file", metavar="FILE")
@click.option("--network", "network_id", default="varmland", show_default=True, help=_("Id of the network."))
@click.option("--dry-run", is_flag=True, help=_("Say what would change, and change nothing."))
def import_(file: str, network_id: str, dry_run: bool) -> None:
    """Exit with 0 if it was stored or told, also where rows were passed over; with 2 if the file is no register."""
    from logistics.access.people import Person
    from logistics.access.rights import Role
    from logistics.database import unit_of_work
    from logistics.errors import LogisticsError
    from logistics.files.load_register import PlaceFate, store, weigh
    from logistics.files.register import read_register

    whoever = Person(id="command", role=Role.ADMINISTRATOR, active=True)
    try:
        register = read_register(content_of(file))
        with database() as sessions, unit_of_work(sessions) as session:
            changes = (weigh if dry_run else store)(session, network_id, register.entries, by=whoever)
    except LogisticsError as refused:
        fail(f"{file}: {sentence(refused.code, refused.facts)}", code=BAD_INPUT)
    for fault in register.faults:
        click.echo(f"{fault.row}: {fault.name or '–'}: {in_words(fault)}", err=True)
    for change in changes:
        if change.fate is not PlaceFate.UNCHANGED:
            click.echo(f"{change.row}: {change.name} ({change.municipality}): {fate_in_words(change.fate)}")
    numbers = {fate: sum(change.fate is fate for change in changes) for fate in PlaceFate}
    click.echo(
        _(
            "%(new)s new, %(changed)s changed, %(unchanged)s as they were, %(unplaced)s without coordinates.",
            new=numbers[PlaceFate.NEW],
            changed=numbers[PlaceFate.CHANGED],
            unchanged=numbers[PlaceFate.UNCHANGED],
            unplaced=numbers[PlaceFate.UNPLACED],
        )
    )
