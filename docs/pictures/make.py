"""Makes the pictures of the README anew: a demonstration in a folder that is thrown away, seen through Chromium.

make pictures
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=sv-SE",
]
PORT = 8765
PATIENCE = 300.0

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@contextmanager
def demonstration(home: Path) -> Iterator[tuple[str, str]]:
    """A served demonstration: its address and the password of its people."""
    command = [sys.executable, "-m", "api", "--language", "sv", "demo", "--port", str(PORT)]
    environment = os.environ | {"BOKRUTE_HOME": str(home), "BOKRUTE_DATABASE_URL": "", "COLUMNS": "100"}
    log = home / "demo.log"
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + PATIENCE
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text("utf-8"))):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(log.read_text("utf-8"))
            time.sleep(0.5)
        yield found.group(), (home / "demo_password").read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def signed_in(browser: Browser, url: str, name: str, password: str, size: dict[str, int]) -> Page:
    """A page on which somebody has signed in, in Swedish."""
    context = browser.new_context(
        viewport=size, locale="sv-SE", timezone_id="Europe/Stockholm", device_scale_factor=1.5
    )
    page = context.new_page()
    page.goto(f"{url}sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", password)
    page.click("#sign-in button[type=submit], #sign-in button:not([type])")
    page.wait_for_load_state("networkidle")
    return page


def photograph(url: str, password: str, day: str) -> None:
    """The plan of a day on the map, and what a librarian and a driver see first."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=FLAGS)
        coordinator = signed_in(browser, url, "coordinator", password, DESK)
        coordinator.goto(f"{url}coordinator/days/{day}")
        coordinator.wait_for_selector(".leaflet-interactive", timeout=10_000)
        coordinator.wait_for_timeout(800)
        coordinator.screenshot(path=HERE / "plan.png")
        librarian = signed_in(browser, url, "sunne", password, DESK)
        librarian.screenshot(path=HERE / "librarian.png")
        driver = signed_in(browser, url, "driver", password, PHONE)
        driver.locator("main a[href*='/driver/days/']").first.click()
        driver.wait_for_load_state("networkidle")
        driver.screenshot(path=HERE / "driver.png")
        browser.close()


def print_sheet(sheet: Path) -> None:
    """The first page of the printed route sheets."""
    target = HERE / "route-sheet"
    subprocess.run(["pdftoppm", "-r", "110", "-png", "-singlefile", "-f", "1", "-l", "1", sheet, target], check=True)


def main() -> None:
    """Make them all."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with demonstration(home) as (url, password):
            [sheet] = home.glob("route-sheets-*.pdf")
            print_sheet(sheet)
            photograph(url, password, sheet.stem.removeprefix("route-sheets-"))


if __name__ == "__main__":
    main()
