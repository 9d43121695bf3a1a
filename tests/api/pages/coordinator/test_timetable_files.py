"""GTFS on pages: looked through first, with every fault, then stored; and taken home."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from sqlalchemy import select

from logistics.database import Sessions
from logistics.files.gtfs.read import read_gtfs
from logistics.network.crossings import Crossing
from tests.api.pages.conftest import Visitor
from tests.logistics.files.gtfs.test_gtfs import FERRY, changed, packed

PAGE = "/coordinator/tours/gtfs"


def sent(coordinator: Visitor, content: bytes, **more: str) -> str:
    fields: dict[str, Any] = {"file": (io.BytesIO(content), "feed.zip"), "take": "all", "season": "2026/27", **more}
    return coordinator.post(PAGE, **fields).text


def crossings(sessions: Sessions) -> list[str]:
    with sessions() as session:
        return list(session.scalars(select(Crossing.name)))


def test_what_was_looked_through_is_stored_at_the_second_press(coordinator: Visitor, sessions: Sessions) -> None:
    page = sent(coordinator, packed(FERRY))
    assert "Harstad kai–Sørrollnes" in page
    assert crossings(sessions) == []
    kept = re.search(r'name="kept" value="(\w+)"', page)
    assert kept is not None
    told = coordinator.post(PAGE, kept=kept[1], store="yes", take="all", season="2026/27").text
    assert "0 seasons, 0 tours, 1 crossings." in told
    assert crossings(sessions) == ["Harstad kai–Sørrollnes"]
    again = coordinator.post(PAGE, kept=kept[1], store="yes", take="all", season="2026/27")
    assert (again.status_code, "Choose a file." in again.text) == (422, True)


def test_every_fault_is_listed_and_nothing_stored(coordinator: Visitor, sessions: Sessions) -> None:
    page = sent(coordinator, changed("stops.txt", "68.73", "north"))
    assert "The file has 1 fault; nothing was stored." in page
    assert all(told in page for told in ("stops.txt", "stop_lat", "north is not written as GTFS wants it."))
    assert crossings(sessions) == []


def test_tours_are_taken_home_as_a_feed(coordinator: Visitor) -> None:
    answer = coordinator.get(f"{PAGE}.zip")
    assert answer.mimetype == "application/zip"
    assert read_gtfs(answer.data).trips == ()


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.zip"])
def test_librarians_have_no_business_there(borrower: Visitor, path: str) -> None:
    assert borrower.get(path).status_code == 403
