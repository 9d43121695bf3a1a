"""Labels and lists of contents, for programs; read back with Poppler."""

from __future__ import annotations

import base64
import subprocess

import pytest

from tests.api.rest.program import Program


def printed(program: Program, path: str) -> tuple[list[str], str]:
    """What stands on each page, and what is told of the file."""
    answer = program.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.json
    content = base64.b64decode(answer.get_json()["content"])
    text, told = (
        subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
        for command in (["pdftotext", "-", "-"], ["pdfinfo", "-"])
    )
    return text.rstrip("\f").split("\f"), told


def sent(librarian: Program) -> str:
    body = {"from_place_id": "test-north", "to_place_id": "test-south", "crates": 2, "ready_on": "2026-11-24"}
    return str(librarian.post("/api/v1/shipments", json=body).get_json()["id"])


def test_labels_of_shipments_fill_sheets_or_rolls(librarian: Program) -> None:
    shipment = sent(librarian)
    formats = {one["name"]: one["on_a_page"] for one in librarian.get("/api/v1/label-formats").get_json()["items"]}
    assert (formats["a4-2x7"], formats["62x100"]) == (14, 1)
    for name, size, pages in (("a4-2x7", "(A4)", 1), ("62x100", "175.748 x 283.465", 2)):
        sheets, told = printed(librarian, f"/shipment-labels?ids={shipment}&format={name}")
        assert len(sheets) == pages
        assert size in told
        assert "South" in sheets[0]


def test_a_collection_has_labels_and_a_list_of_contents(librarian: Program) -> None:
    label, contents = (
        printed(librarian, path)[0][0]
        for path in ("/collection-labels?ids=test-bk-01", "/contents-lists?ids=test-bk-01&size=a4")
    )
    assert "BK-01" in label
    assert "BK-01" in contents


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/collection-labels?ids=no-such", "not-found"),
        ("/collection-labels?ids=,", "bad-input"),
        ("/collection-labels?ids=test-bk-01&format=postcard", "bad-input"),
        ("/shipment-labels", "bad-input"),
    ],
)
def test_what_can_not_be_printed_is_refused(librarian: Program, path: str, code: str) -> None:
    assert librarian.get(f"/api/v1{path}").get_json()["code"] == code
