"""Serves the pages and the API, with a worker beside them."""

from __future__ import annotations

import socket
import sys
import time
from dataclasses import dataclass

from api.supervisor import Supervisor

STARTING_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where to serve."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """For a browser on this machine or, with a host name, on another."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104  # read, not bound
        return f"http://{host}:{self.port}/"

    def is_taken(self) -> bool:
        """Whether something listens there already."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError:
                return True
        return False

    def next_free(self, tries: int = 20) -> Address:
        """This address or, where it is taken, the same with the next free port."""
        candidates = (Address(self.host, port) for port in range(self.port, min(self.port + tries, 65_536)))
        return next((address for address in candidates if not address.is_taken()), self)


def start(supervisor: Supervisor, address: Address, *, processes: int, worker: bool) -> None:
    """Start the server and, if wanted, a worker; both read their settings from the environment."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    supervisor.start(
        [
            *(sys.executable, "-m", "gunicorn", "--config", "python:api.gunicorn_settings"),
            *("--bind", f"{host}:{address.port}", "--workers", str(processes), "wsgi:app"),
        ]
    )
    if worker:
        supervisor.start([sys.executable, "-m", "api", "worker"])


def wait_until_up(address: Address) -> bool:
    """Wait until somebody answers at the address; False: nobody did in time."""
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((address.host, address.port), timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False
