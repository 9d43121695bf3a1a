"""Collections as files, for programs."""

from __future__ import annotations

import base64
from io import BytesIO

from PIL import Image
from sqlalchemy import func, select

from logistics.database import Sessions
from logistics.holdings.collections import Collection
from tests.api.rest.program import Program

TABLE = "code;home;kind;title;crates;weight_grams;part_title\nKS-1;north;class-set;Mio;2;9000;Mio\n"


def sent(librarian: Program, text: str, **more: object) -> dict[str, object]:
    body = {"network_id": "test", "content": base64.b64encode(text.encode()).decode(), **more}
    answer: dict[str, object] = librarian.post("/api/v1/collection-files", json=body).get_json()
    return answer


def collections(sessions: Sessions) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Collection)) or 0


def test_a_dry_run_stores_nothing(librarian: Program, sessions: Sessions) -> None:
    answer = sent(librarian, TABLE, dry_run=True)
    assert (answer["stored"], [change["fate"] for change in answer["changes"]]) == (False, ["new"])  # type: ignore[attr-defined]
    assert collections(sessions) == 1


def test_a_table_is_stored(librarian: Program, sessions: Sessions) -> None:
    assert sent(librarian, TABLE)["stored"]
    assert collections(sessions) == 2


def test_faults_are_told_by_row_and_column(librarian: Program, sessions: Sessions) -> None:
    answer = sent(librarian, TABLE.replace("class-set", "cake"))
    assert answer["faults"] == [{"row": 2, "column": "kind", "code": "unknown-value"}]
    assert collections(sessions) == 1


def test_an_export_changes_nothing(librarian: Program) -> None:
    file = librarian.get("/api/v1/collection-files?network_id=test").get_json()
    body = {"network_id": "test", "content": file["content"]}
    answer = librarian.post("/api/v1/collection-files", json=body).get_json()
    assert [change["fate"] for change in answer["changes"]] == ["unchanged"]


def test_what_is_not_base64_is_refused_by_its_field(librarian: Program) -> None:
    answer = librarian.post("/api/v1/collection-files", json={"network_id": "test", "content": "å"})
    assert answer.status_code == 422
    assert "content" in answer.text


def test_photos_go_out_and_in_with_their_collections(librarian: Program) -> None:
    picture = BytesIO()
    Image.new("RGB", (30, 20), "green").save(picture, "PNG")
    told = {"content": base64.b64encode(picture.getvalue()).decode(), "alt": "A green crate"}
    assert librarian.post("/api/v1/collections/test-bk-01/photo", json=told).status_code == 201
    content = librarian.get("/api/v1/collection-files?network_id=test&format=zip").get_json()["content"]
    librarian.delete("/api/v1/collections/test-bk-01/photo")
    body = {"network_id": "test", "content": content}
    answer = librarian.post("/api/v1/collection-files", json=body).get_json()
    assert (answer["stored"], answer["photos"]) == (True, [{"code": "BK-01", "fate": "new"}])
    assert librarian.get("/api/v1/collections/test-bk-01/photo").get_json()["alt"] == "A green crate"
