"""A server and a worker that live and die together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import migrations
from api.serve import Address
from api.supervisor import Supervisor
from tests.api.test_jobs import children_of, is_alive, wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


@pytest.fixture
def served(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    migrations.upgrade(f"sqlite:///{tmp_path / 'bokrute.sqlite3'}")
    environment = os.environ | {"BOKRUTE_HOME": str(tmp_path), "BOKRUTE_DATABASE_URL": ""}
    process = subprocess.Popen(
        [sys.executable, "-m", "api", "serve", "--port", str(port), "--processes", "1"], cwd=ROOT, env=environment
    )
    wait_until(lambda: answers(port))
    yield process
    process.kill()
    process.wait()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def family(pid: int) -> list[int]:
    return [pid, *(other for child in children_of(pid) for other in family(child))]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_and_worker_end_with_the_command(served: subprocess.Popen[bytes], number: signal.Signals) -> None:
    started = family(served.pid)
    served.send_signal(number)
    ended = served.wait(timeout=30)
    assert (ended, len(started) >= 4, [pid for pid in started if is_alive(pid)]) == (0, True, [])


def test_nothing_outlives_a_command_that_was_killed(served: subprocess.Popen[bytes]) -> None:
    started = family(served.pid)
    served.kill()
    served.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in started))


def test_a_database_that_is_not_up_to_date_is_named_before_anything_is_served(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "api", "serve"],
        cwd=ROOT,
        env=os.environ | {"BOKRUTE_HOME": str(tmp_path), "BOKRUTE_DATABASE_URL": "", "LANG": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, "db upgrade" in said.stderr) == (1, True)


def test_when_one_process_ends_the_others_do_too() -> None:
    supervisor = Supervisor()
    supervisor.start([sys.executable, "-c", "import time; time.sleep(60)"])
    supervisor.start([sys.executable, "-c", "pass"])
    begun = time.monotonic()
    assert (supervisor.watch(), time.monotonic() - begun < 30) == (1, True)


def test_a_taken_port_is_passed_over(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert Address("127.0.0.1", port).next_free().port > port


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("::", "http://[::1]:80/"),
        ("bokrute.example", "http://bokrute.example:80/"),
    ],
)
def test_the_address_told_is_one_that_a_browser_can_open(host: str, url: str) -> None:
    assert Address(host, 80).url == url
