"""A message that is sent again counts once, and gets the answer that it got."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.applying import open_round
from logistics.database import Sessions
from logistics.models import METADATA, Booking, Plan, Study
from logistics.transport.plans import PlanState
from logistics.transport.queued import RunState
from logistics.transport.rotation_publications import run_publication
from logistics.transport.sharing_runs import look, run_sharing
from tests.api.rest.borrowing import borrowing
from tests.api.rest.program import Program
from tests.api.rest.test_rights import address, table
from tests.logistics.files.gtfs.test_gtfs import FERRY, packed

REQUEST = {
    "collection_id": "test-bk-01",
    "place_id": "test-south",
    "first_day": "2026-11-30",
    "last_day": "2026-12-04",
}

LINE = {"name": "Here–There", "seconds": 900, "there": ["daily 08:00-20:00/30"], "back": ["daily 08:15"]}
CLOSED: dict[str, object] = {"name": "The pass", "at": {"lat": 60.1, "lon": 13.6}}
SEASON = {"name": "2026/27", "first_day": "2026-08-17", "last_day": "2027-06-18"}

TOUR: dict[str, object] = {
    "name": "Nord",
    "vehicle_id": "test-van-1",
    "weekdays": [1, 3],
    "calls": [
        {"place_id": "test-hub", "arrives_minute": 480, "leaves_minute": 480},
        {"place_id": "test-north", "arrives_minute": 540, "leaves_minute": 550},
    ],
}

WISH = {
    "network_id": "test",
    "transit_days": 3,
    "demand": [{"from_place_id": "test-north", "to_place_id": "test-south", "crates": 4}],
}
PART_LOAN: dict[str, object] = {"copies": 1, "borrower": "Band", "due_on": "2026-12-18"}

TABLE = b"code;home;kind;title;crates;weight_grams;part_title\nKS-1;north;class-set;Mio;2;9000;Mio\n"


def a_picture() -> bytes:
    """A green square."""
    file = BytesIO()
    Image.new("RGB", (9, 9), "green").save(file, "PNG")
    return file.getvalue()


def a_count(**found: int) -> dict[str, object]:
    """A stocktake that tells of the first part."""
    return {"id": str(uuid4()), "findings": [{"position": 1, **found}]}


POSTS = [path for method, path in table() if method == "POST"]


def counts(engine: sa.Engine) -> dict[str, int]:
    """Rows of every table."""
    with engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(rows)) or 0
            for name, rows in METADATA.tables.items()
        }


ROTATION: dict[str, object] = {
    "network_id": "test",
    "name": "Spring",
    "first_day": "2027-01-11",
    "weeks": 4,
    "periods": 2,
    "places": [{"place_id": "test-north", "capacity": 1}, {"place_id": "test-south", "capacity": 1}],
    "collection_ids": ["test-bk-01"],
}

ROUND: dict[str, object] = {
    "network_id": "test",
    "name": "Spring term",
    "opens_on": "2026-11-20",
    "closes_on": "2026-12-10",
    "first_day": "2027-01-11",
    "weeks": 6,
    "periods": 2,
    "collection_ids": ["test-bk-01"],
}

ENTRY: dict[str, object] = {
    "network_id": "test",
    "kind": "meeting",
    "title": "Spring meeting",
    "first_day": "2027-03-01",
    "last_day": "2027-03-01",
}

APPLICATION: dict[str, object] = {
    "place_id": "test-south",
    "title": "7B",
    "pupils": 24,
    "wishes": ["test-bk-01"],
    "periods": [1, 2],
}


def made(program: Program, path: str, **body: object) -> str:
    """The id of something that is made first."""
    answer = program.post("/api/v1" + path, json=body)
    assert answer.status_code < 300, answer.json
    return str(answer.get_json()["id"])


def message(
    program: Program,
    path: str,
    draft: Callable[..., Plan],
    notice: Callable[[], str],
    proposed: Callable[[str], str],
) -> tuple[str, dict[str, object]]:
    """A message to the path that can be answered well, after whatever it needs has been made."""
    about_loans = borrowing(program, path, proposed)
    if about_loans is not None:
        return about_loans
    crates = {"from_place_id": "test-north", "to_place_id": "test-south", "crates": 2, "ready_on": "2026-11-24"}
    person = {
        "sign_in_name": "new@example.org",
        "name": "New",
        "role": "driver",
        "password": "a long password 7391",
        "network_id": "test",
    }
    match path.strip("/").split("/"):
        case ["places", _, "closures"]:
            return "/places/test-north/closures", {"first_day": "2026-12-01", "last_day": "2026-12-02"}
        case ["networks", _, "seasons"]:
            return "/networks/test/seasons", dict(SEASON)
        case ["networks", _, "roads"]:
            return "/networks/test/roads", {"from_id": "test-north", "to_id": "test-south", "metres": 1, "seconds": 1}
        case ["networks", _, "registers"]:
            table = b64encode(b"namn;kommunkod;lat;lon\nNy;north;60.1;13.6\n").decode()
            return "/networks/test/registers", {"content": table}
        case ["places", _, "settle"]:
            return "/places/test-north/settle", {"lat": 60.1, "lon": 13.6}
        case ["networks", _, "closed-roads"]:
            return "/networks/test/closed-roads", dict(CLOSED)
        case ["closed-roads", _, act]:
            return f"/closed-roads/{made(program, '/networks/test/closed-roads', **CLOSED)}/{act}", {}
        case ["networks", _, "crossings"]:
            return "/networks/test/crossings", dict(LINE)
        case ["seasons", _, "tours"]:
            return f"/seasons/{made(program, '/networks/test/seasons', **SEASON)}/tours", dict(TOUR)
        case ["tours", _, act]:
            season = made(program, "/networks/test/seasons", **SEASON)
            running = {"day": "2026-11-24", "runs": False} if act == "days" else {}
            return f"/tours/{made(program, f'/seasons/{season}/tours', **TOUR)}/{act}", running
        case ["calendar-feeds"]:
            return path, {"kind": "person"}
        case ["collections", _, "holds"]:
            return "/collections/test-bk-01/holds", {"first_day": "2026-12-01", "last_day": "2026-12-02"}
        case ["collections"]:
            return path, {
                "home_id": "test-north",
                "code": "MK-1",
                "kind": "music-kit",
                "title": "Kit",
                "crates": 2,
                "weight_grams": 9000,
            }
        case ["collection-files"]:
            return path, {"network_id": "test", "content": b64encode(TABLE).decode()}
        case ["collections", _, "photo"]:
            return "/collections/test-bk-01/photo", {"content": b64encode(a_picture()).decode(), "alt": "A crate"}
        case ["collections", _, "stocktakes"]:
            return "/collections/test-bk-01/stocktakes", a_count(missing=1)
        case ["collections", _, "parts", _, "lend"]:
            return "/collections/test-bk-01/parts/1/lend", PART_LOAN
        case ["part-loans", _, "return"]:
            return f"/part-loans/{made(program, '/collections/test-bk-01/parts/1/lend', **PART_LOAN)}/return", {}
        case ["shipments", _, "stocktakes"]:
            booking = made(program, "/bookings", **REQUEST)
            assert program.post(f"/api/v1/bookings/{booking}/approve").status_code == 200
            (out, _) = program.get("/api/v1/shipments?network_id=test").get_json()["items"]
            return f"/shipments/{out['id']}/stocktakes", a_count(missing=1)
        case ["shortfalls", _, "settle"]:
            made(program, "/collections/test-bk-01/stocktakes", **a_count(missing=1))
            (short,) = program.get("/api/v1/shortfalls?place_id=test-north").get_json()["items"]
            return f"/shortfalls/{short['id']}/settle", {"state": "found"}
        case ["collections", _, "parts"]:
            return "/collections/test-bk-01/parts", {"kind": "book", "title": "New", "copies": 3}
        case ["bookings"]:
            return path, dict(REQUEST)
        case ["bookings", _, "declare-lost"]:
            return f"/bookings/{under_way(program)}/declare-lost", {"stays_in_use": False}
        case ["bookings", _, "declare-found"]:
            booking = under_way(program)
            assert program.post(f"/api/v1/bookings/{booking}/declare-lost").status_code == 200
            return f"/bookings/{booking}/declare-found", {}
        case ["bookings", _, act]:
            return f"/bookings/{made(program, '/bookings', **REQUEST)}/{act}", {}
        case ["shipments"]:
            return path, dict(crates)
        case ["shipments", _, "cancel"]:
            return f"/shipments/{made(program, '/shipments', **crates)}/cancel", {}
        case ["planning-runs"]:
            return path, {"network_id": "test", "day": "2026-11-24", "seconds": 1}
        case ["planning-runs", _, "cancel"]:
            run = made(program, "/planning-runs", network_id="test", day="2026-11-24", seconds=1)
            return f"/planning-runs/{run}/cancel", {}
        case ["people"]:
            return path, person
        case ["people", _, act]:
            return f"/people/{made(program, '/people', **person)}/{act}", {}
        case ["scans"]:
            return path, {"scans": [scan(program, made(program, "/shipments", **crates))]}
        case ["deviations", _, "resolve"]:
            shipment = made(program, "/shipments", **crates)
            seen = scan(program, shipment) | {"kind": "received", "place_id": "test-south", "crates": 1}
            assert program.post("/api/v1/scans", json={"scans": [seen]}).status_code == 200
            (deviation,) = program.get("/api/v1/deviations?network_id=test").get_json()["items"]
            return f"/deviations/{deviation['id']}/resolve", {"resolution": "One crate was left in the van."}
        case ["plans", _, "publish"]:
            return f"/plans/{draft().id}/publish", {}
        case ["plans", _, "withdraw"]:
            return f"/plans/{published(program, draft())}/withdraw", {}
        case ["what-ifs"]:
            return path, {"plan_id": draft().id, "circumstances": {"without_vehicles": ["test-van-1"]}}
        case ["what-ifs", _, "cancel"]:
            asked = {"plan_id": draft().id, "circumstances": {"without_vehicles": ["test-van-1"]}}
            return f"/what-ifs/{made(program, '/what-ifs', **asked)}/cancel", {}
        case ["timetable-designs"]:
            return path, dict(WISH)
        case ["timetable-designs", _, "cancel"]:
            return f"/timetable-designs/{made(program, path.split('/{')[0], **WISH)}/cancel", {}
        case ["timetable-designs", _, "adopt"]:
            season = {"name": "Spring", "first_day": "2027-01-11", "last_day": "2027-06-04"}
            return f"/timetable-designs/{designed(program)}/adopt", season
        case ["plans", _, "replan"]:
            return f"/plans/{draft().id}/replan", {"vehicles_out": [], "places_closed": ["test-south"]}
        case ["plans", _, "undo"]:
            return f"/plans/{changed(program, draft())}/undo", {}
        case ["plans", _, "bring-back"]:
            first = draft()
            draft()
            return f"/plans/{first.id}/bring-back", {}
        case ["trips", _, "lock"]:
            return f"/trips/{draft().trips[0].id}/lock", {"stops": 2}
        case ["notices", "read"]:
            return path, {}
        case ["notices", _, act]:
            return f"/notices/{notice()}/{act}", {}
        case ["trips", _, "finish"]:
            trip = draft(has_begun=True).trips[0]
            published(program, trip.plan)
            return f"/trips/{trip.id}/finish", {}
        case ["rotations", *rest] if not rest:
            return path, dict(ROTATION)
        case ["rotations", _, "cells"]:
            cell = {"collection_id": "test-bk-01", "period": 1, "place_id": "test-south"}
            return f"/rotations/{made(program, '/rotations', **ROTATION)}/cells", cell
        case ["rotations", _, "wishes"]:
            wanted = {"place_id": "test-south", "collection_id": "test-bk-01"}
            return f"/rotations/{made(program, '/rotations', **ROTATION)}/wishes", wanted
        case ["rotations", _, "searches"]:
            return f"/rotations/{made(program, '/rotations', **ROTATION)}/searches", {}
        case ["rotation-searches", _, "stop"]:
            rotation = made(program, "/rotations", **ROTATION)
            return f"/rotation-searches/{made(program, f'/rotations/{rotation}/searches')}/stop", {}
        case ["rotations", _, "publish"]:
            return f"/rotations/{made(program, '/rotations', **ROTATION)}/publish", {}
        case ["rotation-publications", _, "stop"]:
            rotation = made(program, "/rotations", **ROTATION)
            return f"/rotation-publications/{made(program, f'/rotations/{rotation}/publish')}/stop", {}
        case ["rotations", _, "withdraw"]:
            rotation = made(program, "/rotations", **ROTATION)
            publication = made(program, f"/rotations/{rotation}/publish")
            parts = program.application.extensions["bokrute"]
            run_publication(parts.sessions, publication, 0, parts.clock)
            return f"/rotations/{rotation}/withdraw", {}
        case ["networks", _, "school-years"]:
            return "/networks/test/school-years", dict(SEASON)
        case ["networks", _, "gtfs"]:
            return "/networks/test/gtfs", {"content": b64encode(packed(FERRY)).decode()}
        case ["wheel-entries"]:
            return path, dict(ENTRY)
        case ["share-rounds"]:
            return path, dict(ROUND)
        case ["share-rounds", _, "applications"]:
            return f"/share-rounds/{made(program, '/share-rounds', **ROUND)}/applications", dict(APPLICATION)
        case ["applications", _, "withdraw"]:
            round_id = made(program, "/share-rounds", **ROUND)
            sent = made(program, f"/share-rounds/{round_id}/applications", **APPLICATION)
            return f"/applications/{sent}/withdraw", {}
        case ["share-rounds", _, act] if act in ("look", "decide"):
            return f"/share-rounds/{closed_round(program, answered=act == 'decide')}/{act}", {}
        case ["share-rounds", _, "cancel"]:
            return f"/share-rounds/{made(program, '/share-rounds', **ROUND)}/cancel", {}
        case _:
            pytest.fail(f"no message is known for {path}")


def published(program: Program, plan: Plan) -> str:
    """The id of a draft that is a draft no more."""
    assert program.post(f"/api/v1/plans/{plan.id}/publish").status_code == 200
    return plan.id


def closed_round(program: Program, *, answered: bool) -> str:
    """The id of a round that takes no applications any more, with an answer to look at where one is wanted."""
    parts = program.application.extensions["bokrute"]
    moment = parts.clock()
    with parts.sessions.begin() as session:
        by = session.scalars(sa.select(Person).where(Person.role == Role.ADMINISTRATOR)).one()
        wanted = {key: value for key, value in ROUND.items() if not key.endswith("_on")}
        days = {"opens_on": moment.date() - timedelta(days=20), "closes_on": moment.date() - timedelta(days=1)}
        wanted["first_day"] = date(2027, 1, 11)
        made = open_round(session, by=by, now=moment - timedelta(days=20), **wanted, **days)  # type: ignore[arg-type]
        run = look(session, made.id, by=by, now=moment) if answered else None
    if run is not None:
        run_sharing(parts.sessions, run.id, 0, parts.clock)
    return made.id


def designed(program: Program) -> str:
    """The id of a design that has a timetable."""
    design = made(program, "/timetable-designs", **WISH)
    with program.application.extensions["bokrute"].sessions.begin() as session:
        study = session.get_one(Study, design)
        study.state, study.answer = RunState.DONE, {"tours": []}
    return design


def changed(program: Program, plan: Plan) -> str:
    """The id of a published plan that was another one before."""
    published(program, plan)
    with program.application.extensions["bokrute"].sessions.begin() as session:
        before = Plan(
            network_id="test", day=plan.day, state=PlanState.REPLACED, fingerprint=plan.fingerprint,
            problem=plan.problem, cost=0, roads="straight-line", made_at=plan.made_at,
        )  # fmt: skip
        session.add(before)
        session.flush()
        session.get_one(Plan, plan.id).follows_id = before.id
    return plan.id


def under_way(program: Program) -> str:
    """The id of a booking whose collection has left."""
    booking = made(program, "/bookings", **REQUEST)
    assert program.post(f"/api/v1/bookings/{booking}/approve").status_code == 200
    found = program.get("/api/v1/shipments?network_id=test").get_json()["items"]
    (out,) = (shipment["id"] for shipment in found if shipment["direction"] == "out")
    assert program.post("/api/v1/scans", json={"scans": [scan(program, out)]}).status_code == 200
    return booking


def scan(program: Program, shipment_id: str) -> dict[str, object]:
    """A driver's scan of a shipment where it begins."""
    shipment = program.get(f"/api/v1/shipments/{shipment_id}").json
    return {
        "scan_id": str(uuid4()),
        "shipment_code": shipment["code"],
        "kind": "load",
        "place_id": "test-north",
        "seen_at": "2026-11-23T07:00:00Z",
    }


@pytest.mark.parametrize("path", POSTS)
def test_every_message_needs_a_key(path: str, administrator: Program) -> None:
    answer = administrator.post(address(path), headers={"Idempotency-Key": None})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("key", ["k" * 129, "two words", "å"])
def test_a_key_that_can_not_be_one_is_refused(key: str, librarian: Program) -> None:
    answer = librarian.post("/api/v1/bookings", headers={"Idempotency-Key": key})
    assert answer.get_json()["code"] == "bad-idempotency-key"


@pytest.mark.parametrize("path", POSTS)
def test_a_message_sent_twice_counts_once(
    path: str,
    administrator: Program,
    engine: sa.Engine,
    draft: Callable[..., Plan],
    notice: Callable[[], str],
    proposed: Callable[[str], str],
) -> None:
    where, body = message(administrator, path, draft, notice, proposed)
    first = administrator.post("/api/v1" + where, json=body, headers={"Idempotency-Key": "once"})
    assert first.status_code < 300, first.json
    after_first = counts(engine)
    second = administrator.post("/api/v1" + where, json=body, headers={"Idempotency-Key": "once"})
    assert (second.status_code, second.json) == (first.status_code, first.json)
    assert second.location == first.location
    assert second.headers["Idempotent-Replayed"] == "true"
    assert counts(engine) == after_first


FOLLOWED = [
    "planning-runs",
    "plans/{plan_id}/replan",
    "rotations/{rotation_id}/searches",
    "rotations/{rotation_id}/publish",
    "share-rounds/{round_id}/look",
    "timetable-designs",
    "what-ifs",
]


@pytest.mark.parametrize("path", FOLLOWED)
def test_what_a_worker_does_is_seen_where_the_answer_says(
    path: str,
    administrator: Program,
    draft: Callable[..., Plan],
    notice: Callable[[], str],
    proposed: Callable[[str], str],
) -> None:
    where, body = message(administrator, f"/{path}", draft, notice, proposed)
    answer = administrator.post("/api/v1" + where, json=body)
    assert (answer.status_code, administrator.get(str(answer.location)).status_code) == (202, 200)


def test_a_key_is_refused_for_another_body(coordinator: Program) -> None:
    key = {"Idempotency-Key": "once"}
    coordinator.post("/api/v1/bookings", json=REQUEST, headers=key)
    answer = coordinator.post("/api/v1/bookings", json=REQUEST | {"note": "please"}, headers=key)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "key-reused")


def test_a_key_is_refused_for_another_address(coordinator: Program) -> None:
    key = {"Idempotency-Key": "once"}
    booking = coordinator.post("/api/v1/bookings", json=REQUEST, headers=key).get_json()["id"]
    answer = coordinator.post(f"/api/v1/bookings/{booking}/decline", headers=key)
    assert answer.get_json()["code"] == "key-reused"


def test_two_people_may_have_the_same_key(coordinator: Program, administrator: Program) -> None:
    key = {"Idempotency-Key": "once"}
    first = coordinator.post("/api/v1/bookings", json=REQUEST, headers=key).get_json()["id"]
    assert administrator.post("/api/v1/bookings", json=REQUEST, headers=key).get_json()["id"] != first


def test_a_refused_message_may_be_sent_again_with_its_key(coordinator: Program) -> None:
    key = {"Idempotency-Key": "once"}
    coordinator.post("/api/v1/bookings", json=REQUEST | {"place_id": "nowhere"}, headers=key)
    assert coordinator.post("/api/v1/bookings", json=REQUEST, headers=key).status_code == 201


def test_a_message_that_comes_many_times_at_once_counts_once(
    app: Flask, coordinator: Program, sessions: Sessions
) -> None:
    together = Barrier(8)

    def send(_: int) -> tuple[int, str]:
        program = Program(app, app.response_class)
        program.token = coordinator.token
        together.wait()
        answer = program.post("/api/v1/bookings", json=REQUEST, headers={"Idempotency-Key": "once"})
        return answer.status_code, answer.get_json()["id"]

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(send, range(8)))
    with sessions() as session:
        assert answers == {(201, booking) for booking in session.scalars(sa.select(Booking.id))}
    assert len(answers) == 1
