"""One crate from the request to the cost, each step in a browser by whoever does it, in Swedish."""

from __future__ import annotations

from datetime import UTC, date, datetime

from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from logistics.bookings.booking import Booking, BookingState
from logistics.transport.plans import Trip
from logistics.transport.shipments import Direction, Shipment, ShipmentState
from tests.browser.conftest import SignIn, Town

PLANNING_MS = 120_000


def test_a_crate_is_asked_for_planned_driven_received_and_paid_for(town: Town, sign_in: SignIn) -> None:
    ask(sign_in("sunne"))
    approve(sign_in("karlstad"))
    booking, out = stored(town)
    plan_and_publish(sign_in("coordinator"), booking.arrives_on, out.code)
    the_day_comes(town)
    town.put_clock_forward_to(out.due_at)
    drive(sign_in("driver", width=375), booking.arrives_on, out.code)
    receive(sign_in("sunne"), out.code)
    assert [stored(town)[0].state, stored(town)[1].state] == [BookingState.ON_LOAN, ShipmentState.RECEIVED]
    pay(sign_in("coordinator"), booking.arrives_on)


def ask(page: Page) -> None:
    page.get_by_role("link", name="Samlingar").click()
    page.get_by_label("Titel, författare, ämne eller kod").fill("älv och dess folk")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Provlådan från Klarälven").click()
    expect(page.locator("[data-promise]")).to_contain_text("Kommer fram")
    page.get_by_label("Ett ord till ägaren").fill("Till vår bokcirkel")
    page.get_by_role("button", name="Begär den").click()
    expect(page.get_by_role("status")).to_contain_text("på väg till Karlstad")
    expect(page.locator("main .badge").first).to_have_text("Begärd")


def approve(page: Page) -> None:
    row = page.locator("#requests tr", has_text="Provlådan")
    expect(row).to_contain_text("Till vår bokcirkel")
    row.get_by_role("button", name="Godkänn").click()
    expect(page.get_by_role("status")).to_contain_text("Transport är bokad dit och tillbaka")


def stored(town: Town) -> tuple[Booking, Shipment]:
    with town.sessions() as session:
        booking = session.scalars(select(Booking).join(Booking.collection).where(Booking.place_id == "varmland-sunne"))
        found = booking.one()
        out = session.scalars(select(Shipment).where(Shipment.booking_id == found.id)).all()
        return found, next(shipment for shipment in out if shipment.direction is Direction.OUT)


def plan_and_publish(page: Page, day: date, code: str) -> None:
    page.get_by_label("En annan dag").fill(day.isoformat())
    page.get_by_role("button", name="Visa").click()
    page.get_by_label("Sök i").select_option("10")
    page.get_by_role("button", name="Planera dagen").click()
    page.get_by_role("button", name="Publicera").wait_for(timeout=PLANNING_MS)
    expect(page.locator("#left")).to_have_count(0)
    expect(page.locator("#plan-shown")).to_contain_text("Sunne")
    expect(page.locator("#map .stop-mark").first).to_be_visible()
    page.get_by_role("button", name="Publicera").click()
    expect(page.get_by_role("status")).to_contain_text("Förare och bibliotek ser nu planen")


def the_day_comes(town: Town) -> None:
    """What was planned leaves now, whatever day it is."""
    with town.sessions.begin() as session:
        session.execute(update(Trip).values(starts_at=datetime.now(UTC)))


def drive(page: Page, day: date, code: str) -> None:
    page.locator(f"a[href*='{day.isoformat()}']").click()
    page.get_by_role("button", name=f"Lasta på {code}").click()
    page.get_by_role("button", name=f"Lasta av {code}").click()
    expect(page.locator("#outbox")).to_have_text("Alla skanningar är skickade")
    page.get_by_role("button", name="Turen är körd").click()
    expect(page.get_by_text("Tack. Turen är noterad som körd.")).to_be_visible()
    assert not overflows(page)


def receive(page: Page, code: str) -> None:
    row = page.locator("#receiving tr", has_text=code)
    expect(row.get_by_role("spinbutton")).to_have_value("2")
    row.get_by_role("button", name="Ta emot").click()
    expect(page.get_by_role("status")).to_contain_text(f"{code} är mottagen")


def pay(page: Page, day: date) -> None:
    page.goto(f"/coordinator/costs?first={day}&last={day}")
    expect(page.locator("main")).to_contain_text("varav Region Värmland betalar")
    expect(page.locator("main")).to_contain_text("Sunne")


def overflows(page: Page) -> bool:
    wider: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider
