"""Who may call what: one table, compared with what the running application answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from logistics.access.rights import Role
from tests.api.rest.program import Program

INITIALS = {Role.LIBRARIAN: "L", Role.DRIVER: "D", Role.COORDINATOR: "C", Role.ADMINISTRATOR: "A"}

TABLE = """
GET    /me                                          L D C A
GET    /notices                                     L D C A
POST   /notices/read                                L D C A
POST   /notices/{notice_id}/read                    L D C A
POST   /notices/{notice_id}/unread                  L D C A
GET    /networks                                    L D C A
GET    /networks/{network_id}                       L D C A
GET    /networks/{network_id}/municipalities        L D C A
GET    /networks/{network_id}/vehicles              L D C A
GET    /networks/{network_id}/service-days          L D C A
GET    /networks/{network_id}/places                L D C A
GET    /places/{place_id}                           L D C A
GET    /places/{place_id}/closures                  L D C A
POST   /places/{place_id}/closures                  L - C A
DELETE /closures/{closure_id}                       L - C A
GET    /networks/{network_id}/school-years          L D C A
POST   /networks/{network_id}/school-years          - - C A
GET    /school-years/{year_id}                      L D C A
PATCH  /school-years/{year_id}                      - - C A
DELETE /school-years/{year_id}                      - - C A
GET    /networks/{network_id}/seasons               L D C A
POST   /networks/{network_id}/seasons               - - C A
POST   /seasons/{season_id}/tours                   - - C A
GET    /tours/{tour_id}                             L D C A
PATCH  /tours/{tour_id}                             - - C A
POST   /tours/{tour_id}/days                        - - C A
POST   /tours/{tour_id}/retire                      - - C A
POST   /tours/{tour_id}/restore                     - - C A
GET    /networks/{network_id}/gtfs                  L D C A
POST   /networks/{network_id}/gtfs                  - - C A
GET    /networks/{network_id}/roads                 L D C A
POST   /networks/{network_id}/roads                 - - C A
DELETE /roads/{known_id}                            - - C A
POST   /networks/{network_id}/registers             - - C A
POST   /places/{place_id}/settle                    - - C A
GET    /networks/{network_id}/closed-roads          L D C A
POST   /networks/{network_id}/closed-roads          - - C A
GET    /closed-roads/{closed_id}                    L D C A
PATCH  /closed-roads/{closed_id}                    - - C A
POST   /closed-roads/{closed_id}/lift               - - C A
POST   /closed-roads/{closed_id}/close-again        - - C A
DELETE /closed-roads/{closed_id}                    - - C A
GET    /networks/{network_id}/crossings             L D C A
POST   /networks/{network_id}/crossings             - - C A
GET    /crossings/{crossing_id}                     L D C A
PATCH  /crossings/{crossing_id}                     - - C A
DELETE /crossings/{crossing_id}                     - - C A
GET    /collections                                 L - C A
POST   /collections                                 L - C A
GET    /collections/{collection_id}                 L - C A
PATCH  /collections/{collection_id}                 L - C A
POST   /collections/{collection_id}/parts           L - C A
PATCH  /collections/{collection_id}/parts/{position} L - C A
DELETE /collections/{collection_id}/parts/{position} L - C A
GET    /collections/{collection_id}/photo           L - C A
POST   /collections/{collection_id}/photo           L - C A
DELETE /collections/{collection_id}/photo           L - C A
GET    /collection-files                            L - C A
POST   /collection-files                            L - C A
GET    /label-formats                               L - C A
GET    /shipment-labels                             L - C A
GET    /collection-labels                           L - C A
GET    /contents-lists                              L - C A
POST   /collections/{collection_id}/stocktakes      L - C A
GET    /collections/{collection_id}/part-loans      L - C A
POST   /collections/{collection_id}/parts/{position}/lend L - C A
POST   /part-loans/{loan_id}/return                 L - C A
POST   /shipments/{shipment_id}/stocktakes          L - C A
GET    /shortfalls                                  L - C A
POST   /shortfalls/{shortfall_id}/settle            L - C A
GET    /replacement-charges                         L - C A
POST   /collections/{collection_id}/holds           L - C A
DELETE /holds/{hold_id}                             L - C A
GET    /collections/{collection_id}/availability    L - C A
GET    /collections/{collection_id}/promise         L - C A
GET    /bookings                                    L - C A
POST   /bookings                                    L - C A
GET    /bookings/{booking_id}                       L - C A
POST   /bookings/{booking_id}/approve               L - C A
POST   /bookings/{booking_id}/decline               L - C A
POST   /bookings/{booking_id}/cancel                L - C A
POST   /bookings/{booking_id}/declare-lost          L - C A
POST   /bookings/{booking_id}/declare-found         L - C A
GET    /bookings/{booking_id}/changes               L - C A
POST   /bookings/{booking_id}/change-last-day       L - C A
POST   /bookings/{booking_id}/hand-on               L - C A
POST   /bookings/{booking_id}/take-hand-on-back     L - C A
POST   /changes/{change_id}/agree                   L - C A
POST   /changes/{change_id}/refuse                  L - C A
POST   /changes/{change_id}/withdraw                L - C A
GET    /contacts                                    L - C A
POST   /contacts                                    L - C A
POST   /contacts/{contact_id}                       L - C A
DELETE /contacts/{contact_id}                       L - C A
GET    /wishes                                      L - C A
POST   /wishes                                      L - C A
GET    /wishes/{wish_id}/matches                    L - C A
POST   /wishes/{wish_id}/choose                     L - C A
POST   /wishes/{wish_id}/withdraw                   L - C A
GET    /series                                      L - C A
POST   /series                                      L - C A
GET    /series/{series_id}/turns                    L - C A
POST   /series/{series_id}/end                      L - C A
POST   /series/{series_id}/resume                   L - C A
GET    /waiting-list                                L - C A
POST   /waiting-list                                L - C A
POST   /waiting-list/{entry_id}/take                L - C A
POST   /waiting-list/{entry_id}/leave               L - C A
POST   /bookings/{booking_id}/deliver-in-parts      L - C A
POST   /bookings/{booking_id}/deliver-whole         L - C A
POST   /bookings/{booking_id}/keep-the-rest         L - C A
GET    /approval-rules                              L - C A
POST   /approval-rules                              L - C A
DELETE /approval-rules/{rule_id}                    L - C A
GET    /shipments                                   L - C A
POST   /shipments                                   L - C A
GET    /shipments/{shipment_id}                     L - C A
POST   /shipments/{shipment_id}/cancel              L - C A
GET    /shipments/{shipment_id}/custody             L - C A
POST   /planning-runs                               - - C A
GET    /planning-runs                               - - C A
GET    /planning-runs/{run_id}                      - - C A
POST   /planning-runs/{run_id}/cancel               - - C A
GET    /plans                                       - - C A
GET    /plans/{plan_id}                             - - C A
POST   /plans/{plan_id}/publish                     - - C A
POST   /plans/{plan_id}/withdraw                    - - C A
POST   /plans/{plan_id}/replan                      - - C A
POST   /plans/{plan_id}/undo                        - - C A
POST   /plans/{plan_id}/bring-back                  - - C A
GET    /plans/{plan_id}/differences                 - - C A
POST   /trips/{trip_id}/lock                        - - C A
POST   /what-ifs                                    - - C A
GET    /what-ifs                                    - - C A
GET    /what-ifs/{study_id}                         - - C A
POST   /what-ifs/{study_id}/cancel                  - - C A
DELETE /what-ifs/{study_id}                         - - C A
POST   /timetable-designs                           - - C A
GET    /timetable-designs                           - - C A
GET    /timetable-designs/{study_id}                - - C A
POST   /timetable-designs/{study_id}/cancel         - - C A
POST   /timetable-designs/{study_id}/adopt          - - C A
DELETE /timetable-designs/{study_id}                - - C A
GET    /rotations                                   L - C A
POST   /rotations                                   - - C A
GET    /rotations/{rotation_id}                     L - C A
DELETE /rotations/{rotation_id}                     - - C A
POST   /rotations/{rotation_id}/cells               - - C A
POST   /rotations/{rotation_id}/wishes              L - C A
DELETE /rotation-wishes/{wish_id}                   L - C A
POST   /rotations/{rotation_id}/searches            - - C A
GET    /rotation-searches/{search_id}               - - C A
POST   /rotation-searches/{search_id}/stop          - - C A
POST   /rotations/{rotation_id}/publish             - - C A
POST   /rotations/{rotation_id}/withdraw            - - C A
GET    /rotation-publications/{publication_id}      - - C A
POST   /rotation-publications/{publication_id}/stop - - C A
GET    /wheel                                       L - C A
POST   /wheel-entries                               L - C A
GET    /wheel-entries/{entry_id}                    L - C A
PATCH  /wheel-entries/{entry_id}                    L - C A
DELETE /wheel-entries/{entry_id}                    L - C A
GET    /share-rounds                                L - C A
POST   /share-rounds                                - - C A
GET    /share-rounds/{round_id}                     L - C A
POST   /share-rounds/{round_id}/applications        L - C A
POST   /applications/{application_id}/withdraw      L - C A
POST   /share-rounds/{round_id}/look                - - C A
POST   /share-rounds/{round_id}/decide              - - C A
POST   /share-rounds/{round_id}/cancel              - - C A
GET    /route-sheets                                - D C A
GET    /plans/{plan_id}/route-sheet                 - D C A
GET    /live-days                                   - D C A
POST   /scans                                       L D C A
GET    /trips                                       - D C A
POST   /trips/{trip_id}/finish                      - D C A
GET    /deviations                                  - - C A
POST   /deviations/{deviation_id}/resolve           - - C A
GET    /costs/day                                   - - C A
GET    /costs/period                                - - C A
GET    /plans/{plan_id}/costs                       - - C A
GET    /people                                      - - - A
POST   /people                                      - - - A
POST   /people/{person_id}/deactivate               - - - A
POST   /people/{person_id}/reactivate               - - - A
GET    /calendar-feeds                              L D C A
POST   /calendar-feeds                              L D C A
DELETE /calendar-feeds/{feed_id}                    L D C A
GET    /tokens                                      L D C A
DELETE /tokens/{token_id}                           L D C A
"""
"""Operation and the roles that may call it: librarian, driver, coordinator, administrator."""

OPEN = {("GET", "/"), ("GET", "/openapi.json")}


def table() -> dict[tuple[str, str], str]:
    """Operation to the initials of those who may."""
    rows = [line.split(maxsplit=2) for line in TABLE.strip().splitlines()]
    return {(method, path): roles.replace(" ", "").replace("-", "") for method, path, roles in rows}


def operations(app: Flask) -> set[tuple[str, str]]:
    """Every operation that the application answers under /api/v1."""
    return {
        (method, rule.rule.removeprefix("/api/v1").replace("<id:", "{").replace("<int:", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def address(path: str) -> str:
    """A path with ids that nobody has."""
    for name in (
        "network",
        "notice",
        "change",
        "entry",
        "wish",
        "contact",
        "series",
        "rule",
        "place",
        "closure",
        "collection",
        "booking",
        "shipment",
        "run",
        "study",
        "plan",
        "deviation",
        "trip",
        "loan",
        "shortfall",
        "rotation",
        "wish",
        "search",
        "publication",
        "round",
        "application",
        "entry",
        "season",
        "tour",
        "feed",
        "hold",
        "crossing",
        "closed",
        "known",
        "year",
    ):
        path = path.replace(f"{{{name}_id}}", f"no-{name}")
    return "/api/v1" + path.replace("{person_id}", "nobody").replace("{token_id}", "none").replace("{position}", "1")


def test_every_operation_is_in_the_table(app: Flask) -> None:
    assert operations(app) == set(table()) | OPEN


def test_nobody_gets_in_without_a_token(app: Flask, anonymous: FlaskClient) -> None:
    answers = {
        operation: anonymous.open(address(operation[1]), method=operation[0]).status_code for operation in table()
    }
    assert answers == dict.fromkeys(table(), 401)


def test_whoever_is_turned_away_is_told_how_to_come_in(app: Flask, anonymous: FlaskClient) -> None:
    answer = anonymous.get("/api/v1/me")
    assert answer.headers["WWW-Authenticate"] == "Bearer realm=bokrute"


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_exactly_what_the_table_says(
    role: Role, app: Flask, as_role: Callable[[Role], Program]
) -> None:
    client = as_role(role)
    allowed = {
        operation for operation in table() if client.open(address(operation[1]), method=operation[0]).status_code != 403
    }
    assert allowed == {operation for operation, roles in table().items() if INITIALS[role] in roles}


@pytest.mark.parametrize(
    "header", ["Bearer bokrute_wrong", "Bearer", "Basic dXNlcjpwYXNz", "bokrute_naked", "Bearer é", ""]
)
def test_a_header_that_names_nobody_lets_nobody_in(header: str, app: Flask, anonymous: FlaskClient) -> None:
    assert anonymous.get("/api/v1/me", headers={"Authorization": header}).status_code == 401


def test_a_librarian_does_not_act_for_another_place(librarian: Program) -> None:
    closure = {"first_day": "2026-12-01", "last_day": "2026-12-01"}
    assert librarian.post("/api/v1/places/test-south/closures", json=closure).get_json()["code"] == "not-allowed"
