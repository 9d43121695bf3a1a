"""Libraries from national registers: read by row, matched with what is there, weighed and stored."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from logistics.errors import NotAllowed
from logistics.files.load_register import PlaceFate, store, weigh
from logistics.files.register import NotARegister, RegisterEntry, read_register
from logistics.files.spreadsheets import NotATable
from logistics.network.places import Place
from tests.logistics.conftest import World

XML = """<?xml version="1.0" encoding="UTF-8"?>
<BaseBibliotek xmlns="http://nb.no/BaseBibliotek">
 <record><bibnr>2550300</bibnr><isil>NO-2550300</isil><inst>Harstad bibliotek</inst><kommnr>north</kommnr>
  <vadr>Havnegata 3</vadr><vpostnr>9405</vpostnr><vpoststed>Harstad</vpoststed>
  <lat_lon>68.7989,16.5414</lat_lon></record>
 <record><inst>Gammelt bibliotek</inst><stengt>U</stengt></record>
 <record><inst>Uten sted</inst><kommnr>south</kommnr></record>
 <record><inst>Et annet sted</inst><kommnr>9999</kommnr><lat_lon>60.1;10.2</lat_lon></record>
 <record><bibnr>12</bibnr><inst>Feil</inst></record>
 <record><inst>Langt borte</inst><lat_lon>168.7,16.5</lat_lon></record>
</BaseBibliotek>"""

CSV = (
    "Sigel;Namn;Kommunkod;Adress;Postnummer;Ort;Latitud;Longitud\n"
    "Sun;Sunne bibliotek;south;Storgatan 39;686 30;Sunne;59,838;13,145\n"
)


def test_a_norwegian_register_is_read_with_its_faults_by_record() -> None:
    register = read_register(XML.encode())
    first = RegisterEntry(
        1, "Harstad bibliotek", "NO-2550300", "2550300", "north", "Havnegata 3, 9405 Harstad", (68.7989, 16.5414)
    )
    assert register.entries[0] == first
    assert [entry.row for entry in register.entries] == [1, 3, 4]
    assert [(fault.row, fault.code) for fault in register.faults] == [(5, "bad-library-number"), (6, "bad-coordinates")]
    assert register.closed == 1


def test_a_swedish_table_is_read_and_its_sigel_makes_the_isil() -> None:
    (entry,) = read_register(CSV.encode("utf-8-sig")).entries
    assert (entry.isil, entry.address, entry.where) == ("SE-Sun", "Storgatan 39, 686 30 Sunne", (59.838, 13.145))


@pytest.mark.parametrize(
    "content",
    [
        b"<no",
        b"<other/>",
        b"a;b\n1;2\n",
        b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><r><record><inst>&b;</inst></record></r>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><r><record><inst>&a;</inst></record></r>',
    ],
)
def test_what_is_no_register_is_refused_whole(content: bytes) -> None:
    with pytest.raises((NotARegister, NotATable)):
        read_register(content)


def test_weighing_tells_what_storing_does_and_changes_nothing(session: Session, world: World) -> None:
    entries = read_register(XML.encode()).entries
    told = weigh(session, "test", entries, by=world.coordinator)
    assert [(change.name, change.fate) for change in told] == [
        ("Harstad bibliotek", PlaceFate.NEW),
        ("Uten sted", PlaceFate.UNPLACED),
    ]
    assert session.get(Place, "test-harstad-bibliotek") is None
    assert store(session, "test", entries, by=world.coordinator) == told
    place = session.get_one(Place, "test-harstad-bibliotek")
    assert (place.isil, place.library_number, place.municipality_id) == ("NO-2550300", "2550300", "test-north")
    again = store(session, "test", entries, by=world.coordinator)
    assert [change.fate for change in again] == [PlaceFate.UNCHANGED, PlaceFate.UNPLACED]


def test_a_library_that_is_there_keeps_its_place_and_gets_its_identifiers(session: Session, world: World) -> None:
    entry = RegisterEntry(1, "NORTH", "SE-N", None, "north", "Street 1", (1.0, 2.0))
    (change,) = store(session, "test", [entry], by=world.coordinator)
    assert (change.fate, change.changed) == (PlaceFate.CHANGED, ("isil", "address"))
    assert (world.north.isil, world.north.lat, world.north.name) == ("SE-N", 60.0, "North")


def test_a_library_is_known_by_its_isil_whatever_it_is_called(session: Session, world: World) -> None:
    world.south.isil = "SE-S"
    session.flush()
    entry = RegisterEntry(1, "Renamed", "SE-S", None, "", "", None)
    assert [change.fate for change in weigh(session, "test", [entry], by=world.coordinator)] == [PlaceFate.UNCHANGED]


@pytest.mark.parametrize(
    "name", ["North bibliotek", "Norths stadsbibliotek", "Biblioteket North", "NORTH folkebibliotek"]
)
def test_a_library_is_known_without_the_word_that_says_it_is_one(session: Session, world: World, name: str) -> None:
    entry = RegisterEntry(1, name, "SE-N", None, "north", "", (60.0, 10.0))
    (change,) = weigh(session, "test", [entry], by=world.coordinator)
    assert (change.name, change.fate) == ("North", PlaceFate.CHANGED)


def test_a_namesake_with_another_isil_is_another_library(session: Session, world: World) -> None:
    world.north.isil = "SE-N"
    session.flush()
    entry = RegisterEntry(1, "North bibliotek", "SE-Other", None, "north", "", (60.0, 10.0))
    assert [change.fate for change in weigh(session, "test", [entry], by=world.coordinator)] == [PlaceFate.NEW]


def test_of_two_namesakes_the_one_with_the_known_isil_is_the_place(session: Session, world: World) -> None:
    world.north.isil = "SE-N"
    session.flush()
    entries = [
        RegisterEntry(1, "North bibliotek", None, None, "north", "", (60.0, 10.0)),
        RegisterEntry(2, "Renamed", "SE-N", None, "north", "", None),
    ]
    fates = [change.fate for change in weigh(session, "test", entries, by=world.coordinator)]
    assert fates == [PlaceFate.NEW, PlaceFate.UNCHANGED]


def test_two_of_one_name_get_different_ids(session: Session, world: World) -> None:
    entries = [
        RegisterEntry(row, "Blåøy filial", None, None, code, "", (60, 10)) for row, code in ((1, "north"), (2, "south"))
    ]
    store(session, "test", entries, by=world.coordinator)
    assert session.get(Place, "test-blaoy-filial") is not None
    assert session.get(Place, "test-blaoy-filial-2") is not None


def test_only_those_who_manage_the_network_store(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        weigh(session, "test", [], by=world.owner)
