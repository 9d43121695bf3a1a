"""A trip's cost is paid to the öre, by somebody, once."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.costs.funders import Agreement, SharingKey
from logistics.costs.reckoning import Reckoning, reckon
from logistics.network.places import Municipality
from logistics.transport.plans import Trip

AMOUNTS = st.integers(0, 10**8)
TARIFFS = st.tuples(AMOUNTS, AMOUNTS, AMOUNTS)
POPULATIONS = st.lists(st.integers(1, 10**6), min_size=1, max_size=40)
KEYS = st.sampled_from(SharingKey)
SUBSIDIES = st.integers(0, 10_000)


def reckoned(
    tariff: tuple[int, int, int], populations: list[int], key: SharingKey = SharingKey.POPULATION, subsidy: int = 5_000
) -> Reckoning:
    """The reckoning of a trip among municipalities "0000", "0001"..., in the order of their codes."""
    day, distance, time = tariff
    payers = [
        Municipality(id=f"test-{number:04}", code=f"{number:04}", population=population, population_on=date(2025, 1, 1))
        for number, population in enumerate(populations)
    ]
    agreement = Agreement(key=key, subsidy_basis_points=subsidy)
    return reckon(Trip(day_cost=day, km_cost=distance, hour_cost=time), agreement, payers)


@given(tariff=TARIFFS, populations=POPULATIONS, key=KEYS, subsidy=SUBSIDIES)
def test_the_entries_of_a_trip_sum_to_zero(
    tariff: tuple[int, int, int], populations: list[int], key: SharingKey, subsidy: int
) -> None:
    assert sum(amount for _, _, amount in reckoned(tariff, populations, key, subsidy).entries()) == 0


@given(tariff=TARIFFS, populations=POPULATIONS, key=KEYS, subsidy=SUBSIDIES)
def test_nobody_pays_less_than_nothing(
    tariff: tuple[int, int, int], populations: list[int], key: SharingKey, subsidy: int
) -> None:
    result = reckoned(tariff, populations, key, subsidy)
    assert min(result.subsidy, *result.shares.values()) >= 0


@given(tariff=TARIFFS, subsidy=SUBSIDIES)
def test_the_funder_pays_its_part_to_half_an_ore(tariff: tuple[int, int, int], subsidy: int) -> None:
    assert abs(10_000 * reckoned(tariff, [1], subsidy=subsidy).subsidy - sum(tariff) * subsidy) <= 5_000


@given(tariff=TARIFFS, populations=POPULATIONS)
def test_more_inhabitants_never_pay_less(tariff: tuple[int, int, int], populations: list[int]) -> None:
    shares = list(reckoned(tariff, sorted(populations)).shares.values())
    assert all(small <= large + 1 for small, large in pairwise(shares))


@given(tariff=TARIFFS, populations=POPULATIONS)
def test_equal_shares_differ_by_one_ore_at_most(tariff: tuple[int, int, int], populations: list[int]) -> None:
    shares = reckoned(tariff, populations, SharingKey.EQUAL).shares.values()
    assert max(shares) - min(shares) <= 1


@given(tariff=TARIFFS, populations=POPULATIONS, seed=st.randoms())
def test_the_order_in_which_municipalities_are_named_does_not_matter(
    tariff: tuple[int, int, int], populations: list[int], seed: object
) -> None:
    day, distance, time = tariff
    payers = [Municipality(id=f"m{n}", code=f"{n:04}", population=size) for n, size in enumerate(populations)]
    agreement = Agreement(key=SharingKey.POPULATION, subsidy_basis_points=0)
    trip = Trip(day_cost=day, km_cost=distance, hour_cost=time)
    shuffled = list(payers)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reckon(trip, agreement, shuffled) == reckon(trip, agreement, payers)


def test_a_day_reckoned_by_hand() -> None:
    result = reckoned((60_000, 55_000, 75_601), [10_000, 20_000, 30_000])
    # 1906.01 in all; half of it is 953.005, rounded up; 953.00 in sixths: 158.833, 317.667, 476.5.
    assert (result.subsidy, list(result.shares.values())) == (95_301, [15_883, 31_767, 47_650])


def test_with_a_whole_subsidy_municipalities_pay_nothing() -> None:
    assert list(reckoned((60_000, 0, 0), [1, 2], subsidy=10_000).shares.values()) == [0, 0]


def test_a_trip_can_not_cost_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        reckoned((60_000, -1, 0), [1])
