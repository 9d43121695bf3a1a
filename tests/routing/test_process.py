"""These start real processes; the engine in use runs there, as long as it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from routing.check import check
from routing.errors import Unsolvable
from routing.process import SolverDied, Solving, StillSolving, StoppedEarly
from routing.progress import Effort
from tests.routing.instances import on_a_line, shipment

ROOT = Path(__file__).resolve().parents[2]
LINE = on_a_line(shipments=(shipment("a", "p1", "p2"), shipment("b", "p2", "p1")))
LONG = Effort(seconds=300.0, workers=1, prove=False)
SHORT = Effort(seconds=None, iterations=2_000, workers=1, prove=False)


def group_of(solving: Solving) -> int:
    return solving._process.pid


def gone(group: int) -> bool:
    """Whether no process of the group is left, not even one that waits to be buried."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def long_search() -> Iterator[Solving]:
    with Solving.start(LINE, LONG) as solving:
        yield solving


def first_plan(solving: Solving) -> None:
    """Wait until there is one."""
    for news in solving.progress():
        if news.plan:
            return


def test_a_plan_comes_out_and_keeps_the_rules():
    with Solving.start(LINE, SHORT) as solving:
        assert check(LINE, solving.result(60)) == ()


def test_progress_ends_with_the_search():
    with Solving.start(LINE, SHORT) as solving:
        assert [news.stage for news in solving.progress()][-1] == "done"


def test_two_listeners_hear_the_same():
    with Solving.start(LINE, SHORT) as solving:
        assert list(solving.progress()) == list(solving.progress())


def test_a_search_that_is_cancelled_keeps_its_best_plan(long_search):
    first_plan(long_search)
    long_search.cancel()
    assert check(LINE, long_search.result()) == ()


def test_a_search_that_is_cancelled_leaves_no_process(long_search):
    first_plan(long_search)
    long_search.cancel()
    assert gone(group_of(long_search))


def test_a_search_may_be_cancelled_twice(long_search):
    long_search.cancel()
    long_search.cancel()
    assert long_search.ended


def test_a_search_cancelled_before_any_plan_says_so(long_search):
    long_search.cancel()
    with pytest.raises(StoppedEarly):
        long_search.result()


def test_another_thread_may_cancel(long_search):
    threading.Timer(0.3, long_search.cancel).start()
    for _ in long_search.progress():
        pass
    assert long_search.ended


def test_a_thread_may_end_before_the_search_that_it_started():
    started: list[Solving] = []
    thread = threading.Thread(target=lambda: started.append(Solving.start(LINE, SHORT)))
    thread.start()
    thread.join()
    assert started[0].result(60).unserved == ()


def test_waiting_has_an_end(long_search):
    with pytest.raises(StillSolving):
        long_search.result(timeout=0.1)


def test_a_process_that_is_killed_is_reported_with_how_it_ended(long_search):
    os.kill(group_of(long_search), signal.SIGSEGV)
    with pytest.raises(SolverDied) as death:
        long_search.result(30)
    assert death.value.facts["exit_code"] == -signal.SIGSEGV


def test_the_last_lines_of_a_process_that_failed_are_kept():
    broken = replace(SHORT, workers="two")  # type: ignore[arg-type]
    with Solving.start(LINE, broken) as solving, pytest.raises(SolverDied) as death:
        solving.result(60)
    assert "TypeError" in str(death.value.facts["last_lines"])


def test_a_refusal_comes_through_as_what_it_was():
    heavy = replace(LINE, shipments=(shipment("a", "p1", "p2", penalty=None, crates=11),))
    with Solving.start(heavy, SHORT) as solving, pytest.raises(Unsolvable) as refusal:
        solving.result(60)
    assert refusal.value.unserved[0].path == "shipments[0]"


STARTER = """
import sys, time
from routing.process import Solving
from tests.routing.test_process import LINE, LONG, group_of
solving = Solving.start(LINE, LONG)
print(group_of(solving), flush=True)
time.sleep(60)
"""


def test_a_search_ends_when_whoever_started_it_is_killed():
    starter = subprocess.Popen([sys.executable, "-c", STARTER], stdout=subprocess.PIPE, cwd=ROOT)
    assert starter.stdout
    group = int(starter.stdout.readline())
    starter.kill()
    starter.wait()
    starter.stdout.close()
    until = time.monotonic() + 20
    while running(group) and time.monotonic() < until:
        time.sleep(0.05)
    assert not running(group)


def running(pid: int) -> bool:
    """Whether the process is there and alive; one that only waits to be buried by another is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_solver_is_not_imported_where_the_search_is_started():
    code = "import sys, routing.process; print([m for m in ('ortools', 'numba') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
