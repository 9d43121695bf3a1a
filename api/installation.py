"""What a running application holds on to: its settings, its database and its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, cast

from flask import current_app
from sqlalchemy import Engine

from api.clock import Clock
from api.config import Config
from logistics.database import Sessions
from logistics.network.networks import Network

if TYPE_CHECKING:
    from api.jobs import Jobs

EXTENSION = "bokrute"


@dataclass(frozen=True)
class Installation:
    """One application's parts; `current_app.extensions["bokrute"]`."""

    config: Config
    engine: Engine
    sessions: Sessions
    clock: Clock

    @cached_property
    def jobs(self) -> Jobs:
        """The queue that wakes planners."""
        from api.jobs import Jobs  # only who plans needs the queue and the planner

        return Jobs(self.config, clock=self.clock)


def installation() -> Installation:
    """The parts of the application in use."""
    return cast(Installation, current_app.extensions[EXTENSION])


def now() -> datetime:
    """The present moment, aware, by the application's clock."""
    return installation().clock()


def today(network: Network) -> date:
    """The date on the network's wall clock."""
    return now().astimezone(network.clock).date()
