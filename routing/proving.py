"""The proof of a floor beside the search, in a process of its own: `python -m routing.proving` is its other end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from types import TracebackType
from typing import Self

from routing.pipes import close_pipes, die_with_parent, give_order, send, start_module, take_stdout
from routing.problem import Problem
from routing.progress import Effort
from routing.wire import read_order, write_order

LONG, NICE_IF_SHORT = 30.0, 10
"""From how many seconds on the proof has an equal share of the cores; below, the search needs them more."""


class Proving:
    """A floor that rises while the search goes on; as a context, its process ends with the block.

    Attributes:
        floor: no plan costs less, in the smallest unit; 0 before anything is proven, and where the process
            failed, as nothing else depends on it.
    """

    def __init__(self, problem: Problem, seconds: float) -> None:
        """Begin to prove, for so long at most."""
        self.floor = 0
        self._process = start_module("routing.proving", own_group=False, stderr=subprocess.DEVNULL)
        order = write_order(problem, Effort(seconds=seconds))
        self._listener = threading.Thread(target=self._listen, args=(order,), daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, whatever it is doing; the floor stays."""
        self._process.kill()
        self._listener.join()
        self._process.wait()
        close_pipes(self._process)

    def _listen(self, order: bytes) -> None:
        """Give the order and take each better floor; half a line, cut off by the end, is none."""
        give_order(self._process, order)
        for text in self._process.stdout or ():
            if text.endswith(b"\n"):
                self.floor = max(self.floor, int(text))


def main() -> int:
    """Prove, and write each better floor as a line."""
    from routing.bound import lower_bound

    messages = take_stdout()
    order = sys.stdin.buffer.readline()
    die_with_parent(os.getpid())
    problem, effort = read_order(order)
    seconds = effort.seconds or 0.0
    if seconds < LONG:
        os.nice(NICE_IF_SHORT)
    lower_bound(problem, seconds, lambda floor: send(messages, b"%d\n" % floor))
    return 0


if __name__ == "__main__":
    sys.exit(main())
