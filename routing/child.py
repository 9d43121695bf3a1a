"""The solving process: `python -m routing.child`, an order on standard input, messages on standard output.

Ends by itself when standard input ends, so it never outlives whoever started it.
"""

from __future__ import annotations

import os
import sys

from routing.errors import RoutingError
from routing.pipes import die_with_parent, send, take_stdout
from routing.solve import solve
from routing.wire import read_order, write_done, write_refused, write_told


def main() -> int:
    """Solve one order; returns 0 with a plan, 2 with a refusal."""
    messages = take_stdout()
    order = sys.stdin.buffer.readline()
    die_with_parent(-os.getpgrp())
    try:
        problem, effort = read_order(order)
        plan = solve(problem, effort, lambda told: send(messages, write_told(told)))
    except RoutingError as refusal:
        send(messages, write_refused(refusal))
        return 2
    send(messages, write_done(plan))
    return 0


if __name__ == "__main__":
    # Taking the solver's libraries down in order takes up to a second, which nobody should wait for.
    code = main()
    sys.stderr.flush()
    os._exit(code)
