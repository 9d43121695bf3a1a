"""Reasons in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.languages import LANGUAGES, speaking
from api.reasons import REMEDY, WHY, Names, remedy, why

NAMES = Names(
    place={"a": "Sunne", "b": "Kil"}.__getitem__,
    vehicle={"v": "Bil 2"}.__getitem__,
    moment=lambda second: f"{second // 3600}:{second % 3600 // 60:02d}",
    currency="SEK",
)


def test_a_closed_place_is_told_with_the_time_at_which_the_van_could_come() -> None:
    with speaking("sv"):
        facts = {"from": "a", "to": "b", "vehicle": "v", "arrives_at": 59_100}
        assert (
            why("closed-at-destination", facts, NAMES)
            == "Kil tar inte emot lådor när Bil 2 kunde komma med den (16:25)."
        )


def test_the_cheapest_change_is_told_with_its_price() -> None:
    facts = {"change": "another-vehicle", "change_vehicle": "v", "extra_cost": 81_200}
    with speaking("sv"):
        said = remedy(facts, NAMES)
    assert said == "Med ett fordon till som Bil 2 kunde den åka, för 812,00\u00a0kr mer."


@pytest.mark.parametrize("facts", [{}, {"change": "no-such-change"}, {"change": 7}])
def test_nothing_is_proposed_where_no_change_is_known(facts: dict[str, str | int | None]) -> None:
    assert remedy(facts, NAMES) is None


def test_a_code_without_a_sentence_says_itself() -> None:
    assert why("not-said", {}, NAMES) == "not-said"


@given(st.sampled_from(sorted(WHY)), st.sampled_from(sorted(LANGUAGES)))
def test_every_reason_is_said_even_where_its_facts_are_missing(reason: str, language: str) -> None:
    with speaking(language):
        assert why(reason, {}, NAMES)


@given(st.sampled_from(sorted(REMEDY)), st.sampled_from(sorted(LANGUAGES)))
def test_every_change_is_said_even_where_its_facts_are_missing(change: str, language: str) -> None:
    with speaking(language):
        assert remedy({"change": change}, NAMES)
