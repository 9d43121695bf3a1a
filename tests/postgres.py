"""A real PostgreSQL server for the tests: one for the whole run, shared by all its workers, gone afterwards."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

GIVEN = "BOKRUTE_TEST_POSTGRES"
"""Environment variable: URL of a database on a server to use instead; its user must be allowed to create databases."""

DATABASES = "BOKRUTE_TEST_DATABASES"
"""Environment variable: which databases to test on, by default "sqlite,postgresql"."""

WHAT_TO_DO = (
    "The tests run on PostgreSQL too, and no server was found. Install it (Debian: apt-get install postgresql; "
    "any other way with initdb on the PATH does as well), or give one: "
    f"{GIVEN}=postgresql+psycopg://user@host/database, or leave it out: {DATABASES}=sqlite."
)

# Nothing needs to outlive a crash here, and waiting for the disk would be most of the time.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "250",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "timezone": "Pacific/Auckland",  # far from every network of the tests: nothing may lean on the server's clock
}

WATCH = """
run=$1; home=$2; shift 2
while kill -0 "$run" && [ -d "$home" ]; do sleep 1; done
if [ -d "$home" ]; then "$@"; rm -rf "$home"; fi
"""
"""Shell script: waits for the end of the run, or of the server's folder; what follows the two stops the server."""


def chosen_databases() -> tuple[str, ...]:
    """The databases to test on, in their order."""
    return tuple(os.environ.get(DATABASES, "sqlite,postgresql").split(","))


def server_url(shared: Path) -> sa.URL:
    """The address of the run's server; whoever asks first starts it.

    Args:
        shared: folder that all workers of the run see.

    Raises:
        RuntimeError: there is no PostgreSQL to start; the message says what to install.
    """
    if given := os.environ.get(GIVEN):
        return sa.make_url(given)
    with (shared / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        home_of_server = shared / "postgres.home"
        if not home_of_server.exists():
            home_of_server.write_text(str(_start()))
        home = home_of_server.read_text()
    return sa.URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": home})


def stop_server(shared: Path) -> None:
    """Stop the run's server, if anybody started it, and take its data away."""
    home_of_server = shared / "postgres.home"
    if home_of_server.exists():
        home = Path(home_of_server.read_text())
        subprocess.run(_stopping(home), cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        shutil.rmtree(home, ignore_errors=True)
        home_of_server.unlink(missing_ok=True)


@contextmanager
def database(server: sa.URL, name: str) -> Iterator[sa.URL]:
    """A new and empty database, dropped at the end whoever is still connected to it."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    drop = sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    with engine.connect() as connection:
        connection.execute(drop)
        connection.execute(sa.text(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'"))
    try:
        yield server.set(database=name)
    finally:
        with engine.connect() as connection:
            connection.execute(drop)


def _start() -> Path:
    # Not under pytest's own folder: only its owner may enter that, and the server runs as another user.
    home = Path(tempfile.mkdtemp(prefix="bokrute-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    data = str(home / "data")
    _run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
    options = " ".join(f"-c {key}={value}" for key, value in SETTINGS.items())
    options += f" -c unix_socket_directories={home}"
    _run("pg_ctl", "-D", data, "-l", str(home / "log"), "-w", "-o", options, "start")
    _watch_over(home)
    return home


def _watch_over(home: Path) -> None:
    """Stop the server should the run be killed before it can do so itself."""
    first_of_run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    subprocess.Popen(
        ["sh", "-c", WATCH, "watch", str(first_of_run), str(home), *_stopping(home)],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _stopping(home: Path) -> list[str]:
    return _command("pg_ctl", "-D", str(home / "data"), "-m", "immediate", "-w", "stop")


def _run(program: str, *arguments: str) -> None:
    command = _command(program, *arguments)
    done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise RuntimeError(f"{program} failed: {done.stdout.decode(errors='replace')}")


def _command(program: str, *arguments: str) -> list[str]:
    command = [str(_binary(program)), *arguments]
    # The server refuses to run as root.
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def _binary(program: str) -> Path:
    debian = Path("/usr/lib/postgresql")
    found = sorted(debian.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which(program)
    if not found and on_path is None:
        raise RuntimeError(WHAT_TO_DO)
    return found[-1] if found else Path(str(on_path))
