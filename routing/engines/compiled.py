"""How the engines' kernels are compiled: once, without the interpreter's lock, into a cache of this installation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from os import environ
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core import config

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def _cache_folder() -> Path:
    """A folder named after the kernels' sources.

    Numba looks at the file of the outermost function only: a change in a kernel that it calls would go unseen.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for source in sorted(here.parent.rglob("*.py")):
        if b"engines.compiled import" in source.read_bytes():
            digest.update(source.read_bytes())
    return here / "__pycache__" / f"kernels-{digest.hexdigest()[:16]}"


if "NUMBA_CACHE_DIR" not in environ:
    vars(config)["CACHE_DIR"] = str(_cache_folder())

_njit: Any = numba.njit
_OPTIONS = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
"""No kernel allocates, so none counts references: that alone makes them some fourteen times faster."""


def kernel(function: Kernel) -> Kernel:
    """Compile on first use, keep on disk; runs beside other threads."""
    compiled: Kernel = _njit(**_OPTIONS)(function)
    return compiled


def step(function: Kernel) -> Kernel:
    """Like `kernel`, but called from other kernels only: quicker to compile."""
    compiled: Kernel = _njit(**_OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return compiled


def inlined(function: Kernel) -> Kernel:
    """Like `step`, and put into its callers: a call hands over every array, which takes longer than a small step."""
    compiled: Kernel = _njit(**_OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)(function)
    return compiled
