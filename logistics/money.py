"""Amounts of money: whole minor units (öre, øre), never a float."""

from __future__ import annotations

from collections.abc import Sequence


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Share an amount by weight without losing or inventing an øre.

    Args:
        total: minor units of the currency; a negative amount is shared like its positive twin.
        weights: one per payer, any unit, shape (payers,).

    Returns:
        Minor units, shape (payers,), summing to `total`; what rounding leaves goes to the largest
        remainders, earlier payer first.

    Raises:
        ValueError: a weight is negative, or none is positive.

    Source: largest-remainder (Hamilton) method.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    whole = sum(weights)
    if whole == 0:
        raise ValueError("no weight is positive")
    sign = -1 if total < 0 else 1
    shares, remainders = [], []
    for position, weight in enumerate(weights):
        share, remainder = divmod(abs(total) * weight, whole)
        shares.append(share)
        remainders.append((-remainder, position))
    for _, position in sorted(remainders)[: abs(total) - sum(shares)]:
        shares[position] += 1
    return [sign * share for share in shares]


def part(total: int, basis_points: int) -> int:
    """The part of an amount given in hundredths of a percent, rounded half up.

    Args:
        total: minor units, >= 0.
        basis_points: 0 to 10,000; 5,000 is a half.

    Raises:
        ValueError: an argument is out of its range.
    """
    if total < 0 or not 0 <= basis_points <= 10_000:
        raise ValueError("an amount or a share is out of range")
    return (total * basis_points + 5_000) // 10_000
