from __future__ import annotations

import copy
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from logistics.errors import NotAllowed, NotFound
from logistics.network.roads import RoadMatrix, RoadPath
from logistics.transport.custody import ScanKind
from logistics.transport.day_sheet import sheet_of_day
from logistics.transport.plans import Plan, PlanState
from logistics.transport.publishing import publish
from logistics.transport.refusals import NoPublishedPlan
from logistics.transport.scanning import record
from logistics.transport.sheet import Sheet, SheetStop, route_sheet
from logistics.transport.shipments import Shipment
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY, Draft


@pytest.fixture
def plan(session: Session, world: World, now: datetime, draft: Draft) -> Plan:
    """Tuesday's published plan: two crates from north to south."""
    return publish(session, draft().id, by=world.coordinator, now=now)


def stops(sheet: Sheet) -> tuple[SheetStop, ...]:
    """The stops of the only trip of the only van."""
    (van,) = sheet.vans
    (trip,) = van.trips
    return trip.stops


def test_a_sheet_goes_stop_by_stop_from_home_to_home(session: Session, world: World, plan: Plan) -> None:
    sheet = route_sheet(session, plan.id, world.driver)
    assert [stop.place.name for stop in stops(sheet)] == ["Hub", "North", "South", "Hub"]


def test_a_sheet_tells_what_to_load_and_unload_and_where_it_goes(
    session: Session, world: World, plan: Plan, shipment: Shipment
) -> None:
    _, north, south, _ = stops(route_sheet(session, plan.id, world.driver))
    assert [(item.code, item.crates, item.goal.name) for item in north.load] == [(shipment.code, 2, "South")]
    assert [item.code for item in south.unload] == [shipment.code]


def test_a_sheet_counts_what_is_aboard(session: Session, world: World, plan: Plan) -> None:
    sheet = route_sheet(session, plan.id, world.driver)
    assert [stop.crates_aboard for stop in stops(sheet)] == [0, 2, 0, 0]
    assert sheet.vans[0].trips[0].most_aboard == 2


def test_a_sheet_shows_what_has_been_scanned_at_a_stop(
    session: Session, world: World, now: datetime, plan: Plan, shipment: Shipment
) -> None:
    record(
        session,
        scan_id=str(UUID(int=1)),
        shipment_code=shipment.code,
        kind=ScanKind.LOAD,
        place_id=world.north.id,
        stop_id=plan.trips[0].stops[1].id,
        seen_at=now,
        by=world.driver,
        now=now,
    )
    _, north, south, _ = stops(route_sheet(session, plan.id, world.driver))
    assert [item.done for item in (*north.load, *south.unload)] == [True, False]


def test_the_sheet_of_a_day_is_that_of_its_published_plan(session: Session, world: World, plan: Plan) -> None:
    sheet = sheet_of_day(session, world.network.id, TUESDAY, world.driver)
    assert (sheet.plan_id, sheet.state) == (plan.id, PlanState.PUBLISHED)


def test_a_day_without_a_published_plan_has_no_sheet(session: Session, world: World, draft: Draft) -> None:
    draft()
    with pytest.raises(NoPublishedPlan):
        sheet_of_day(session, world.network.id, TUESDAY, world.driver)


def test_a_sheet_can_be_that_of_one_van(session: Session, world: World, plan: Plan) -> None:
    assert [v.vehicle_id for v in route_sheet(session, plan.id, world.driver, vehicle_id=world.van.id).vans] == [
        world.van.id
    ]
    assert route_sheet(session, plan.id, world.driver, vehicle_id="another").vans == ()


def test_a_coordinator_sees_the_sheet_of_a_draft(session: Session, world: World, draft: Draft) -> None:
    assert route_sheet(session, draft().id, world.coordinator).state is PlanState.DRAFT


def test_a_driver_does_not_see_the_sheet_of_a_draft(session: Session, world: World, draft: Draft) -> None:
    with pytest.raises(NotAllowed):
        route_sheet(session, draft().id, world.driver)


def test_a_librarian_sees_no_sheet(session: Session, world: World, plan: Plan) -> None:
    with pytest.raises(NotAllowed):
        route_sheet(session, plan.id, world.owner)


def test_an_unknown_plan_has_no_sheet(session: Session, world: World) -> None:
    with pytest.raises(NotFound):
        route_sheet(session, "none", world.driver)


def test_a_sheet_says_which_ferry_leads_to_a_stop(session: Session, world: World, now: datetime, plan: Plan) -> None:
    hub, north, *_ = plan.trips[0].stops
    quay = hub.leaves_at.astimezone(world.network.clock) + timedelta(minutes=5)
    second = 3600 * quay.hour + 60 * quay.minute + quay.second
    problem = copy.deepcopy(plan.problem)
    row, column = (next(n for n, p in enumerate(problem["places"]) if p["id"] == s.place_id) for s in (hub, north))
    whole = int((north.starts_at - hub.leaves_at).total_seconds())
    problem["seconds"][row][column] = whole
    problem["crossings"] = [{"id": "f", "name": "Hub–North", "departs": [[second, second]], "seconds": 600}]
    leg = {"from": hub.place_id, "to": north.place_id, "crossings": ["f"], "drives": [300, whole - 900]}
    plan.problem = problem | {"legs": [leg]}
    session.flush()
    first, to_north, *rest = stops(route_sheet(session, plan.id, world.driver))
    (sailing,) = to_north.crossings
    assert (sailing.name, sailing.departs_at, sailing.waits) == (
        "Hub–North",
        hub.leaves_at + timedelta(minutes=5),
        True,
    )
    assert sailing.lands_at == sailing.departs_at + timedelta(minutes=10)
    assert not any(stop.crossings for stop in (first, *rest))


def test_a_sheet_shows_where_measured_ways_go_and_leaves_the_others_open(
    session: Session, world: World, now: datetime, plan: Plan
) -> None:
    matrix = RoadMatrix(
        network_id="test", engine="osm", settings={}, points=[], metres=[], seconds=[], over=[], measured_at=now
    )
    session.add(matrix)
    session.flush()
    pieces = [("road", "_p~iF~ps|U"), ("ferry", "_ulLnnqC")]
    session.add(RoadPath(network_id="test", from_id="test-hub", to_id="test-north", pieces=pieces))
    session.flush()
    _, to_north, *rest = stops(route_sheet(session, plan.id, world.driver))
    assert [(piece.kind, piece.line) for piece in to_north.way] == pieces
    assert not any(stop.way for stop in rest)
