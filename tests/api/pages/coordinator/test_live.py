"""The page of a day on the road: the list, the map's data, and the picture for browsers without scripts."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from logistics.access.rights import Role
from logistics.database import Sessions
from logistics.network.closed_roads import ClosedRoad
from logistics.transport.plans import Plan
from tests.api.pages.conftest import Hands, SignedIn, Visitor
from tests.api.pages.drafts import a_published_plan

LIVE = "/coordinator/days/2026-11-24/live"


@pytest.fixture
def plan(coordinator: Visitor, sessions: Sessions, now: datetime) -> Plan:
    return a_published_plan(sessions, coordinator.person, now)


def late(sessions: Sessions, clock: Hands, plan: Plan) -> None:
    """The first stop should have been begun 25 minutes ago."""
    with sessions() as session:
        clock.now = session.get_one(Plan, plan.id).trips[0].stops[1].starts_at + timedelta(minutes=25)


def test_the_page_says_in_words_what_the_map_draws(
    coordinator: Visitor, sessions: Sessions, clock: Hands, plan: Plan
) -> None:
    late(sessions, clock, plan)
    page = coordinator.get(LIVE).text
    assert "25 minutes late" in page
    assert 'class="late" aria-current="step"' in page
    assert '<noscript><img class="map-picture" src="/coordinator/days/2026-11-24/live/map.svg"' in page


def test_the_page_renews_only_its_list(coordinator: Visitor, plan: Plan) -> None:
    part = coordinator.get(LIVE, **{"HX-Request": "true"}).text
    assert part.startswith('<section id="live"')
    assert "live-map" not in part


def test_the_map_has_every_stop_with_how_far_it_has_come(
    coordinator: Visitor, sessions: Sessions, clock: Hands, plan: Plan
) -> None:
    late(sessions, clock, plan)
    with sessions.begin() as session:
        session.add(ClosedRoad(id="c", network_id="test", name="The pass", lat=59.9, lon=13.5, within_metres=200))
    told = coordinator.get(f"{LIVE}/map").get_json()
    assert [stop["progress"] for stop in told["trips"][0]["stops"]][:2] == ["done", "late"]
    assert "late" in told["trips"][0]["stops"][1]["said"]
    assert told["closed"] == [{"name": "The pass", "ends": [[59.9, 13.5]], "metres": 200}]


def test_without_scripts_a_picture_tells_done_late_and_to_come_apart_by_signs(
    coordinator: Visitor, sessions: Sessions, clock: Hands, plan: Plan
) -> None:
    late(sessions, clock, plan)
    answer = coordinator.get(f"{LIVE}/map.svg")
    assert answer.mimetype == "image/svg+xml"
    drawn = ElementTree.fromstring(answer.text)  # our own
    signs = {element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {"!", "2"} <= signs


def test_a_day_without_a_published_plan_has_no_live_page(coordinator: Visitor) -> None:
    assert coordinator.get(LIVE).status_code in (404, 409)


def test_the_published_plan_leads_there_and_drivers_do_not_see_it(
    coordinator: Visitor, signed_in: SignedIn, plan: Plan
) -> None:
    assert f'href="{LIVE}"' in coordinator.get("/coordinator/days/2026-11-24").text
    assert signed_in(Role.DRIVER).get(LIVE).status_code == 403
