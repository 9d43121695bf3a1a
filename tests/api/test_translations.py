"""The translators' files: complete, certain, and with the same facts in every language."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from api.catalogue import FOLDER, paths_of

API = FOLDER.parent
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
FACT = re.compile(r"%\((\w+)\)s")
TRANSLATED = ("nb", "sv")


@cache
def said_in_the_source() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(str(API), method_map=METHODS, options_map={}, keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


@cache
def messages(language: str) -> list[Message]:
    found: list[Message] = []
    for path in paths_of(language):
        with path.open("rb") as file:
            found += [message for message in read_po(file, locale=language) if message.id]
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_the_source_is_in_the_translators_file(language: str) -> None:
    known = {m.id if isinstance(m.id, str) else tuple(m.id) for m in messages(language)}
    assert sorted(map(str, said_in_the_source() - known)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_is_translated_that_nobody_says_any_more(language: str) -> None:
    known = {m.id if isinstance(m.id, str) else tuple(m.id) for m in messages(language)}
    assert sorted(map(str, known - said_in_the_source())) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_sentence_is_translated_in_one_file_only(language: str) -> None:
    times = Counter(forms(message.id)[0] for message in messages(language))
    assert [sentence for sentence, count in times.items() if count > 1] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_is_left_in_english(language: str) -> None:
    assert [message.id for message in messages(language) if not all(forms(message.string))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in messages(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_tells_the_same_facts(language: str) -> None:
    wrong = []
    for message in messages(language):
        facts = {fact for form in forms(message.id) for fact in FACT.findall(form)}
        wrong += [message.id for form in forms(message.string) if set(FACT.findall(form)) != facts]
    assert wrong == []


def test_nothing_that_is_compiled_lies_about() -> None:
    assert list(Path(FOLDER).rglob("*.mo")) == []
