"""Designing a timetable in a process of its own, which `routing.working` watches and ends."""

from __future__ import annotations

from typing import Any, Self

from routing.files import write_problem
from routing.problem import Problem
from routing.season.files import read_timetable, write_wish
from routing.season.model import Designed, Timetable, Wish
from routing.wire import line
from routing.working import Working


class Designing(Working[Timetable, Designed]):
    """One search for a timetable."""

    module = "routing.season.child"

    def __init__(self, week: Problem, wish: Wish, seconds: float, seed: int = 1) -> None:
        """Start the process; `start` reads better."""
        order = {"week": write_problem(week), "wish": write_wish(wish), "seconds": seconds, "seed": seed}
        super().__init__(line(order))

    @classmethod
    def start(cls, week: Problem, wish: Wish, seconds: float, seed: int = 1) -> Self:
        """Start to design."""
        return cls(week, wish, seconds, seed)

    def read_done(self, message: dict[str, Any]) -> Timetable:
        """The timetable that came out."""
        return read_timetable(message["timetable"])

    def read_news(self, message: dict[str, Any]) -> tuple[Designed, Timetable | None]:
        """How far the search is, with a better timetable where it has one."""
        better = read_timetable(message["timetable"]) if "timetable" in message else None
        return Designed(message["cost"], message["floor"], message["done"], better), better
