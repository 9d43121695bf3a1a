"""The application with a clock that a test can put forward: the driver's day comes before the test is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from api.app import create_app
from api.clock import system_clock
from api.config import Config

AHEAD = "seconds-ahead"
"""File in the installation's home that says how far."""


def clock_of(home: Path) -> datetime:
    """The present moment, and as much more as the file says."""
    file = home / AHEAD
    return system_clock() + timedelta(seconds=float(file.read_text()) if file.exists() else 0)


config = Config.from_environment()
app = create_app(config, clock=lambda: clock_of(config.home))
