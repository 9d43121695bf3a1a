"""A few processes that live and die together, with the one that started them."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

GRACE_SECONDS = 15.0
"""How long a process may take to end after it was asked to."""

POLL_SECONDS = 0.2

PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>."""


class Supervisor:
    """Starts processes, and ends all of them when asked to, or when one of them has ended.

    Usable in the main thread only, for SIGTERM and SIGINT are taken over while it watches.
    """

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._asked_to_end = False

    def start(self, arguments: Sequence[str]) -> None:
        """Start one, in a session of its own, so that Ctrl-C reaches it through us and in our order."""
        process = subprocess.Popen(  # noqa: S603  # our own modules with our own arguments
            list(arguments), start_new_session=True, preexec_fn=_die_with_parent(), stdin=subprocess.DEVNULL
        )
        self._processes.append(process)

    def watch(self) -> int:
        """Wait until asked to end, or one has ended by itself; then end all.

        Returns:
            0 when asked to; else 1.
        """
        before = {number: signal.signal(number, self._note) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self._asked_to_end and all(process.poll() is None for process in self._processes):
                time.sleep(POLL_SECONDS)
            return 0 if self._asked_to_end else 1
        finally:
            self.end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def end(self) -> None:
        """Ask all to end; kill what has not after `GRACE_SECONDS`."""
        for process in self._processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in self._processes:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_end = True


def _die_with_parent() -> Callable[[], object] | None:
    # A supervisor that is killed can't end anything; the kernel then does it, where there is Linux.
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
