"""Problem and plan files on the command line: read with every fault said, written whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from api.faults import in_words
from api.languages import gettext as _
from routing.errors import BadFile, Fault
from routing.files import read_plan, read_problem
from routing.plan import Plan
from routing.problem import Problem

BAD_INPUT = 2
STDIO = "-"


def problem_from(path: str) -> Problem:
    """Read a problem, or say every fault and exit."""
    content = content_of(path)
    try:
        return read_problem(content)
    except BadFile as refused:
        refuse(path, refused.faults)


def plan_from(path: str, problem: Problem) -> Plan:
    """Read a plan of the problem, or say every fault and exit."""
    content = content_of(path)
    try:
        return read_plan(content, problem)
    except BadFile as refused:
        refuse(path, refused.faults)


def content_of(path: str) -> bytes:
    """The bytes of a file, or of standard input."""
    try:
        return sys.stdin.buffer.read() if path == STDIO else Path(path).read_bytes()
    except OSError as fault:
        fail(_("%(file)s can't be read: %(cause)s", file=path, cause=fault.strerror or str(fault)))


def refuse(path: str, faults: Sequence[Fault]) -> NoReturn:
    """Say each fault on a line of its own, then exit."""
    name = _("standard input") if path == STDIO else path
    for fault in faults:
        where = f"{name}: {fault.path}" if fault.path else name
        click.echo(f"{where}: {fault.code} {in_words(fault)}", err=True)
    sys.exit(BAD_INPUT)


def fail(sentence: str, code: int = BAD_INPUT) -> NoReturn:
    """Say one sentence on standard error and exit."""
    click.echo(sentence, err=True)
    sys.exit(code)


def ready_to_write(path: str | None) -> str | None:
    """The path, once it is clear that it can be written; nobody should wait a minute to be told that it can't."""
    if path is None or path == STDIO:
        return path
    target = Path(path)
    folder = target.parent
    if target.is_dir() or not folder.is_dir() or not os.access(target if target.exists() else folder, os.W_OK):
        fail(_("%(file)s can't be written: it is a folder, or its folder is missing or protected", file=path))
    return path


def write_json(path: str, tree: dict[str, Any]) -> None:
    """Write to a file, whole or not at all, or to standard output."""
    text = json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    target = Path(path)
    if path == STDIO:
        click.echo(text, nl=False)
    elif target.exists() and not target.is_file():
        target.write_text(text, encoding="utf-8")
    else:
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            umask = os.umask(0)
            os.umask(umask)
            Path(draft).chmod(0o666 & ~umask)
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
