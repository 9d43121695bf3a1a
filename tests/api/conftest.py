"""The application, put together once for all tests: each gives it a database, a folder and a clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from api.app import create_app
from api.clock import Clock
from api.config import Config
from api.installation import EXTENSION, Installation
from logistics.database import session_factory

SECRET = "k" * 64

Installed = Callable[[Clock], Flask]


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Routes, templates and sentences; what is a test's own is put in by `installed`."""
    return create_app(Config(tmp_path_factory.mktemp("home"), "sqlite://", secret_key=SECRET))


@pytest.fixture
def installed(parts: Flask, engine: sa.Engine, tmp_path: Path) -> Installed:
    """Gives the application the test's database and folder, and a clock."""

    def install(clock: Clock) -> Flask:
        config = Config(tmp_path, str(engine.url), secret_key=SECRET)
        parts.extensions[EXTENSION] = Installation(config, engine, session_factory(engine), clock)
        return parts

    return install
