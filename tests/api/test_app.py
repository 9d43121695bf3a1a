"""The application as a whole: who may call what, what browsers are told, and what a failed request leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from api.app import create_app
from api.config import Config
from api.session import db
from api.sign_in import ASKS, OPEN, open_to_everybody
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.database import Sessions
from tests import builders


@pytest.fixture
def app(engine: sa.Engine, tmp_path: Path, now: datetime) -> Flask:
    return create_app(Config(tmp_path, str(engine.url), secret_key="k" * 64), engine=engine, clock=lambda: now)


def views(app: Flask) -> Iterator[tuple[str, object]]:
    return ((endpoint, view) for endpoint, view in app.view_functions.items() if endpoint != "static")


def test_every_page_and_endpoint_says_who_may_call_it(app: Flask) -> None:
    silent = [name for name, view in views(app) if not hasattr(view, ASKS) and not getattr(view, OPEN, False)]
    assert silent == []


def test_only_the_door_and_calendars_at_secret_addresses_are_open_to_everybody(app: Flask) -> None:
    opened = {name for name, view in views(app) if getattr(view, OPEN, False) and not name.startswith("rest")}
    known = {"sign_in", "try_to_sign_in", "sign_out", "home", "choose_language", "calendar"}
    assert {name for name in opened if name.startswith("people.")} == {f"people.{name}" for name in known}


def test_a_visitor_is_led_from_every_page_to_the_door(app: Flask) -> None:
    client = app.test_client()
    values = {"day": "2026-11-24", "position": 1}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "GET" not in (rule.methods or ()) or not hasattr(view, ASKS) or rule.rule.startswith("/api/"):
            continue
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **{name: values.get(name, "x") for name in rule.arguments})
        answer = client.get(address)
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/sign-in"), rule.rule


def test_browsers_are_told_to_run_nothing_inline_and_nothing_from_elsewhere(app: Flask) -> None:
    policy = app.test_client().get("/sign-in").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_no_template_has_a_script_or_style_inline() -> None:
    folder = Path(create_app.__code__.co_filename).with_name("templates")
    pages = [path for path in folder.rglob("*.html") if "documents" not in path.parts]
    guilty = [path.name for path in pages if " style=" in path.read_text() or " onclick=" in path.read_text()]
    assert guilty == []


def test_what_is_not_there_is_told_in_the_visitors_language(app: Flask) -> None:
    answer = app.test_client().get("/nothing", headers={"Accept-Language": "sv"})
    assert (answer.status_code, "Här finns ingenting." in answer.text) == (404, True)


def test_a_program_gets_a_problem_document_for_what_is_not_there(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/nothing")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_the_secret_of_a_defect_is_kept(app: Flask) -> None:
    @app.get("/broken")
    @open_to_everybody
    def broken() -> str:
        raise RuntimeError("the secret")

    answer = app.test_client().get("/broken")
    assert (answer.status_code, "the secret" in answer.text) == (500, False)


@pytest.fixture
def writing(app: Flask) -> Flask:
    """An application with views that write and then end in different ways."""

    def write() -> None:
        person = builders.a_person(db(), Role.ADMINISTRATOR)
        person.created_at = datetime(2026, 1, 1, tzinfo=UTC)

    @app.post("/writes-and-ends-well")
    def well() -> str:
        write()
        return "done"

    @app.post("/writes-and-answers-422")
    def refused() -> tuple[str, int]:
        write()
        return "no", 422

    @app.post("/writes-and-breaks")
    def breaks() -> str:
        write()
        raise RuntimeError

    @app.get("/writes-while-reading")
    def reads() -> str:
        write()
        return "done"

    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.mark.parametrize(
    ("method", "path", "kept"),
    [
        ("POST", "/writes-and-ends-well", 1),
        ("POST", "/writes-and-answers-422", 0),
        ("POST", "/writes-and-breaks", 0),
        ("GET", "/writes-while-reading", 0),
    ],
)
def test_only_a_writing_request_that_is_answered_well_leaves_a_trace(
    writing: Flask, sessions: Sessions, method: str, path: str, kept: int
) -> None:
    writing.test_client().open(path, method=method)
    with sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == kept
