"""A driver where there is no network: the sheet stays, scans are kept, and each counts once."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from logistics.transport.custody import Scan
from tests.browser.barriers import barriers
from tests.browser.conftest import SignIn, Town

UNDO_MS = 5_000

UNTIL_KEPT = """async () => {
    await navigator.serviceWorker.ready;
    while (!(await caches.match(location.href))) await new Promise((go) => setTimeout(go, 50));
}"""


@pytest.fixture
def sheet(day: date, sign_in: SignIn) -> Page:
    """The van's sheet on a phone, kept by the service worker."""
    page = sign_in("driver", width=375)
    page.locator(f"a[href*='{day.isoformat()}']").click()
    page.evaluate(UNTIL_KEPT)
    return page


def test_a_scan_made_without_a_network_is_sent_once_there_is_one_and_counts_once(town: Town, sheet: Page) -> None:
    sheet.context.set_offline(True)
    sheet.reload()
    sheet.get_by_role("button", name="Lasta på").click()
    expect(sheet.locator("#outbox")).to_contain_text("Inget nät")
    sheet.reload()
    expect(sheet.locator("button.scan.unsent")).to_have_count(1)
    assert scans(town) == 0
    sheet.context.set_offline(False)
    expect(sheet.locator("#outbox")).to_have_text("Alla skanningar är skickade")
    sheet.reload()
    expect(sheet.locator("#outbox")).to_have_text("Alla skanningar är skickade")
    assert scans(town) == 1


def test_a_scan_can_be_undone_before_it_is_sent(town: Town, sheet: Page) -> None:
    before = scans(town)
    button = sheet.get_by_role("button", name="Lasta av")
    button.click()
    expect(button).to_contain_text("Ångra")
    button.click()
    expect(button).to_have_text("Lasta av✓")
    sheet.wait_for_timeout(UNDO_MS)
    assert scans(town) == before


def test_a_label_that_is_typed_scans_its_next_handling(town: Town, sheet: Page) -> None:
    code = sheet.locator("button.scan:not(.done)").first.get_attribute("data-code") or ""
    done = sheet.locator("button.scan.done").count()
    sheet.get_by_label("Skanna eller skriv en etikett").fill(code.lower())
    sheet.keyboard.press("Enter")
    expect(sheet.locator("button.scan.done")).to_have_count(done + 1)


def test_a_label_that_is_not_on_the_sheet_is_told(sheet: Page) -> None:
    sheet.get_by_label("Skanna eller skriv en etikett").fill("XX-99999")
    sheet.keyboard.press("Enter")
    expect(sheet.locator("#heard")).to_have_text("XX-99999 finns inte på den här körlistan")


def test_the_sheet_has_no_fault_that_keeps_people_out(sheet: Page) -> None:
    assert barriers(sheet) == []


def scans(town: Town) -> int:
    with town.sessions() as session:
        return session.scalar(select(func.count()).select_from(Scan)) or 0
