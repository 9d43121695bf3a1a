"""The designing process: `python -m routing.season.child`, an order on standard input, messages on standard output.

Ends by itself when standard input ends, so it never outlives whoever started it.
"""

from __future__ import annotations

import json
import os
import sys

from routing.errors import RoutingError
from routing.files import read_problem
from routing.pipes import die_with_parent, send, take_stdout
from routing.season.files import read_wish, write_timetable
from routing.season.model import Designed
from routing.timetable import design
from routing.wire import line, write_refused


def main() -> int:
    """Make one design; returns 0 with a timetable, 2 with a refusal."""
    messages = take_stdout()
    order = json.loads(sys.stdin.buffer.readline())
    die_with_parent(-os.getpgrp())

    def tell(news: Designed) -> None:
        timetable = {"timetable": write_timetable(news.timetable)} if news.timetable else {}
        told = {"kind": "progress", "cost": news.cost, "floor": news.floor, "done": news.done}
        send(messages, line(told | timetable))

    try:
        week, wish = read_problem(order["week"]), read_wish(order["wish"])
        found = design(week, wish, seconds=order["seconds"], seed=order["seed"], told=tell)
    except RoutingError as refusal:
        send(messages, write_refused(refusal))
        return 2
    send(messages, line({"kind": "done", "timetable": write_timetable(found)}))
    return 0


if __name__ == "__main__":
    # Taking the solver's libraries down in order takes up to a second, which nobody should wait for.
    code = main()
    sys.stderr.flush()
    os._exit(code)
