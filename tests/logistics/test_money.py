"""Money is shared and cut without losing an øre."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.money import part, split

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)


@given(total=st.integers(-(10**12), 10**12), weights=WEIGHTS)
def test_every_ore_is_charged_once(total: int, weights: list[int]) -> None:
    assert sum(split(total, weights)) == total


@given(total=st.integers(0, 10**12), weights=WEIGHTS)
def test_a_share_is_less_than_one_ore_from_the_exact_one(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    assert all(
        abs(share * whole - total * weight) < whole
        for share, weight in zip(split(total, weights), weights, strict=True)
    )


@given(total=st.integers(0, 10**9), weights=WEIGHTS)
def test_who_weighs_nothing_pays_nothing(total: int, weights: list[int]) -> None:
    assert all(share == 0 for share, weight in zip(split(total, weights), weights, strict=True) if weight == 0)


@given(total=st.integers(0, 10**9), weights=WEIGHTS)
def test_a_credit_is_shared_like_the_charge_it_takes_back(total: int, weights: list[int]) -> None:
    assert split(-total, weights) == [-share for share in split(total, weights)]


def test_what_rounding_leaves_goes_to_the_largest_remainders_and_the_earlier_payer() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(100, [1, 2, 3]) == [17, 33, 50]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_no_share_can_follow_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weight is"):
        split(1, weights)


@given(total=st.integers(0, 10**12), basis_points=st.integers(0, 10_000))
def test_a_part_is_at_most_half_an_ore_from_the_exact_one(total: int, basis_points: int) -> None:
    assert abs(part(total, basis_points) * 10_000 - total * basis_points) <= 5_000


def test_half_an_ore_is_rounded_up() -> None:
    assert part(1, 5_000) == 1


@pytest.mark.parametrize(("total", "basis_points"), [(-1, 5_000), (1, -1), (1, 10_001)])
def test_a_part_outside_its_range_is_refused(total: int, basis_points: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        part(total, basis_points)
