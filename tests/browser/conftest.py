"""A town for browsers: a real server with a real worker on a database of its own, and a browser for each person."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import select

from logistics.access.accounts import add_person
from logistics.access.rights import Role
from logistics.database import Sessions, open_engine, session_factory
from logistics.files.load import SAMPLES, load_network
from logistics.holdings.collections import CollectionKind, PartKind
from logistics.holdings.contents import add_part
from logistics.holdings.shelves import add_collection
from logistics.network.networks import Network
from logistics.transport.at_cutoff import days_due
from logistics.transport.plans import PlanningRun
from logistics.transport.runs import UNDER_WAY
from tests.browser.published import a_published_day

ROOT = Path(__file__).parent.parent.parent

AHEAD = "seconds-ahead"
"""The file of `tests.browser.clockwork`."""

PASSWORD = "ett ganska gott lösenord"  # of people who live as long as a test

CHROMIUM = os.environ.get("BOKRUTE_TEST_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"

PATIENCE_MS = 60_000
"""A busy machine may be many times slower than an idle one."""

FLAGS = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")


@dataclass(frozen=True)
class Town:
    """A running installation with the network of Värmland, and one person of each role.

    People by sign-in name: karlstad and sunne (librarians), driver, coordinator, administrator.
    """

    url: str
    sessions: Sessions
    home: Path

    def put_clock_forward_to(self, moment: datetime) -> None:
        """Let the server think that it is that moment, or later."""
        ahead = max(0.0, (moment - datetime.now(UTC)).total_seconds())
        draft = self.home / f"{AHEAD}.draft"
        draft.write_text(str(ahead))
        draft.rename(self.home / AHEAD)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Server and worker as processes of their own, until the module's tests are done."""
    home = tmp_path_factory.mktemp("town")
    environment = os.environ | {
        "BOKRUTE_HOME": str(home),
        "BOKRUTE_DATABASE_URL": f"sqlite:///{home / 'bokrute.sqlite3'}",
        "BOKRUTE_SIGN_INS_PER_MINUTE": "1000",
    }
    upgrade = [sys.executable, "-m", "api", "db", "upgrade"]
    subprocess.run(upgrade, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    sessions = session_factory(open_engine(environment["BOKRUTE_DATABASE_URL"]))
    _settle(sessions)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = ["-m", "gunicorn", "--config", "python:api.gunicorn_settings", "--bind", f"127.0.0.1:{port}"]
    log = (home / "server.log").open("w")
    processes = [
        subprocess.Popen([sys.executable, *arguments], env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        for arguments in ([*gunicorn, "tests.browser.clockwork:app"], ["-m", "api", "worker"])
    ]
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, processes[0], home / "server.log")
        _wait_until_nothing_is_due(sessions)
        yield Town(url, sessions, home)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
        log.close()


@pytest.fixture(scope="module")
def day(town: Town) -> date:
    """A service day with a published plan: one van takes a crate from Karlstad to Kil."""
    return a_published_day(town.sessions, datetime.now(UTC))


def _settle(sessions: Sessions) -> None:
    now = datetime.now(UTC)
    with sessions.begin() as session:
        load_network(session, SAMPLES["varmland"], now=now)
        session.get_one(Network, "varmland").plan_seconds = 1  # after the cut-off the worker plans the next day
        people = {
            "karlstad": (Role.LIBRARIAN, "Karin Karlsson", "varmland-karlstad"),
            "sunne": (Role.LIBRARIAN, "Sune Sundin", "varmland-sunne"),
            "driver": (Role.DRIVER, "Dag Vägh", None),
            "coordinator": (Role.COORDINATOR, "Siv Ordén", None),
            "administrator": (Role.ADMINISTRATOR, "Ada Minna", None),
        }
        for sign_in_name, (role, name, place_id) in people.items():
            person = add_person(
                session,
                sign_in_name=sign_in_name,
                name=name,
                role=role,
                password=PASSWORD,
                network_id=None if role is Role.ADMINISTRATOR else "varmland",
                place_id=place_id,
                now=now,
            )
            if sign_in_name == "karlstad":
                crate = add_collection(
                    session,
                    home_id="varmland-karlstad",
                    code="PROV-1",
                    kind=CollectionKind.BOOK_CRATE,
                    title="Provlådan från Klarälven",
                    crates=2,
                    weight_grams=21_000,
                    by=person,
                )
                add_part(session, crate.id, kind=PartKind.BOOK, title="En älv och dess folk", copies=3, by=person)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{url}/sign-in", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


def _wait_until_nothing_is_due(sessions: Sessions) -> None:
    """Whatever the time of the day: what the worker plans by itself at the cut-off is planned."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with sessions() as session:
            network = session.get_one(Network, "varmland")
            under_way = session.scalar(select(PlanningRun.id).where(PlanningRun.state.in_(UNDER_WAY)).limit(1))
            if under_way is None and not list(days_due(session, network, datetime.now(UTC))):
                return
        time.sleep(0.2)
    pytest.fail("the worker did not plan what was due")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=list(FLAGS))
        yield browser
        browser.close()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(town: Town, browser: Browser) -> Iterator[SignIn]:
    """Sign somebody in, in a browser of their own that asks for Swedish; every script error fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def enter(sign_in_name: str, *, locale: str = "sv-SE", width: int = 1280) -> Page:
        context = browser.new_context(locale=locale, viewport={"width": width, "height": 900}, base_url=town.url)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("/sign-in")
        page.fill("#name", sign_in_name)
        page.fill("#password", PASSWORD)
        page.click("#sign-in button")
        page.wait_for_selector(".me")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not errors
