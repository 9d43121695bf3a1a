"""The installation's roads, and the matrices that rest on them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import select

from logistics.database import Sessions, reading
from logistics.network.networks import Network
from logistics.transport.measuring import measure_roads
from routing.errors import RoutingError
from routing.roads.engine import OnGraph
from routing.roads.graph import Graph
from routing.roads.store import in_use

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


def measure_every_network(sessions: Sessions, graph: Graph, now: datetime) -> dict[str, RoutingError | None]:
    """Bring every matrix up to date.

    Returns:
        Of each network that is in the database, why it could not be measured, if so; its matrix is as it was then.
    """
    with reading(sessions) as session:
        networks = list(session.scalars(select(Network.id).order_by(Network.id)))
    outcome: dict[str, RoutingError | None] = {}
    for network_id in networks:
        try:
            measure_roads(sessions, network_id, OnGraph(graph), now)
            outcome[network_id] = None
        except RoutingError as refused:
            outcome[network_id] = refused
    return outcome


def measure_before_planning(sessions: Sessions, home: Path, network_id: str, now: datetime) -> None:
    """Bring a network's matrix up to date where there are roads.

    What can't be measured hinders no plan: the pairs are estimated, and the plan says so.
    """
    try:
        graph = roads_of(home)
        if graph is not None:
            measure_roads(sessions, network_id, OnGraph(graph), now)
    except RoutingError as refused:
        log.warning("the roads could not be measured", network=network_id, code=refused.code, **refused.facts)
