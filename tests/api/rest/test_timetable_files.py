"""Tours and ferries as GTFS, for programs."""

from __future__ import annotations

import base64

from sqlalchemy import func, select

from logistics.database import Sessions
from logistics.network.crossings import Crossing
from tests.api.rest.program import Program
from tests.logistics.files.gtfs.test_gtfs import FERRY, changed, packed


def sent(program: Program, content: bytes, **more: object) -> dict[str, object]:
    body = {"content": base64.b64encode(content).decode(), **more}
    answer: dict[str, object] = program.post("/api/v1/networks/test/gtfs", json=body).get_json()
    return answer


def crossings(sessions: Sessions) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Crossing)) or 0


def test_a_ferry_operators_feed_gives_crossings_and_a_dry_run_only_says_so(
    coordinator: Program, sessions: Sessions
) -> None:
    item = {"kind": "crossing", "name": "Harstad kai–Sørrollnes", "new": True}
    assert sent(coordinator, packed(FERRY), dry_run=True) == {"stored": False, "items": [item], "faults": []}
    assert crossings(sessions) == 0
    assert sent(coordinator, packed(FERRY)) == {"stored": True, "items": [item], "faults": []}
    assert crossings(sessions) == 1


def test_faults_are_told_by_file_row_and_column(coordinator: Program, sessions: Sessions) -> None:
    answer = sent(coordinator, changed("stops.txt", "68.73", "nan"))
    assert answer["faults"] == [
        {
            "file": "stops.txt",
            "row": 3,
            "column": "stop_lat",
            "code": "bad-format",
            "title": "nan is not written as GTFS wants it.",
        }
    ]
    assert crossings(sessions) == 0


def test_what_is_exported_can_be_taken_again(coordinator: Program) -> None:
    content = coordinator.get("/api/v1/networks/test/gtfs").get_json()["content"]
    assert coordinator.post("/api/v1/networks/test/gtfs", json={"content": content}).get_json()["stored"]
