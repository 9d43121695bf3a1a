"""Messages about loans that can be answered well, after whatever they need has been made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.api.rest.program import Program

LOAN = {"collection_id": "test-bk-01", "place_id": "test-south", "first_day": "2026-11-30", "last_day": "2026-12-04"}
NEXT = LOAN | {"place_id": "test-hub", "first_day": "2026-12-10", "last_day": "2026-12-11"}
RULE = {"home_id": "test-north", "name": "Up to a month", "least_days_ahead": 2, "most_loan_days": 31}
WISH = {"place_id": "test-south", "first_day": "2026-11-30", "last_day": "2026-12-04"}
CONTACT = {"library_id": "test-south", "kind": "school", "organisation": "Söderskolan", "person": "Kim"}
SERIES = {
    "place_id": "test-south",
    "rhythm": "monthly",
    "starts_on": "2026-12-01",
    "loan_days": 5,
    "days_ahead": 30,
}

Message = tuple[str, dict[str, object]]


def borrowing(program: Program, path: str, proposed: Callable[[str], str]) -> Message | None:
    """The message to a path of this subject; None: it is of another.

    Args:
        proposed: has the borrower propose a longer loan; the change's id.
    """
    match path.strip("/").split("/"):
        case ["bookings", _, "change-last-day"]:
            return f"/bookings/{approved(program, LOAN)}/change-last-day", {"last_day": "2026-12-07"}
        case ["bookings", _, "hand-on"]:
            return f"/bookings/{approved(program, LOAN)}/hand-on", {"to_booking_id": made(program, "/bookings", NEXT)}
        case ["bookings", _, "take-hand-on-back"]:
            loan, following = approved(program, LOAN), made(program, "/bookings", NEXT)
            done(program, f"/bookings/{loan}/hand-on", {"to_booking_id": following})
            return f"/bookings/{loan}/take-hand-on-back", {}
        case ["bookings", _, "deliver-in-parts"]:
            return f"/bookings/{approved(program, LOAN)}/deliver-in-parts", dict(PARTS)
        case ["bookings", _, ("deliver-whole" | "keep-the-rest") as act]:
            loan = approved(program, LOAN)
            done(program, f"/bookings/{loan}/deliver-in-parts", PARTS)
            return f"/bookings/{loan}/{act}", {}
        case ["changes", _, act]:
            return f"/changes/{proposed(approved(program, LOAN))}/{act}", {}
        case ["approval-rules"]:
            return path, dict(RULE)
        case ["waiting-list"]:
            approved(program, LOAN)
            return path, LOAN | {"place_id": "test-hub"}
        case ["waiting-list", _, act]:
            loan = approved(program, LOAN)
            entry = made(program, "/waiting-list", LOAN | {"place_id": "test-hub"})
            done(program, f"/bookings/{loan}/cancel", {})
            return f"/waiting-list/{entry}/{act}", {}
        case ["contacts"]:
            return path, dict(CONTACT)
        case ["contacts", _]:
            changed = {"kind": "choir", "organisation": "Ti små kor"}
            return f"/contacts/{made(program, '/contacts', CONTACT)}", dict(changed)
        case ["wishes"]:
            return path, dict(WISH)
        case ["wishes", _, "choose"]:
            return f"/wishes/{made(program, '/wishes', WISH)}/choose", {"collection_id": "test-bk-01"}
        case ["wishes", _, act]:
            return f"/wishes/{made(program, '/wishes', WISH)}/{act}", {}
        case ["series"]:
            return path, dict(SERIES)
        case ["series", _, act]:
            return f"/series/{made(program, '/series', SERIES)}/{act}", {}
    return None


PARTS = {"copies_now": 18, "copies_later": 12, "later_day": "2026-12-03"}


def approved(program: Program, loan: dict[str, str]) -> str:
    """The id of a loan that its owner has approved."""
    booking = made(program, "/bookings", loan)
    done(program, f"/bookings/{booking}/approve", {})
    return booking


def made(program: Program, path: str, body: dict[str, Any]) -> str:
    """The id of something that is made first."""
    answer = program.post("/api/v1" + path, json=body)
    assert answer.status_code < 300, answer.json
    return str(answer.get_json()["id"])


def done(program: Program, path: str, body: dict[str, Any]) -> None:
    """Something that has to be done first."""
    answer = program.post("/api/v1" + path, json=body)
    assert answer.status_code < 300, answer.json
