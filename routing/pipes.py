"""Processes of our own: started on a module of this package, spoken to over standard streams, never left behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import subprocess
import sys
from pathlib import Path


def start_module(module: str, *, own_group: bool, stderr: int) -> subprocess.Popen[bytes]:
    """Run a module by this interpreter, with pipes for its input and output.

    Args:
        own_group: lead a new process group, so that whatever it starts can be ended with it.
    """
    root = str(Path(__file__).resolve().parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(  # noqa: S603 - this interpreter, a module of ours
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        start_new_session=own_group,
    )


def give_order(process: subprocess.Popen[bytes], order: bytes) -> None:
    """Write the order; the pipe stays open, and its end is the sign to stop."""
    with contextlib.suppress(BrokenPipeError):
        if process.stdin:
            process.stdin.write(order)
            process.stdin.flush()


def close_pipes(process: subprocess.Popen[bytes]) -> None:
    """Close our ends. An order that was never taken is still in the buffer, and closing tries to send it."""
    for stream in (process.stdin, process.stdout, process.stderr):
        with contextlib.suppress(BrokenPipeError):
            if stream:
                stream.close()


def take_stdout() -> int:
    """Keep standard output for messages alone: what a library prints goes to standard error."""
    messages = os.dup(1)
    os.dup2(2, 1)
    return messages


def send(messages: int, message: bytes) -> None:
    """Write a whole message."""
    rest = memoryview(message)
    while rest:
        rest = rest[os.write(messages, rest) :]


def die_with_parent(whom: int) -> None:
    """Have the system end a process, or a group, when the other end of standard input is closed.

    A signal that nothing handles, because a solver can hold the interpreter's lock for its whole search:
    no thread of Python would notice in time. Nothing more is read, so the only event left is the end.

    Args:
        whom: id of the process; negative: of the group.
    """
    fcntl.fcntl(0, fcntl.F_SETOWN, whom)
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([0], [], [], 0)[0]:
        os.kill(whom, signal.SIGKILL)
