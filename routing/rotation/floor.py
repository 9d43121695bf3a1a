"""A proven floor of the driving that a rotation of given service needs: Lagrangian relaxation.

Capacity of the places, no library without a crate, and equal shares tie the crates together. Each of these rules gets
a price, and at these prices every crate looks for its cheapest season by itself (`routing.rotation.itineraries`).
Whatever the prices, the sum is at most what the best rotation drives; prices are raised where a rule is broken and
lowered where it is slack. All is reckoned in whole numbers, so the floor is exact. Themes and wishes are left out.

Source: Held, Wolfe and Crowder (1974), "Validation of subgradient optimization", Mathematical Programming 6.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from routing.rotation.figures import Service, open_in, shares
from routing.rotation.itineraries import Ints, itineraries
from routing.rotation.season import Season

PATIENCE = 12
"""Rounds without a better floor after which steps are halved."""

SLOWEST = 1e-3
"""Share of the whole step below which it is not worth going on."""

MEMORY = 0.7
"""How much of the last direction a step keeps."""


def floor(
    season: Season,
    service: Service,
    metres: Callable[[], int],
    told: Callable[[int], None],
    *,
    go_on: Callable[[], bool],
    rounds: int = 100_000,
) -> int:
    """Raise the floor for as long as it is worth it.

    Args:
        service: no rotation that misses more than this is asked about.
        metres: of the best rotation known by now: how long the steps are follows from it.
        told: hears every better floor.
        go_on: asked before each round.

    Returns:
        Metres that every rotation of such service needs at least; 0 where nothing better was proven.
    """
    if not season.places or not season.crates or not season.periods:
        return 0
    return _Prices(season, service).climb(metres, told, go_on, rounds)


class _Prices:
    """The rules that tie crates together, in one row: room and cover by period and place, shares by place, rest."""

    def __init__(self, season: Season, service: Service) -> None:
        self._ways = itineraries(season, rests=service.lost > 0)
        self._shape = season.periods, len(season.places)
        opens = np.array(
            [[period in open_in(season, place.id) for place in season.places] for period in range(season.periods)]
        )
        capacity = np.array([place.capacity for place in season.places])[None] * opens
        covered = opens & (service.empty == 0)
        share = np.array(list(shares(season).values())) * (service.short == 0)
        self._limits = np.concatenate([capacity.ravel(), -covered.ravel().astype(int), -share, [service.lost]])
        self._priced = np.concatenate([np.ones(capacity.size), covered.ravel(), share > 0, [1]]).astype(bool)

    def climb(
        self, metres: Callable[[], int], told: Callable[[int], None], go_on: Callable[[], bool], rounds: int
    ) -> int:
        """Subgradient steps whose length follows the distance to the best rotation (Polyak), bent by the last one."""
        prices = top = np.zeros(len(self._limits))
        direction = np.zeros(len(self._limits))
        best, since, pace = 0, 0, 1.0
        for _ in range(rounds):
            if not go_on() or metres() <= best or pace < SLOWEST:
                break
            value, used = self._value(np.rint(prices).astype(np.int64))
            if value > best:
                best, since, top = value, 0, prices
                told(best)
            else:
                since += 1
                if since >= PATIENCE:
                    pace, since, prices = pace / 2, 0, top
            broken = used - self._limits
            slope = np.where(self._priced & ((broken > 0) | (prices > 0)), broken, 0)
            if not slope.any():
                break  # no rule is broken and none that is slack has a price: no prices give more
            direction = MEMORY * direction + slope
            if np.square(direction).sum() < 1:
                direction = slope  # the last steps and this one cancel out
            steep = float(np.square(direction).sum())
            prices = np.maximum(0, prices + pace * max(metres() - value, 1) / steep * direction)
        return best

    def _value(self, prices: Ints) -> tuple[int, Ints]:
        """What the crates drive and pay at these prices, less what is allowed; and what they use of each rule."""
        size = self._shape[0] * self._shape[1]
        of_room, of_cover = prices[:size].reshape(self._shape), prices[size : 2 * size].reshape(self._shape)
        of_share, of_rest = prices[2 * size : -1], int(prices[-1])
        paid, stands = self._ways.cheapest(of_room - of_cover - of_share[None], of_rest)
        count = np.stack([(stands == place).sum(axis=0) for place in range(self._shape[1])], axis=1)
        used = np.concatenate([count.ravel(), -count.ravel(), -count.sum(axis=0), [(stands < 0).sum()]])
        return paid - int((prices * self._limits).sum()), used
