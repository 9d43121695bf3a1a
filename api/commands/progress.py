"""A bar that moves while a search goes on: time spent, cost, and how far from the proven floor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from api.languages import gettext as _
from api.languages import money, percent
from routing.progress import Progress as Listener
from routing.progress import Told, silent


@contextmanager
def search_bar(seconds: float | None, currency: str, *, console: Console | None = None) -> Iterator[Listener]:
    """Give a listener that moves a bar on standard error; where that is no terminal, one that is silent."""
    console = console or Console(file=sys.stderr)
    if not console.is_terminal:
        yield silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[said]}"))
    with Progress(*columns, console=console, transient=False) as progress:
        task = progress.add_task(_("Planning"), total=seconds, said="")
        bar = Bar(progress, task, currency)
        yield bar
        bar.finish()


class Bar:
    """Draws what a search tells."""

    def __init__(self, progress: Progress, task: TaskID, currency: str) -> None:
        self._progress = progress
        self._task = task
        self._currency = currency

    def __call__(self, told: Told) -> None:
        """Move the bar and say cost and gap."""
        parts = [] if told.cost is None else [money(told.cost, self._currency)]
        if told.gap is not None:
            parts.append(_("at most %(share)s above the best possible", share=percent(told.gap)))
        # The elapsed seconds move the bar between messages too; they are set here so that both agree.
        self._progress.update(self._task, completed=told.seconds, said=" · ".join(parts))

    def finish(self) -> None:
        """Fill the bar: the search may end before its time is up."""
        task = self._progress.tasks[0]
        self._progress.update(self._task, completed=task.total if task.total is not None else 1, total=task.total or 1)
