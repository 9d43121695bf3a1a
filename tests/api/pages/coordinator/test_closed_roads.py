"""The pages of closed roads: closed, lifted, closed again, changed and taken away."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from logistics.database import Sessions
from logistics.network.closed_roads import ClosedRoad
from tests.api.pages.conftest import Visitor

CLOSED = "/coordinator/closed-roads"
THE_PASS = {"name": "The pass", "at": "60.1, 13.6", "within": "300", "first_day": "11-01", "last_day": "05-15"}


def the_road(sessions: Sessions) -> ClosedRoad:
    with sessions() as session:
        return session.scalars(select(ClosedRoad)).one()


def test_a_road_is_closed_for_a_season_and_listed(coordinator: Visitor, sessions: Sessions) -> None:
    page = coordinator.post(CLOSED, **THE_PASS).text
    road = the_road(sessions)
    assert (road.ends, road.first_day, road.last_day) == (((60.1, 13.6),), 1101, 515)
    assert "11-01 – 05-15" in page
    assert '<span class="badge warn">closed</span>' in page


def test_a_road_is_opened_for_now_closed_again_and_taken_away(coordinator: Visitor, sessions: Sessions) -> None:
    coordinator.post(CLOSED, **THE_PASS)
    one = f"{CLOSED}/{the_road(sessions).id}"
    assert "open for now" in coordinator.post(f"{one}/lift").text
    assert not the_road(sessions).closed_on(date(2026, 12, 1))
    coordinator.post(f"{one}/close")
    assert the_road(sessions).closed_on(date(2026, 12, 1))
    assert "None. Close a pass in winter" in coordinator.post(f"{one}/forget").text


def test_a_closed_road_is_changed_to_a_line_with_dates(coordinator: Visitor, sessions: Sessions) -> None:
    coordinator.post(CLOSED, **THE_PASS)
    one = f"{CLOSED}/{the_road(sessions).id}"
    assert 'value="60.10000, 13.60000"' in coordinator.get(one).text
    dates = {"valid_from": "2026-12-01", "valid_until": "2026-12-14", "first_day": "", "last_day": ""}
    coordinator.post(one, **THE_PASS | dates | {"to": "60.2, 13.7"})
    road = the_road(sessions)
    assert (len(road.ends), road.valid_from, road.valid_until) == (2, date(2026, 12, 1), date(2026, 12, 14))


def test_what_is_mistyped_is_told_at_its_field_and_nothing_is_closed(coordinator: Visitor, sessions: Sessions) -> None:
    wrong = {"at": "north", "within": "5", "last_day": "", "valid_from": "2026-12-14", "valid_until": "soon"}
    answer = coordinator.post(CLOSED, **THE_PASS | wrong)
    assert answer.status_code == 422
    for field in ("at", "within", "last_day", "valid_until"):
        assert f'id="{field}-error"' in answer.text
    backwards = {"valid_from": "2026-12-14", "valid_until": "2026-12-01"}
    assert 'id="valid_until-error"' in coordinator.post(CLOSED, **THE_PASS | backwards).text
    with sessions() as session:
        assert session.scalars(select(ClosedRoad)).all() == []


def test_only_who_manages_the_network_closes_roads(driver: Visitor) -> None:
    assert driver.get(f"{CLOSED}/new").status_code == 403
