"""What a running application holds on to: its settings, its database and its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from api.clock import Clock
from api.config import Config
from logistics.database import Sessions
from logistics.network.networks import Network

EXTENSION = "bokrute"


@dataclass(frozen=True, slots=True)
class Installation:
    """One application's parts; `current_app.extensions["bokrute"]`."""

    config: Config
    engine: Engine
    sessions: Sessions
    clock: Clock


def installation() -> Installation:
    """The parts of the application in use."""
    return cast(Installation, current_app.extensions[EXTENSION])


def now() -> datetime:
    """The present moment, aware, by the application's clock."""
    return installation().clock()


def today(network: Network) -> date:
    """The date on the network's wall clock."""
    return now().astimezone(network.clock).date()
