"""A town for browsers: a real server with a real worker on a database of its own, and a browser for each person."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from logistics.access.accounts import add_person
from logistics.access.rights import Role
from logistics.database import Sessions, open_engine, session_factory
from logistics.files.load import SAMPLES, load_network
from logistics.holdings.collections import CollectionKind, PartKind
from logistics.holdings.shelves import add_collection, add_part

PASSWORD = "ett ganska gott lösenord"  # of people who live as long as a test

CHROMIUM = os.environ.get("BOKRUTE_TEST_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"

FLAGS = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")


@dataclass(frozen=True)
class Town:
    """A running installation with the network of Värmland, and one person of each role.

    People by sign-in name: karlstad and sunne (librarians), driver, coordinator, administrator.
    """

    url: str
    sessions: Sessions


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Server and worker, as `bokrute serve` starts them, until the module's tests are done."""
    home = tmp_path_factory.mktemp("town")
    environment = os.environ | {
        "BOKRUTE_HOME": str(home),
        "BOKRUTE_DATABASE_URL": f"sqlite:///{home / 'bokrute.sqlite3'}",
        "BOKRUTE_SIGN_INS_PER_MINUTE": "1000",
    }
    command = [sys.executable, "-m", "api"]
    subprocess.run([*command, "db", "upgrade"], env=environment, check=True, stdout=subprocess.DEVNULL)
    sessions = session_factory(open_engine(environment["BOKRUTE_DATABASE_URL"]))
    _settle(sessions)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (home / "server.log").open("w")
    serve = [*command, "serve", "--port", str(port), "--processes", "1"]
    server = subprocess.Popen(serve, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, server, home / "server.log")
        yield Town(url, sessions)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
        log.close()


def _settle(sessions: Sessions) -> None:
    now = datetime.now(UTC)
    with sessions.begin() as session:
        load_network(session, SAMPLES["varmland"], now=now)
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
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{url}/sign-in", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
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
