"""The arithmetic of one trip: what its carrier is owed, and who owes it. Whole minor units, no table, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from logistics.costs.funders import Agreement, SharingKey
from logistics.costs.ledger import Account
from logistics.money import part, split
from logistics.network.places import Municipality
from logistics.transport.plans import Trip


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One trip's cost and who pays it; day + distance + time = subsidy + the sum of `shares`.

    Attributes:
        day, distance, time: owed to the carrier, minor units.
        subsidy: the funder's part.
        shares: each municipality's, by its id, in the order of their codes; all of them, those that pay nothing too.
    """

    day: int
    distance: int
    time: int
    subsidy: int
    shares: dict[str, int]

    def entries(self) -> list[tuple[Account, str | None, int]]:
        """As the ledger has it: account, municipality and amount, what is owed to the carrier negative; sum 0."""
        return [
            (Account.DAY, None, -self.day),
            (Account.DISTANCE, None, -self.distance),
            (Account.TIME, None, -self.time),
            (Account.SUBSIDY, None, self.subsidy),
            *((Account.SHARE, municipality_id, share) for municipality_id, share in self.shares.items()),
        ]


def reckon(trip: Trip, agreement: Agreement, municipalities: Sequence[Municipality]) -> Reckoning:
    """Share a trip's cost: first the funder's part, rounded half up, then the rest by the key.

    Args:
        municipalities: all that share, at least one; their order does not matter.

    Raises:
        ValueError: a piece of the trip's cost is negative, or nobody shares.
    """
    if min(trip.day_cost, trip.km_cost, trip.hour_cost) < 0:
        raise ValueError("a trip costs less than nothing")
    payers = sorted(municipalities, key=lambda payer: (payer.code, payer.id))
    subsidy = part(trip.cost, agreement.subsidy_basis_points)
    shares = split(trip.cost - subsidy, [_weight(agreement.key, payer) for payer in payers])
    return Reckoning(
        day=trip.day_cost,
        distance=trip.km_cost,
        time=trip.hour_cost,
        subsidy=subsidy,
        shares={payer.id: share for payer, share in zip(payers, shares, strict=True)},
    )


def _weight(key: SharingKey, payer: Municipality) -> int:
    return payer.population if key is SharingKey.POPULATION else 1
