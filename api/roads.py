"""The installation's roads, and the matrices that rest on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from api.config import Config
from logistics.database import Sessions, reading
from logistics.network.networks import Network
from logistics.transport.closings import look_for_detours
from logistics.transport.measuring import measure_roads
from routing.errors import RoutingError
from routing.roads.engine import OnGraph, RoadEngine
from routing.roads.graph import Graph
from routing.roads.store import in_use

if TYPE_CHECKING:
    from routing.roads.server import OnServer

FOLDER = "roads"

log = structlog.get_logger()


def roads_of(home: Path) -> Graph | None:
    """The roads in use; None: none were built.

    Raises:
        BadGraph: they are damaged.
    """
    try:
        return in_use(home / FOLDER)
    except FileNotFoundError:
        return None


def measure_every_network(sessions: Sessions, engine: RoadEngine, now: datetime) -> dict[str, RoutingError | None]:
    """Bring every matrix up to date.

    Returns:
        Of each network that is in the database, why it could not be measured, if so; its matrix is as it was then.
    """
    with reading(sessions) as session:
        networks = list(session.scalars(select(Network.id).order_by(Network.id)))
    outcome: dict[str, RoutingError | None] = {}
    for network_id in networks:
        try:
            measure_roads(sessions, network_id, engine, now)
            outcome[network_id] = None
        except RoutingError as refused:
            outcome[network_id] = refused
    return outcome


def server_of(config: Config) -> OnServer | None:
    """The server of roads in the settings; None: there is none."""
    if not config.roads_engine:
        return None
    from routing.roads.server import Kind, OnServer, ServerSettings  # only who asks a server needs to speak to it

    return OnServer(
        ServerSettings(
            kind=Kind(config.roads_engine),
            url=config.roads_url,
            key=config.roads_key,
            data_date=config.roads_date,
            seconds=config.roads_seconds,
            tries=config.roads_tries,
            most_locations=config.roads_most,
        )
    )


class InsteadOf:
    """The graph, where a server should have measured; what was measured says so."""

    def __init__(self, graph: Graph, server: OnServer) -> None:
        on_graph = OnGraph(graph)
        self.name = f"{on_graph.name} for {server.name.split()[0]}"
        self.settings = on_graph.settings
        self.measure, self.paths = on_graph.measure, on_graph.paths


def measure_before_planning(
    sessions: Sessions, config: Config, network_id: str, days: Sequence[date], now: datetime
) -> None:
    """Bring a network's matrix up to date by the server in the settings, else by the graph on this machine.

    A server that gives no answer is stood in for by the graph, and the plan's roads say so. What can't be measured at
    all hinders no plan: the pairs are estimated, and the plan says so. Ways round roads that are closed on one of the
    days are looked for on the graph: no server is asked to leave a stretch out.
    """
    server = server_of(config)
    measured = server is not None and _measured(sessions, server, network_id, now)
    try:
        graph = roads_of(config.home)
    except RoutingError as refused:
        log.warning("the roads can't be read", code=refused.code, **refused.facts)
        return
    if graph is None:
        return
    if not measured:
        _measured(sessions, InsteadOf(graph, server) if server else OnGraph(graph), network_id, now)
    try:
        look_for_detours(sessions, network_id, days, OnGraph(graph), now)
    except RoutingError as refused:
        log.warning("no way round what is closed was found", network=network_id, code=refused.code, **refused.facts)


def _measured(sessions: Sessions, engine: RoadEngine, network_id: str, now: datetime) -> bool:
    """Whether the engine could tell what was asked."""
    try:
        measure_roads(sessions, network_id, engine, now)
    except RoutingError as refused:
        log.warning(
            "the roads could not be measured", network=network_id, by=engine.name, code=refused.code, **refused.facts
        )
        return False
    return True
