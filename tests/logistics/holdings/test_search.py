"""Collections are found by words in any case, and listed by the reader's alphabet."""

import pytest
from sqlalchemy.orm import Session

from logistics.access.rights import Role
from logistics.errors import NotAllowed
from logistics.holdings.collections import Collection, CollectionKind, Part, PartKind
from logistics.holdings.search import Wanted, find_collections, languages_of, subjects_of
from logistics.network.places import Place
from tests.builders import a_collection, a_network, a_person


@pytest.fixture
def north(session: Session) -> Place:
    a_network(session)
    return session.get_one(Place, "test-north")


def found(session: Session, **wanted: object) -> list[str]:
    driver = a_person(session, Role.COORDINATOR)
    filters = {name: wanted.pop(name) for name in Wanted.__dataclass_fields__ if name in wanted}
    page = find_collections(
        session,
        Wanted(**filters),  # type: ignore[arg-type]
        network_id="test",
        by=driver,
        **wanted,  # type: ignore[arg-type]
    )
    return [collection.title for collection in page.items]


def a_kit(session: Session, home: Place) -> Collection:
    part = Part(position=1, kind=PartKind.BOOK, title="Sånger i Ådalen", creator="Örjan Ek", copies=1)
    part.identifier, part.voices = "978-0-306-40615-7", 4
    return a_collection(
        session,
        home,
        title="Körlåda",
        code="MK-1",
        kind=CollectionKind.MUSIC_KIT,
        language="nb",
        subject="Kör",
        local_flavour="samiska",
        age_from=6,
        age_to=12,
        grade_from=3,
        parts=[part],
    )


@pytest.mark.parametrize(
    "text", ["körlåda", "KÖRLÅDA", "mk-1", "ådalen", "ÖRJAN", "9780306406157", "978-0-306-40615-7", "ek sång", "  "]
)
def test_words_are_found_wherever_they_stand_and_in_any_case(session: Session, north: Place, text: str) -> None:
    a_kit(session, north)
    assert found(session, text=text) == ["Körlåda"]


@pytest.mark.parametrize("text", ["korlada", "körlåda saknas", "%", "_"])
def test_what_is_not_there_is_not_found(session: Session, north: Place, text: str) -> None:
    a_kit(session, north)
    assert found(session, text=text) == []


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({"kind": CollectionKind.MUSIC_KIT}, ["Körlåda"]),
        ({"kind": CollectionKind.CLASS_SET}, []),
        ({"language": "nb"}, ["Körlåda"]),
        ({"home_id": "test-north"}, ["Körlåda"]),
        ({"subject": "Kör"}, ["Körlåda"]),
        ({"subject": "kö"}, []),
        ({"age": 9}, ["Körlåda"]),
        ({"age": 13}, []),
        ({"grade": 3}, ["Körlåda"]),
        ({"grade": 2}, []),
        ({"voices": 4}, ["Körlåda"]),
        ({"voices": 3}, []),
        ({"text": "samisk"}, ["Körlåda"]),
        ({"home_id": "test-south"}, ["Söder"]),
        ({}, ["Körlåda", "Söder"]),
    ],
)
def test_collections_are_picked_by_kind_language_and_home(
    session: Session, north: Place, wanted: dict[str, object], titles: list[str]
) -> None:
    a_kit(session, north)
    a_collection(session, session.get_one(Place, "test-south"), title="Söder")
    assert found(session, **wanted) == titles


def test_what_is_out_of_use_is_not_found(session: Session, north: Place) -> None:
    a_collection(session, north, active=False)
    assert found(session) == []


def test_pages_follow_each_other_in_the_alphabet_asked_for(session: Session, north: Place) -> None:
    for title in ("Ö", "b", "Å", "A"):
        a_collection(session, north, title=title)
    swedish = "aåbö".index
    pages = [
        found(session, offset=offset, limit=2, alphabet=lambda title: swedish(title.casefold())) for offset in (0, 2, 4)
    ]
    assert pages == [["A", "Å"], ["b", "Ö"], []]


def test_the_total_counts_all_pages(session: Session, north: Place) -> None:
    for _ in range(3):
        a_collection(session, north)
    coordinator = a_person(session, Role.COORDINATOR)
    assert find_collections(session, network_id="test", by=coordinator, limit=1).total == 3


def test_a_driver_does_not_look_through_holdings(session: Session, north: Place) -> None:
    with pytest.raises(NotAllowed):
        find_collections(session, network_id="test", by=a_person(session, Role.DRIVER))


def test_what_changes_is_found_by_its_new_words_only(session: Session, north: Place) -> None:
    kit = a_kit(session, north)
    kit.parts[0].title = "Vårsång"
    session.flush()
    assert (found(session, text="ådalen"), found(session, text="vårsång")) == ([], ["Körlåda"])


def test_what_is_taken_out_is_no_longer_found(session: Session, north: Place) -> None:
    kit = a_kit(session, north)
    kit.parts.clear()
    session.flush()
    assert found(session, text="ådalen") == []


def test_subjects_and_languages_are_those_of_what_is_lent(session: Session, north: Place) -> None:
    a_kit(session, north)
    a_collection(session, north, subject="Deckare", language="fi", active=False)
    assert (subjects_of(session, "test"), languages_of(session, "test")) == (["Kör"], ["nb"])
