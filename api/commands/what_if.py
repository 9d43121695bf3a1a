"""`bokrute what-if`: a problem from a file under other circumstances, compared with what chance explains."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

import click

from api.commands.answers import print_answer
from api.commands.files import STDIO, fail, problem_from, write_json
from api.commands.progress import search_bar
from api.commands.reasons import in_words
from api.languages import gettext as _
from api.refusals import routing_sentence
from routing.answers import write_answer
from routing.circumstances import (
    Change,
    all_of,
    another_vehicle,
    receiving,
    with_hub,
    without_day,
    without_vehicles,
)
from routing.errors import RoutingError, Unsolvable
from routing.plan import Plan
from routing.problem import Problem
from routing.process import Solving
from routing.progress import Effort
from routing.what_if import Answer, NoAnswer, compared

FAILED = 1

A_DAY = 24 * 60


class PlaceAndTime(click.ParamType[tuple[str, int]]):
    """A place's id and a time of day, "eda=08:00", read as seconds after midnight."""

    name = "PLACE=HH:MM"

    def convert(
        self, value: str | tuple[str, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Read it, or say what it should look like."""
        if isinstance(value, tuple):
            return value
        place, _sign, clock = value.rpartition("=")
        hours, colon, minutes = clock.partition(":")
        digits = hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit() and len(minutes) == 2
        if not place or not colon or not digits or int(hours[:3]) * 60 + int(minutes) > A_DAY or int(minutes) > 59:
            self.fail(_("%(got)s is not like eda=08:00.", got=value), param, ctx)
        return place, int(hours) * 3600 + int(minutes) * 60


@click.command(
    "what-if",
    help=_("Say what would change under other circumstances, which all hold at once; '-' reads standard input."),
)
@click.argument("problem_file", metavar="PROBLEM.json")
@click.option(
    "--without-day", "days", type=click.IntRange(1), multiple=True, help=_("Nothing drives that day; 1 is the first.")
)
@click.option("--without-vehicle", "gone", multiple=True, metavar="ID", help=_("The vehicle is not there."))
@click.option("--another-vehicle", "more", multiple=True, metavar="ID", help=_("One vehicle more like this one."))
@click.option("--opens", type=PlaceAndTime(), multiple=True, help=_("The place receives from then on."))
@click.option("--closes", type=PlaceAndTime(), multiple=True, help=_("The place receives until then."))
@click.option("--hub", "hubs", multiple=True, metavar="ID", help=_("The place is a hub too."))
@click.option(
    "--seconds", type=click.FloatRange(0.1, 86_400), default=10.0, show_default=True, help=_("Time of each search.")
)
@click.option(
    "--iterations",
    type=click.IntRange(1),
    help=_("Steps of each search instead of seconds: the same seed then gives the same answer."),
)
@click.option(
    "--searches",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    help=_("On each side; they show what chance does."),
)
@click.option("--seed", type=int, default=1, show_default=True, help=_("Of every random choice."))
@click.option("--json", "for_programs", is_flag=True, help=_("Print JSON."))
def what_if(
    problem_file: str,
    days: Sequence[int],
    gone: Sequence[str],
    more: Sequence[str],
    opens: Sequence[tuple[str, int]],
    closes: Sequence[tuple[str, int]],
    hubs: Sequence[str],
    seconds: float,
    iterations: int | None,
    searches: int,
    seed: int,
    for_programs: bool,
) -> None:
    """Exit with 0 if there is an answer, 1 if something that must go can't, 2 if the file or a name is at fault."""
    problem = problem_from(problem_file)
    changes: list[Change] = [
        *(another_vehicle(like) for like in more),
        *([without_vehicles(set(gone))] if gone else []),
        *(without_day(day - 1) for day in days),
        *(receiving(place, opens=at) for place, at in opens),
        *(receiving(place, closes=at) for place, at in closes),
        *(with_hub(place) for place in hubs),
    ]
    if not changes:
        raise click.UsageError(_("Name at least one thing that is to be different, such as --without-day 3."))
    try:
        other = all_of(changes)(problem)
    except KeyError as unknown:
        fail(_("The problem has no %(name)s.", name=str(unknown.args[0])))
    effort = Effort(seconds=None if iterations else seconds, iterations=iterations)
    seeds = range(seed, seed + searches)
    answer = worked_out(problem, other, [replace(effort, seed=one, prove=one == seed) for one in seeds])
    if for_programs:
        write_json(STDIO, write_answer(answer))
    else:
        print_answer(problem, answer)


def worked_out(problem: Problem, other: Problem, efforts: Sequence[Effort]) -> Answer:
    """Search both sides in turns; Ctrl-C compares what was found by then."""
    today: list[Plan] = []
    changed: list[Plan] = []
    turns: list[tuple[Problem, list[Plan], Effort]] = []
    for effort in efforts:
        turns += [(problem, today, effort), (other, changed, effort)]
    length = efforts[0].seconds
    try:
        with search_bar(None if length is None else length * len(turns), problem.currency) as told:
            for number, (side, found, effort) in enumerate(turns):
                found.append(searched(side, effort, begun=number * (length or 0.0), told=told))
    except KeyboardInterrupt:
        click.echo(_("Stopped; this is what the searches made by then say."), err=True)
    try:
        return compared(problem, other, today, changed)
    except NoAnswer as refused:
        fail(f"{refused.code} {routing_sentence(refused)}", code=FAILED)


def searched(problem: Problem, effort: Effort, *, begun: float, told: Callable[..., None]) -> Plan:
    """One search in a child process; one that is cut short is dropped: it is no equal of the others."""
    try:
        with Solving.start(problem, effort) as solving:
            for news in solving.progress():
                told(replace(news, seconds=begun + news.seconds))
            return solving.result()
    except Unsolvable as refused:
        for fault in refused.unserved:
            click.echo(f"{fault.path}: {fault.code} {in_words(problem, fault)}", err=True)
        sys.exit(FAILED)
    except RoutingError as refused:
        fail(f"{refused.code} {routing_sentence(refused)}", code=FAILED)
