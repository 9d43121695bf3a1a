"""Every refusal, reason and word of the domain is said in every language."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import logistics
from api.languages import LANGUAGES, speaking
from api.pages.words import WORDS
from api.reasons import REMEDY, WHY
from api.sentences import SENTENCES, STATUS, sentence
from logistics import models
from logistics.bookings.calendar import Use
from logistics.errors import LogisticsError
from logistics.files.gtfs.store import Made
from logistics.transport.live import StopProgress
from routing.changes import CHANGES
from routing.reasons import REASONS


def refusals() -> list[type[LogisticsError]]:
    for module in pkgutil.walk_packages(logistics.__path__, "logistics."):
        importlib.import_module(module.name)
    return list(below(LogisticsError))


def below(kind: type[LogisticsError]) -> Iterator[type[LogisticsError]]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


def test_every_refusal_of_the_domain_has_a_sentence() -> None:
    assert sorted({kind.code for kind in refusals()} - set(SENTENCES)) == []


def test_no_sentence_is_kept_for_a_refusal_that_is_gone() -> None:
    assert sorted(set(SENTENCES) - {kind.code for kind in refusals()} - {LogisticsError.code}) == []


def test_no_two_refusals_share_a_code() -> None:
    codes = [kind.code for kind in refusals()]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []


def test_every_status_belongs_to_a_refusal() -> None:
    assert set(STATUS) <= set(SENTENCES)


def test_every_reason_of_the_planner_has_a_sentence() -> None:
    assert set(WHY) == set(REASONS)


def test_every_change_that_the_planner_proposes_has_a_sentence() -> None:
    assert set(REMEDY) == set(CHANGES)


@pytest.mark.parametrize("name", sorted(WORDS))
def test_every_value_of_an_enumeration_has_a_word(name: str) -> None:
    enumerations = {
        column.type.enum_class.__name__: column.type.enum_class
        for table in models.METADATA.tables.values()
        for column in table.columns
        if getattr(column.type, "enum_class", None)
    }
    enumerations |= {kind.__name__: kind for kind in (Made, StopProgress, Use)}  # no columns: they are reckoned
    assert set(WORDS[name]) == {member.value for member in enumerations[name]}


@given(st.sampled_from(sorted(SENTENCES)), st.sampled_from(sorted(LANGUAGES)))
def test_a_sentence_is_said_even_where_its_facts_are_missing(code: str, language: str) -> None:
    with speaking(language):
        assert sentence(code, {})


def test_facts_are_written_as_the_language_does() -> None:
    with speaking("sv"):
        said = sentence("place-closed", {"place": "Sunne", "day": date(2026, 12, 24), "next_open": date(2026, 12, 28)})
    assert said == "Sunne tar inte emot lådor torsdag 24 december 2026. Nästa dag som går är måndag 28 december 2026."
