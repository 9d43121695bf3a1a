"""The benchmark folder: its generators make problems and its judge prices plans, each run as a program."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class Broken(Exception):
    """The judge calls a plan broken; the text is the judge's."""


@dataclass(frozen=True)
class Folder:
    """Generators `varmland_week.py`, `region.py` and `li_lim.py`, judge `evaluate.py`, and results of others."""

    path: Path

    def problem(self, generator: str, *arguments: object) -> dict[str, Any]:
        """What a generator prints."""
        made = self._run(generator, *arguments)
        found: dict[str, Any] = json.loads(made.stdout)
        return found

    def judged(self, problem: dict[str, Any], plan: dict[str, Any]) -> dict[str, Any]:
        """The judge's figures.

        Raises:
            Broken: the plan breaks a rule.
        """
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / name for name in ("problem.json", "plan.json")]
            for file, content in zip(files, (problem, plan), strict=True):
                file.write_text(json.dumps(content), encoding="utf-8")
            said = self._run("evaluate.py", *files)
        if said.returncode:
            raise Broken(said.stdout.strip() or said.stderr.strip())
        figures: dict[str, Any] = json.loads(said.stdout)
        return figures

    def table(self, name: str) -> list[dict[str, str]]:
        """Rows of a file of results; lines that begin with # are remarks."""
        lines = (self.path / name).read_text(encoding="utf-8").splitlines()
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))

    def _run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(self.path / program), *(str(argument) for argument in arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
