"""What people see first: nothing that keeps anybody out, nothing wider than a phone, nothing left in English."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.barriers import barriers
from tests.browser.conftest import SignIn, Town

ROLES = ("sunne", "driver", "coordinator", "administrator")

PAGES = {
    "sunne": (
        "/library/collections",
        "/library/bookings",
        "/library/crates",
        "/library/shelves",
        "/library/place",
        "/seasons/rotations",
        "/seasons/sharing",
        "/seasons/wheel",
        "/me",
    ),
    "coordinator": ("/coordinator/shipments", "/coordinator/costs", "/coordinator/deviations", "/library/crates"),
    "administrator": ("/administrator/networks",),
}


@pytest.mark.parametrize("who", ROLES)
def test_the_first_page_of_a_role_has_no_fault_that_keeps_people_out(sign_in: SignIn, who: str) -> None:
    assert barriers(sign_in(who)) == []


@pytest.mark.parametrize("who", PAGES)
def test_no_other_page_of_a_role_has_a_fault_that_keeps_people_out(sign_in: SignIn, who: str) -> None:
    page = sign_in(who)
    found = []
    for address in PAGES[who]:
        page.goto(address)
        found += [f"{address} {fault}" for fault in barriers(page)]
    assert found == []


def test_a_plan_has_no_fault_that_keeps_people_out(sign_in: SignIn, day: date) -> None:
    page = sign_in("coordinator")
    page.goto(f"/coordinator/days/{day.isoformat()}")
    page.locator("#map .stop-mark").first.wait_for()
    assert barriers(page) == []


def test_the_door_has_no_fault_that_keeps_people_out(town: Town, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{town.url}/sign-in")
    assert barriers(page) == []
    page.close()


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("locale", ["sv-SE", "nb-NO", "en-GB"])
def test_no_page_of_a_role_is_wider_than_a_phone(sign_in: SignIn, who: str, locale: str) -> None:
    page = sign_in(who, locale=locale, width=375)
    wide = [page.url] if overflows(page) else []
    for address in PAGES.get(who, ()):
        page.goto(address)
        wide += [address] if overflows(page) else []
    assert wide == []


def overflows(page: Page) -> bool:
    wider: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider
