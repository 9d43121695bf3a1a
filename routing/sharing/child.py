"""The process that shares out a round: an order on standard input, messages on standard output.

Ends by itself when standard input ends, so it never outlives whoever started it.
"""

from __future__ import annotations

import json
import os
import sys

from routing.errors import RoutingError
from routing.pipes import die_with_parent, send, take_stdout
from routing.sharing.solve import solve
from routing.sharing.wire import read_round, write_shared
from routing.wire import line, write_refused


def main() -> int:
    """Share out one round; returns 0 with an answer, 2 with a refusal."""
    messages = take_stdout()
    order = sys.stdin.buffer.readline()
    die_with_parent(-os.getpgrp())
    try:
        shared = solve(
            read_round(json.loads(order)["round"]),
            lambda done, of: send(messages, line({"kind": "progress", "done": done, "of": of})),
        )
    except RoutingError as refusal:
        send(messages, write_refused(refusal))
        return 2
    send(messages, line({"kind": "done", "shared": write_shared(shared)}))
    return 0


if __name__ == "__main__":
    # Taking the solver's libraries down in order takes up to a second, which nobody should wait for.
    code = main()
    sys.stderr.flush()
    os._exit(code)
