"""The process that looks for a rotation: an order on standard input, messages on standard output.

Ends by itself when standard input ends, so it never outlives whoever started it.
"""

from __future__ import annotations

import os
import sys

from routing.errors import RoutingError
from routing.pipes import die_with_parent, send, take_stdout
from routing.rotation.solve import solve
from routing.rotation.wire import read_order, write_rotation
from routing.wire import line, write_refused


def main() -> int:
    """Find one rotation; returns 0 with a rotation, 2 with a refusal."""
    messages = take_stdout()
    order = sys.stdin.buffer.readline()
    die_with_parent(-os.getpgrp())
    try:
        season, effort = read_order(order)
        found = solve(
            season,
            effort,
            lambda better: send(messages, line({"kind": "progress", "rotation": write_rotation(better)})),
        )
    except RoutingError as refusal:
        send(messages, write_refused(refusal))
        return 2
    send(messages, line({"kind": "done", "rotation": write_rotation(found)}))
    return 0


if __name__ == "__main__":
    # Taking the solver's libraries down in order takes up to a second, which nobody should wait for.
    code = main()
    sys.stderr.flush()
    os._exit(code)
