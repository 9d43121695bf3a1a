"""The solving process: `python -m routing.child`, an order on standard input, messages on standard output.

Ends by itself when standard input ends, so it never outlives whoever started it.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import sys

from routing.errors import RoutingError
from routing.solve import solve
from routing.wire import read_order, write_done, write_refused, write_told


def main() -> int:
    """Solve one order; returns 0 with a plan, 2 with a refusal."""
    messages = take_stdout()
    order = sys.stdin.buffer.readline()
    die_with_parent()
    try:
        problem, effort = read_order(order)
        plan = solve(problem, effort, lambda told: send(messages, write_told(told)))
    except RoutingError as refusal:
        send(messages, write_refused(refusal))
        return 2
    send(messages, write_done(plan))
    return 0


def take_stdout() -> int:
    """Keep standard output for messages alone: what a library prints goes to standard error."""
    messages = os.dup(1)
    os.dup2(2, 1)
    return messages


def send(messages: int, message: bytes) -> None:
    """Write a whole message."""
    rest = memoryview(message)
    while rest:
        rest = rest[os.write(messages, rest) :]


def die_with_parent() -> None:
    """Have the system end this process group when the other end of standard input is closed.

    A signal that nothing handles, because a solver can hold the interpreter's lock for its whole search:
    no thread of Python would notice in time. Nothing more is read, so the only event left is the end.
    """
    fcntl.fcntl(0, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([0], [], [], 0)[0]:
        os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
