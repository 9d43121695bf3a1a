"""`bokrute db upgrade`, `bokrute network load` and `bokrute user add`."""

from __future__ import annotations

from pathlib import Path

import click

from api.clock import system_clock
from api.commands.database import database, settings
from api.commands.files import fail
from api.languages import gettext as _
from logistics.access.rights import Role
from logistics.database import unit_of_work


@click.group(help=_("The database."))
def db() -> None:
    """Commands about the database."""


@db.command(help=_("Bring the database's tables up to date; a new database is made."))
def upgrade() -> None:
    """Run every migration that has not been run, and make the queue of jobs."""
    import migrations
    from api.jobs import prepare_queue

    config = settings()
    url = config.database_url
    before = migrations.current(url)
    migrations.upgrade(url)
    prepare_queue(config)
    after = migrations.current(url)
    done = _("The database is up to date (%(revision)s).", revision=after or "–")
    click.echo(done if before != after else _("The database was up to date already (%(revision)s).", revision=after))


@click.group(help=_("Networks."))
def network() -> None:
    """Commands about networks."""


@network.command(help=_("Load a network from a TOML file, or a sample by its name; again changes only what differs."))
@click.argument("source", metavar="FILE.toml|NAME", default="varmland")
def load(source: str) -> None:
    """Load a network."""
    from logistics.files.load import SAMPLES, load_network
    from logistics.transport.revising import revise

    path = SAMPLES.get(source, Path(source))
    if not path.is_file():
        samples = ", ".join(SAMPLES)
        fail(
            _(
                "There is no file %(file)s, and no sample of that name; samples: %(samples)s",
                file=source,
                samples=samples,
            )
        )
    with database() as sessions, unit_of_work(sessions) as session:
        now = system_clock()
        loaded = load_network(session, path, now=now)
        if loaded.changed:
            revise(session, loaded.network_id, now=now)
    click.echo(
        _(
            "%(network)s: %(created)s made, %(changed)s changed, %(unchanged)s as they were.",
            network=loaded.network_id,
            created=loaded.created,
            changed=loaded.changed,
            unchanged=loaded.unchanged,
        )
    )


@click.group(help=_("People who sign in."))
def user() -> None:
    """Commands about people."""


@user.command(help=_("Add somebody who signs in as NAME; the password is asked for, or read from standard input."))
@click.argument("sign_in_name", metavar="NAME")
@click.option("--name", "full_name", required=True, help=_("Name as it is shown."))
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help=_("What the person does.")
)
@click.option("--network", "network_id", help=_("Id of the network; not for administrators."))
@click.option("--place", "place_id", help=_("Id of the place where a librarian works."))
@click.password_option(help=_("The password; left out, it is asked for."))
def add(
    sign_in_name: str, full_name: str, role: str, network_id: str | None, place_id: str | None, password: str
) -> None:
    """Add a person."""
    from logistics.access.accounts import add_person

    with database() as sessions, unit_of_work(sessions) as session:
        person = add_person(
            session,
            sign_in_name=sign_in_name,
            name=full_name,
            role=Role(role),
            password=password,
            network_id=network_id,
            place_id=place_id,
            now=system_clock(),
        )
        click.echo(_("%(name)s can sign in as %(sign_in_name)s.", name=person.name, sign_in_name=person.sign_in_name))
