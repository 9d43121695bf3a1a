"""Sharing out a round in a process of its own, which `routing.working` watches and ends."""

from __future__ import annotations

from typing import Any, Self

from routing.sharing.answer import Shared
from routing.sharing.round import Round
from routing.sharing.wire import read_shared, write_round
from routing.wire import line
from routing.working import Working


class Sharing(Working[Shared, tuple[int, int]]):
    """One round that is being shared out; what it tells is how many refusals are explained, of how many."""

    module = "routing.sharing.child"

    def __init__(self, round_: Round) -> None:
        """Start the process; `start` reads better."""
        super().__init__(line({"round": write_round(round_)}))

    @classmethod
    def start(cls, round_: Round) -> Self:
        """Start to share out."""
        return cls(round_)

    def read_done(self, message: dict[str, Any]) -> Shared:
        """The answer."""
        return read_shared(message["shared"])

    def read_news(self, message: dict[str, Any]) -> tuple[tuple[int, int], Shared | None]:
        """How far it is; there is no answer before the last."""
        return (message["done"], message["of"]), None
