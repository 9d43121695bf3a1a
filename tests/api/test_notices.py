"""Every piece of news of the domain is said in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import logistics
from api.languages import LANGUAGES, speaking
from api.notices import NOTICES, said
from logistics.access.notices import Notice

SOURCE = Path(logistics.__file__).parent
TELLING = re.compile(r"\btell(?:_\w+)?\(")
CODE = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')


def codes() -> set[str]:
    """What modules that tell call by a kebab-case name within three lines of doing so."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        for call in TELLING.finditer(text):
            arguments = text[call.end() : text.find("\n\n", call.end())].split("now=now)")[0]
            found |= set(CODE.findall(arguments))
    return found


def test_every_piece_of_news_has_a_sentence() -> None:
    assert sorted(codes() - set(NOTICES)) == []


def test_no_sentence_is_kept_for_news_that_nobody_tells() -> None:
    told = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    put_together = {  # f"year-{code}" of "term-ends"
        code
        for code in NOTICES
        for head, tail in ((code[:at], code[at + 1 :]) for at, sign in enumerate(code) if sign == "-")
        if f'"{head}-{{' in told and f'"{tail}"' in told
    }
    assert [code for code in NOTICES if f'"{code}"' not in told and code not in put_together] == []


@given(st.sampled_from(sorted(NOTICES)), st.sampled_from(sorted(LANGUAGES)))
def test_news_is_told_even_where_its_facts_are_missing(code: str, language: str) -> None:
    with speaking(language):
        assert said(Notice(code=code, facts={}))


@pytest.mark.parametrize("text", ["Ti små kor", "2026-13-01", "abcd-ef-gh"])
def test_a_fact_that_is_no_day_stays_text(text: str) -> None:
    facts = {"collection": text, "place": "Sunne", "first_day": "2026-11-26"}
    with speaking("en"):
        assert text in said(Notice(code="request-made", facts=facts))
