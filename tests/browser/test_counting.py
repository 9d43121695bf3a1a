"""A kit is checked in with one part missing and one damaged, in a browser, in Swedish; and who sees it then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from logistics.access.people import Person
from logistics.bookings.requests import ask
from logistics.holdings.collections import Collection, PartKind
from logistics.holdings.contents import add_part
from logistics.network.calendar import local_day, next_service_day
from logistics.network.networks import Network
from logistics.transport.approvals import approve
from logistics.transport.from_bookings import shipments_of
from tests.browser.conftest import SignIn, Town


def under_way(town: Town) -> tuple[str, str]:
    """Ids of the kit and of the shipment that brings it to Sunne."""
    now = datetime.now(UTC)
    with town.sessions.begin() as session:
        people = {person.sign_in_name: person for person in session.scalars(select(Person))}
        kit = session.scalars(select(Collection).where(Collection.code == "PROV-1")).one()
        add_part(
            session, kit.id, kind=PartKind.SCORE, title="Älvens noter", copies=2, value=24_900, by=people["karlstad"]
        )
        network = session.get_one(Network, "varmland")
        first = next_service_day(network, local_day(network, now) + timedelta(days=7))
        span = {"first_day": first, "last_day": first + timedelta(days=14)}
        asked = ask(session, collection_id=kit.id, place_id="varmland-sunne", by=people["sunne"], now=now, **span)
        approve(session, asked.id, by=people["karlstad"], now=now)
        return kit.id, shipments_of(session, asked.id)[0].id


def test_what_is_missing_opens_a_deviation_and_is_told_to_whoever_asks_next(town: Town, sign_in: SignIn) -> None:
    kit_id, shipment_id = under_way(town)
    page = sign_in("sunne", width=375)
    page.goto(f"/library/crates/{shipment_id}")
    page.locator("#receive summary").click()
    page.get_by_label("Saknas: Älvens noter").fill("1")
    page.get_by_label("Skadade: En älv och dess folk").fill("1")
    page.locator("#receive button[value=some]").click()
    expect(page.get_by_role("status").first).to_contain_text("är mottagen")

    coordinator = sign_in("coordinator")
    coordinator.goto("/coordinator/deviations")
    expect(coordinator.locator("main")).to_contain_text("Älvens noter")

    page.goto(f"/library/collections/{kit_id}")
    expect(page.locator(".notice.warn")).to_contain_text("1 × Älvens noter: Saknas")
    expect(page.locator(".notice.warn")).to_contain_text("1 × En älv och dess folk: Skadad")
