"""`bokrute user add`, in a process of its own that has read nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import migrations
from logistics.access.people import Person
from logistics.database import open_engine, reading, session_factory

ROOT = Path(__file__).parents[2]


def test_somebody_who_signs_in_is_added(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bokrute.sqlite3'}"
    migrations.upgrade(url)
    command = [sys.executable, "-m", "api", "user", "add", "chef", "--name", "Chef", "--role", "administrator"]
    environment = {**os.environ, "BOKRUTE_HOME": str(tmp_path), "BOKRUTE_DATABASE_URL": ""}
    typed = "a long password 7391\n" * 2
    done = subprocess.run(command, input=typed, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    engine = open_engine(url)
    with reading(session_factory(engine)) as session:
        assert [person.sign_in_name for person in session.query(Person)] == ["chef"]
    engine.dispose()
