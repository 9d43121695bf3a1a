"""Timetable designs on the coordinator's pages: wished for, read, laid side by side, taken away, adopted."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from sqlalchemy import select

from logistics.database import Sessions
from logistics.network.tours import Season
from logistics.transport.designs import written
from logistics.transport.queued import RunState
from logistics.transport.studies import Study
from routing.files import read_problem
from routing.season.files import read_wish
from routing.timetable import design
from tests.api.pages.conftest import Visitor
from tests.api.pages.drafts import a_draft

CRATES = "from;to;crates\nNorth;South;4\n"


def wish(coordinator: Visitor, *transit: str, table: str = CRATES, **fields: object) -> str:
    values = {"past_weeks": "8", "season_weeks": "44", "change_cost": "0", "transit": list(transit)} | fields
    return coordinator.post("/coordinator/designs/new", demand=(BytesIO(table.encode()), "crates.csv"), **values).text


def answer_all(sessions: Sessions) -> list[Study]:
    """Every design that waits, answered without a worker."""
    with sessions.begin() as session:
        studies = list(session.scalars(select(Study).order_by(Study.id)))
        for study in studies:
            week, wanted = read_problem(study.problem), read_wish(study.asked["wish"])
            study.answer = written(week, wanted, design(week, wanted, descents_at_most=1), 44)
            study.state = RunState.DONE
        return studies


@pytest.fixture
def designed(coordinator: Visitor, sessions: Sessions) -> Study:
    wish(coordinator, "3")
    return answer_all(sessions)[0]


def test_a_design_is_made_for_each_transit_time_that_is_ticked(coordinator: Visitor, sessions: Sessions) -> None:
    page = wish(coordinator, "2", "4")
    assert "At most 2 service days" in page
    with sessions() as session:
        days = {study.asked["wish"]["transit_days"] for study in session.scalars(select(Study))}
    assert days == {2, 4}


@pytest.mark.parametrize(
    ("fields", "table", "said"),
    [
        ({}, "North;Moon;4\n;;", "there is no library called Moon"),
        ({"from-1": "test-north"}, CRATES, "Say which library."),
        ({"season_weeks": "99"}, CRATES, "Give a whole number from 1 to 53."),
        ({"start": "design:none"}, CRATES, "There is no such thing here"),
    ],
)
def test_a_wish_that_can_not_be_read_is_shown_with_its_fault(
    coordinator: Visitor, fields: dict[str, str], table: str, said: str
) -> None:
    assert said in wish(coordinator, "3", table=table, **fields)


def test_nothing_ticked_is_no_wish(coordinator: Visitor) -> None:
    assert "Tick at least one." in wish(coordinator)


def test_without_a_file_the_past_is_typical(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    fields = {"past_weeks": "8", "season_weeks": "44", "change_cost": "0", "transit": "3"}
    assert "Nothing was sent in the last 8 weeks." in coordinator.post("/coordinator/designs/new", **fields).text


def test_the_design_shows_weekdays_tours_hours_and_times(coordinator: Visitor, designed: Study) -> None:
    page = coordinator.get(f"/coordinator/designs/{designed.id}").text
    assert "North" in page
    assert "van-1" in page
    assert 'class="matrix"' in page
    assert "Cost a season" in page


def test_while_it_is_worked_on_the_page_says_so(coordinator: Visitor) -> None:
    assert 'hx-trigger="every 2s"' in wish(coordinator, "3")


def test_designs_are_laid_side_by_side(coordinator: Visitor, sessions: Sessions) -> None:
    wish(coordinator, "2", "4")
    one, other = answer_all(sessions)
    page = coordinator.get(f"/coordinator/designs/compare?design={one.id}&design={other.id}").text
    assert "Designs side by side" in page
    assert page.count('class="matrix"') == 2


def test_one_design_is_not_compared(coordinator: Visitor, designed: Study) -> None:
    answer = coordinator.client.get(f"/coordinator/designs/compare?design={designed.id}", follow_redirects=True)
    assert "Tick at least two finished designs." in answer.text


def test_what_is_driven_today_stands_beside_the_design(
    coordinator: Visitor, sessions: Sessions, designed: Study
) -> None:
    page = wish(coordinator, "5", start=f"design:{designed.id}", change_cost="99999")
    assert "starting from what is driven today" in page
    latest = next(study for study in answer_all(sessions) if study.id != designed.id)
    page = coordinator.get(f"/coordinator/designs/{latest.id}").text
    assert "No change is worth it" in page


def test_a_design_is_taken_away_as_files(coordinator: Visitor, designed: Study) -> None:
    tours = coordinator.get(f"/coordinator/designs/{designed.id}/tours.csv").data.decode("utf-8-sig")
    assert tours.splitlines()[0] == "Day;Vehicle;Stop;Arrive;Leave"
    assert "North" in tours
    times = coordinator.get(f"/coordinator/designs/{designed.id}/transit.csv").data.decode("utf-8-sig")
    assert times.splitlines()[0] == ";Hub;North;South"
    whole = coordinator.get(f"/coordinator/designs/{designed.id}/design.json").get_json()
    assert whole["week"]["days"] == 7


def test_a_design_becomes_a_season(coordinator: Visitor, sessions: Sessions, designed: Study) -> None:
    fields = {"season": "Våren", "first": "2027-01-11", "last": "2027-06-04"}
    assert "Våren is there as a draft" in coordinator.post(f"/coordinator/designs/{designed.id}/adopt", **fields).text
    with sessions() as session:
        season = session.scalars(select(Season)).one()
        assert [tour.active for tour in season.tours] == [False] * len(season.tours)


def test_a_season_that_ends_before_it_begins_is_said_by_its_field(coordinator: Visitor, designed: Study) -> None:
    fields = {"season": "Våren", "first": "2027-06-04", "last": "2027-01-11"}
    answer = coordinator.post(f"/coordinator/designs/{designed.id}/adopt", **fields)
    assert (answer.status_code, "The last day lies before the first." in answer.text) == (422, True)


def test_a_design_is_stopped_and_removed(coordinator: Visitor, sessions: Sessions) -> None:
    wish(coordinator, "3")
    with sessions() as session:
        study = session.scalars(select(Study)).one()
    assert (
        "It was stopped before there was any timetable."
        in coordinator.post(f"/coordinator/designs/{study.id}/cancel").text
    )
    assert "No design yet." in coordinator.post(f"/coordinator/designs/{study.id}/remove").text


def test_a_plan_is_no_design(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    plan = a_draft(sessions, coordinator.person, now)
    assert coordinator.get(f"/coordinator/designs/{plan.id}").status_code == 404
