"""Work in a process of its own: watched while it goes on, ended at any time, never left behind.

The solvers' libraries are imported there only, and what they hold or break is theirs alone.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from routing.errors import RoutingError
from routing.pipes import close_pipes, give_order, start_module
from routing.wire import read_refused

LAST_LINES = 20
"""Of the process's standard error, kept to say what it died of."""

Found = TypeVar("Found")
"""What the work is for: a plan, a timetable."""

News = TypeVar("News")
"""What is told while it goes on."""


class SolverDied(RoutingError):
    """The process ended without an answer or a refusal; facts: `exit_code`, `last_lines`."""

    code = "solver-died"


class StoppedEarly(RoutingError):
    """The search was cancelled before it had found anything."""

    code = "stopped-without-plan"


class StillSolving(RoutingError):
    """The result was not there within the time given for waiting."""

    code = "still-solving"


class Working(ABC, Generic[Found, News]):
    """One search that is going on, or has ended. Any thread may use any of its methods."""

    module: str
    """What the process runs; it takes one line of order and writes messages as `routing.wire` has them."""

    def __init__(self, order: bytes) -> None:
        self._changed = threading.Condition()
        self._news: list[News] = []
        self._best: Found | None = None
        self._final: Found | None = None
        self._refusal: RoutingError | None = None
        self._cancelled = False
        self._ended = False
        self._stderr: deque[str] = deque(maxlen=LAST_LINES)
        # A group of its own, so that the solver's workers end with it.
        self._process = start_module(self.module, own_group=True, stderr=subprocess.PIPE)
        threading.Thread(target=self._listen, args=(order,), daemon=True).start()

    @abstractmethod
    def read_done(self, message: dict[str, Any]) -> Found:
        """What came out, from the last message."""

    @abstractmethod
    def read_news(self, message: dict[str, Any]) -> tuple[News, Found | None]:
        """What is told, and with it a better answer than any before, if there is one."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing running."""
        self.cancel()

    @property
    def best(self) -> Found | None:
        """The best answer so far; None: there is none yet."""
        with self._changed:
            return self._final or self._best

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        with self._changed:
            return self._ended

    def progress(self) -> Iterator[News]:
        """Everything the search tells, from its start to its end; waits for what is still to come."""
        seen = 0
        while True:
            with self._changed:
                while len(self._news) == seen and not self._ended:
                    self._changed.wait()
                fresh = self._news[seen:]
                if not fresh and self._ended:
                    return
            seen += len(fresh)
            yield from fresh

    def cancel(self) -> None:
        """End the process and its workers at once; the best answer so far is kept. Twice is as good as once."""
        with self._changed:
            if self._ended:
                return
            self._cancelled = True
            self._kill()
            self._changed.wait_for(lambda: self._ended)

    def result(self, timeout: float | None = None) -> Found:
        """Wait for the end and return the answer; after `cancel`, the best there was.

        Args:
            timeout: seconds to wait; None: until the end.

        Raises:
            StillSolving: not ended in time.
            StoppedEarly: cancelled before there was any answer.
            SolverDied: the process ended unasked.
            RoutingError: what the work itself raised there.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._ended, timeout):
                raise StillSolving
            if self._final:
                return self._final
            if self._refusal:
                raise self._refusal
            if not self._cancelled:
                last = "\n".join(self._stderr)
                raise SolverDied(exit_code=self._process.returncode, last_lines=last)
            if self._best is None:
                raise StoppedEarly
            return self._best

    def _kill(self) -> None:
        """End the group. It exists as long as its leader has not been waited for, which `_listen` does last."""
        os.killpg(self._process.pid, signal.SIGKILL)

    def _listen(self, order: bytes) -> None:
        """Give the order, take every message, and see the process off."""
        process = self._process
        aside = [threading.Thread(target=work, daemon=True) for work in (self._complaints, self._bury)]
        for thread in aside:
            thread.start()
        try:
            self._converse(order)
        except (RoutingError, ValueError, KeyError, TypeError) as fault:
            self._refusal = SolverDied(exit_code=None, last_lines=repr(fault))
            self._kill()
        for thread in aside:
            thread.join()
        with self._changed:
            process.wait()
            self._ended = True
            self._changed.notify_all()
        close_pipes(process)

    def _converse(self, order: bytes) -> None:
        """Write the order and read messages until there are no more."""
        process = self._process
        give_order(process, order)
        for text in process.stdout or ():
            self._take(text)

    def _bury(self) -> None:
        """End the workers when their leader has ended: they would hold memory, cores and our pipes."""
        os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        self._kill()

    def _complaints(self) -> None:
        """Keep the last lines of standard error."""
        for text in self._process.stderr or ():
            self._stderr.append(text.decode(errors="replace").rstrip())

    def _take(self, text: bytes) -> None:
        """Take one message; half a line, cut off by the end, is none."""
        if not text.endswith(b"\n"):
            return
        message = json.loads(text)
        with self._changed:
            if message["kind"] == "done":
                self._final = self.read_done(message)
            elif message["kind"] == "refused":
                self._refusal = read_refused(message)
            else:
                news, better = self.read_news(message)
                self._news.append(news)
                self._best = better or self._best
            self._changed.notify_all()
