"""How early and how late each visit of a trip can start: what has no room there need not be timed in full.

Driving breaks are left out, so that what is called impossible is so with them as well.
"""

from __future__ import annotations

from routing.board import Board, Frame
from routing.schedule import Course, Visit, closing, opening, work_seconds
from routing.ways import arrival, leaving, way_between


class Slack:
    """The room in one trip of a frame.

    Attributes:
        early: by visit: earliest start.
        late: by visit: latest start from which the rest can still be driven; below `early`: none.
    """

    def __init__(self, board: Board, frame: Frame, visits: list[Visit]) -> None:
        self.problem = board.problem
        self.course = course = Course(board.problem, visits, frame.span)
        self.early: list[int] = []
        self.late = [-1] * len(visits)
        free = frame.span[0]
        for k in range(len(visits)):
            there = arrival(course.ways[k], free)
            start = None if there is None else course.start_at(k, there)
            if start is None:
                return
            self.early.append(start)
            free = start + course.lasts[k]
        until = frame.span[1]
        for k in range(len(visits) - 1, -1, -1):
            at = min(visits[k].latest, min(visits[k].leave_by, until) - course.lasts[k])
            self.late[k] = at if course.idle[k] else closing(course.windows[k], at)
            until = leaving(course.ways[k], self.late[k])

    def joins(self, row: int, new: Visit) -> bool:
        """Tell whether a visit might do the new one's work as well."""
        start = opening(self.course.windows[row], max(self.early[row], new.earliest))
        return start is not None and start <= min(self.late[row], new.latest)

    def after(self, row: int, new: Visit) -> int | None:
        """The earliest end of a new visit that follows the row; None: it cannot start in time."""
        leave = self.early[row] + self.course.lasts[row]
        return self.goes(leave, self.course.visits[row].place, new)

    def goes(self, leave: int, place: str, new: Visit) -> int | None:
        """The earliest end of a new visit when a place is left for it at a time; None: it cannot start in time."""
        reached = arrival(way_between(self.problem, place, new.place), leave)
        if reached is None:
            return None
        start = opening(self.problem.place(new.place).windows, max(reached, new.earliest))
        return None if start is None or start > new.latest else start + work_seconds(self.problem, new)

    def onward(self, leave: int | None, place: str, row: int) -> bool:
        """Tell whether the row can still be reached when a place is left at a time."""
        if leave is None:
            return False
        reached = arrival(way_between(self.problem, place, self.course.visits[row].place), leave)
        return reached is not None and reached <= self.late[row]
