"""Looking for a rotation in a process of its own, which `routing.working` watches and ends."""

from __future__ import annotations

from typing import Any, Self

from routing.progress import Effort
from routing.rotation.found import Rotation
from routing.rotation.season import Season
from routing.rotation.wire import read_rotation, write_order
from routing.working import Working


class Rotating(Working[Rotation, Rotation]):
    """One search for a rotation; what it tells is each better one."""

    module = "routing.rotation.child"

    def __init__(self, season: Season, effort: Effort) -> None:
        """Start the process; `start` reads better."""
        self._season = season
        super().__init__(write_order(season, effort))

    @classmethod
    def start(cls, season: Season, effort: Effort) -> Self:
        """Start to search."""
        return cls(season, effort)

    def read_done(self, message: dict[str, Any]) -> Rotation:
        """The rotation that came out."""
        return read_rotation(message["rotation"], self._season)

    def read_news(self, message: dict[str, Any]) -> tuple[Rotation, Rotation | None]:
        """A better one."""
        found = self.read_done(message)
        return found, found
