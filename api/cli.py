"""The command line: what it can do, and the way to each command, whose module is read only when it is used."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from api.languages import LANGUAGES, best_of, speaking
from api.languages import gettext as _

COMMANDS: dict[str, str] = {
    "demo": "api.commands.demo:demo",
    "serve": "api.commands.running:serve",
    "worker": "api.commands.running:worker",
    "db": "api.commands.setup:db",
    "network": "api.commands.setup:network",
    "collections": "api.commands.collections:collections",
    "gtfs": "api.commands.gtfs:gtfs",
    "user": "api.commands.setup:user",
    "places": "api.commands.places:places",
    "roads": "api.commands.roads:roads",
    "plan": "api.commands.plan:plan",
    "solve": "api.commands.solve:solve",
    "check": "api.commands.check:check",
    "explain": "api.commands.explain:explain",
    "simulate": "api.commands.simulate:simulate",
    "timetable": "api.commands.timetable:timetable",
    "what-if": "api.commands.what_if:what_if",
}
"""Commands in the order of the help page, and where they are."""


def summaries() -> dict[str, str]:
    """One line about each command, so that the help page needs to read none of their modules."""
    return {
        "demo": _("set up the sample network, plan its next service day, print the route sheets, and serve"),
        "serve": _("serve the pages and the API, with a worker beside them"),
        "worker": _("carry out planning runs and whatever else is due"),
        "db": _("the database: bring its tables up to date"),
        "network": _("networks: load one from its file"),
        "collections": _("collections with their contents: from and to files"),
        "gtfs": _("tours and ferries as GTFS: from and to archives"),
        "user": _("people who sign in: add one"),
        "places": _("places: libraries from a national register"),
        "roads": _("roads: build them from a map, look at distances and times"),
        "plan": _("plan a service day and store the draft"),
        "solve": _("plan a problem from a file"),
        "check": _("check that a plan keeps every rule, and price it"),
        "explain": _("say why shipments stay behind, and what would take them along"),
        "simulate": _("play a week day by day, as if tomorrow were not known"),
        "timetable": _("design a season's timetable from a typical week"),
        "what-if": _("say what would change without a day or a van, with other hours, with a second hub"),
    }


def language_of_environment() -> str:
    """The language that the environment asks for, English where it asks for none of ours."""
    wanted = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return best_of([next((value for value in wanted if value), "")])


class LazyGroup(click.Group):
    """A group that reads a command's module when the command is used, not before.

    `bokrute check` then needs no database, no web and no PDF, and the help page is there at once.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Read the command's module and give the command."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands."""
        with formatter.section(_("Commands")):
            formatter.write_dl(list(summaries().items()))

    def get_help(self, ctx: click.Context) -> str:
        """Say what this is for, in the language in use."""
        self.help = _("Bokrute moves shared library collections around a region: plans, drives, receives and pays.")
        return super().get_help(ctx)


def speak(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Use the wanted language for the rest of the command."""
    if value is not None:
        ctx.with_resource(speaking(value))
    return value


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    is_eager=True,
    expose_value=False,
    callback=speak,
    help="sv, nb, en; LANG",
)
@click.version_option(package_name="bokrute", prog_name="bokrute")
def cli() -> None:
    """Read the language; the rest is up to the command."""


def main() -> None:
    """Run the command that was typed.

    Exit codes: 0 done; 1 it went wrong, or the plan breaks a rule; 2 the input is at fault; 130 interrupted.
    """
    with speaking(language_of_environment()):
        sys.exit(cli.main(prog_name="bokrute", standalone_mode=True))
