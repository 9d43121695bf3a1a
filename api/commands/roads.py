"""`bokrute roads`: build the road graph from an OpenStreetMap extract, and look at what it knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from api.clock import system_clock
from api.commands.database import database, settings
from api.commands.files import BAD_INPUT, STDIO, content_of, fail, refuse, write_json
from api.languages import count, distance, duration, kilometres
from api.languages import gettext as _
from api.refusals import routing_sentence
from routing.errors import Faulty, RoutingError

if TYPE_CHECKING:
    from routing.roads.closed import Stretch
    from routing.roads.engine import RoadEngine
    from routing.roads.graph import Graph
    from routing.roads.snapping import Spot


@click.group(help=_("Roads: from an OpenStreetMap extract, on this machine."))
def roads() -> None:
    """Commands about roads."""


@roads.command(help=_("Read EXTRACT (.osm.pbf) and put its roads into use; the roads in use stay until it is done."))
@click.argument("extract", metavar="EXTRACT")
@click.option("--speeds", "speeds_file", metavar="SPEEDS.toml", help=_("Table of speeds to use instead of the usual."))
def build(extract: str, speeds_file: str | None) -> None:
    """Exit with 0 if the graph is in use, 2 if the extract or the table is at fault: nothing was replaced then."""
    from api.roads import FOLDER
    from routing.roads.build import build as build_roads
    from routing.roads.speeds import read_speeds

    home = settings().home
    path = Path(extract)
    if not path.is_file():
        fail(_("%(file)s can't be read: %(cause)s", file=extract, cause=_("there is no such file")))
    with road_refusals_said(speeds_file or extract):
        text = None if speeds_file is None else content_of(speeds_file).decode("utf-8", "replace")
        graph = build_roads(path, home / FOLDER, read_speeds(text), system_clock())
    print_about(graph)
    from routing.roads.engine import OnGraph

    measure(OnGraph(graph))


@roads.command("measure", help=_("Measure every network's places anew where something has changed."))
def measure_all() -> None:
    """Exit with 0 if all could be measured, by the server in the settings or the roads in use; else with 2."""
    from api.roads import server_of
    from routing.roads.engine import OnGraph

    engine = server_of(settings()) or OnGraph(graph_in_use())
    click.echo(engine.name)
    if not measure(engine):
        raise SystemExit(BAD_INPUT)


@roads.command(help=_("Say which roads are in use."))
@click.option("--json", "for_programs", is_flag=True, help=_("Print JSON."))
def info(for_programs: bool) -> None:
    """Exit with 0, or with 1 if there are none."""
    with road_refusals_said(""):
        graph = graph_in_use()
    if for_programs:
        write_json(
            STDIO, {**asdict(graph.about), "engine": graph.about.name, "nodes": graph.nodes, "edges": graph.edges}
        )
    else:
        print_about(graph)


@roads.command(help=_("Show how far it is from place to place, and how long it takes, on the roads in use."))
@click.option("--network", "network_id", default="varmland", show_default=True, help=_("Id of the network."))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=_("Over no road that is closed on this day."))
@click.option("--json", "for_programs", is_flag=True, help=_("Print JSON."))
def matrix(network_id: str, day: datetime | None, for_programs: bool) -> None:
    """Exit with 0, or with 2 if a place lies off the roads or can't be reached: both places are named."""
    from routing.roads.routes import roads_between

    with road_refusals_said(""):
        graph = graph_in_use()
        places = spots_of(network_id)
        found = roads_between(graph, places, closed=stretches(network_id, day))
    names = [place.name for place in places]
    if for_programs:
        write_json(
            STDIO,
            {"roads": graph.about.name, "places": names, "metres": list(found.metres), "seconds": list(found.seconds)},
        )
        return
    table = Table(title=graph.about.name, title_justify="left")
    table.add_column(_("From"))
    table.add_column(_("To"))
    table.add_column(_("Distance"), justify="right")
    table.add_column(_("Time"), justify="right")
    for row, origin in enumerate(names):
        for column, goal in enumerate(names):
            if row != column:
                ends = (origin if column == (row == 0) else "", goal)
                table.add_row(*ends, kilometres(found.metres[row][column]), duration(found.seconds[row][column]))
        table.add_section()
    Console().print(table)


@roads.command(help=_("Show the fastest way from the place ORIGIN to the place GOAL, by their ids."))
@click.argument("origin_id", metavar="ORIGIN")
@click.argument("goal_id", metavar="GOAL")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=_("Over no road that is closed on this day."))
@click.option("--json", "for_programs", is_flag=True, help=_("Print JSON, with the way as an encoded polyline."))
def route(origin_id: str, goal_id: str, day: datetime | None, for_programs: bool) -> None:
    """Exit with 0, or with 2 if a place lies off the roads or can't be reached: both places are named."""
    from logistics.database import fetch, reading
    from logistics.network.places import Place
    from routing.roads.routes import route as find
    from routing.roads.snapping import Spot

    with road_refusals_said(""):
        graph = graph_in_use()
        with database() as sessions, reading(sessions) as session:
            ends = [fetch(session, Place, place_id) for place_id in (origin_id, goal_id)]
            origin, goal = (Spot(place.name, place.lat, place.lon) for place in ends)
            network_id = ends[0].network_id
        way = find(graph, origin, goal, closed=stretches(network_id, day))
    if for_programs:
        write_json(STDIO, {"roads": graph.about.name, "origin": origin_id, "goal": goal_id, **asdict(way)})
        return
    driven = distance(way.metres - way.sailed_metres, way.sailed_metres)
    said = [f"{origin.name} – {goal.name}: {driven}", duration(way.seconds)]
    said += [_("with a toll")] * way.toll
    click.echo(", ".join(said))


def graph_in_use() -> Graph:
    """The roads in use, or one line that says how to get some, and exit."""
    from api.roads import roads_of

    graph = roads_of(settings().home)
    if graph is None:
        fail(_("There are no roads yet: run `bokrute roads build EXTRACT.osm.pbf` first."), code=1)
    return graph


def measure(engine: RoadEngine) -> bool:
    """Measure the networks of the database anew, if there is one, and say how it went; whether all could be."""
    import migrations
    from api.roads import measure_every_network

    if migrations.current(settings().database_url) != migrations.head():
        return True
    with database() as sessions:
        outcome = measure_every_network(sessions, engine, system_clock())
    for network_id, refused in outcome.items():
        if refused is None:
            click.echo(_("%(network)s: measured; plans rest on these roads.", network=network_id))
        else:
            why = f"{refused.code} {routing_sentence(refused)}"
            click.echo(_("%(network)s: not measured. %(why)s", network=network_id, why=why), err=True)
    return not any(outcome.values())


def spots_of(network_id: str) -> list[Spot]:
    """The places in use of a network, by name."""
    from logistics.database import fetch, reading
    from logistics.network.networks import Network
    from routing.roads.snapping import Spot

    with database() as sessions, reading(sessions) as session:
        network = fetch(session, Network, network_id)
        return [Spot(place.name, place.lat, place.lon) for place in network.places if place.active]


def stretches(network_id: str, day: datetime | None) -> list[Stretch]:
    """What is closed in a network on a day; nothing where none is named."""
    from logistics.database import reading
    from logistics.network.closed_roads import closed_on
    from logistics.transport.closings import stretch_of

    if day is None:
        return []
    with database() as sessions, reading(sessions) as session:
        return [stretch_of(road) for road in closed_on(session, network_id, day.date())]


def print_about(graph: Graph) -> None:
    """Print where the roads come from."""
    about = graph.about
    dated = datetime.fromisoformat(about.data_date).date().isoformat() if about.data_date else _("not known")
    click.echo(_("Roads of %(extract)s, map of %(date)s.", extract=about.extract, date=dated))
    click.echo(
        _(
            "%(nodes)s nodes, %(edges)s one-way stretches; table of speeds %(speeds)s.",
            nodes=count(graph.nodes),
            edges=count(graph.edges),
            speeds=about.speeds,
        )
    )


@contextmanager
def road_refusals_said(file: str) -> Iterator[None]:
    """Say what is wrong with roads on standard error and exit with 2."""
    try:
        yield
    except Faulty as refused:
        refuse(file, refused.faults)
    except RoutingError as refused:
        fail(f"{refused.code} {routing_sentence(refused)}", code=BAD_INPUT)
