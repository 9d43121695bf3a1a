"""Money in parts so small that every sum is a whole number, and ways that no detour shortens."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.int64]

UNIT = 18_000
"""Parts of an öre: the least common multiple of 1000 metres and 3600 seconds."""

PER_METRE, PER_SECOND = UNIT // 1000, UNIT // 3600


def shortest(matrix: tuple[tuple[int, ...], ...]) -> Whole:
    """Shortest ways over other places, shape (places, places): what is left when stops are dropped.

    Source: Floyd (1962), Algorithm 97.
    """
    far = np.array(matrix, np.int64)
    for k in range(len(far)):
        np.minimum(far, far[:, k, None] + far[None, k, :], out=far)
    return far
