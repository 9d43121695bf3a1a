"""School years on pages."""

from __future__ import annotations

import re

from tests.api.pages.conftest import Visitor

YEAR = {
    "name": "2026/27",
    "first_day": "2026-08-17",
    "last_day": "2027-06-18",
    "kind_1": "autumn",
    "first_1": "2026-09-30",
    "last_1": "2026-10-02",
    "kind_2": "christmas",
    "first_2": "",
    "last_2": "",
}


def test_a_school_year_is_told_changed_and_taken_back(coordinator: Visitor) -> None:
    page = coordinator.post("/coordinator/school-years", **YEAR).text
    assert "The school year 2026/27 is kept." in page
    found = re.search(r"/coordinator/school-years/\w{32}", page)
    assert found is not None
    form = coordinator.get(found[0]).text
    assert 'value="2026-09-30"' in form
    assert "Written by" in form
    assert "2 Oct" not in coordinator.post(found[0], **YEAR | {"last_1": "2026-10-01"}).text
    assert "No school year is known." in coordinator.post(f"{found[0]}/remove").text


def test_a_break_outside_the_year_is_refused_beside_the_form(coordinator: Visitor) -> None:
    answer = coordinator.post("/coordinator/school-years", **YEAR | {"last_1": "2027-10-02"})
    assert answer.status_code == 422
    assert "lies outside the season" in answer.text
    assert 'value="2027-10-02"' in answer.text
