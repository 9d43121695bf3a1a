"""The application factory: parts are put together here and nowhere else."""

from __future__ import annotations

from flask import Flask, g, request
from sqlalchemy import Engine

from api import pages, problems, rest, security, sign_in
from api.clock import Clock, system_clock
from api.config import Config
from api.installation import EXTENSION, Installation, installation
from api.languages import best_of, speaking
from api.session import UnitOfWorkFlask, close, db
from api.templating import attach as attach_templating
from logistics.database import open_engine, session_factory
from logistics.network.networks import Network

LANGUAGE_COOKIE = "language"
"""A visitor's choice; a signed-in person's own choice goes before it."""


def create_app(config: Config, *, clock: Clock = system_clock, engine: Engine | None = None) -> Flask:
    """An application over a database whose schema is up to date.

    Args:
        config: settings.
        clock: what time it is; tests give their own.
        engine: used instead of a new one for `config.database_url`.
    """
    app = UnitOfWorkFlask("api")
    engine = engine or open_engine(config.database_url)
    app.extensions[EXTENSION] = Installation(config, engine, session_factory(engine), clock)
    app.before_request(_speak)  # first, so that whatever refuses later is understood
    security.attach(app, config)
    sign_in.attach(app)
    attach_templating(app)
    pages.attach(app)
    rest.attach(app)
    problems.attach(app)
    app.teardown_request(_fall_silent)
    app.teardown_request(close)
    return app


def _speak() -> None:
    """Answer in the person's language and by the clock of the person's network."""
    person = sign_in.somebody() if request.endpoint != "static" else None
    network = db().get(Network, person.network_id) if person and person.network_id else None
    chosen = [person.language if person else None, request.cookies.get(LANGUAGE_COOKIE)]
    asked = [code for code in chosen if code] + [code for code, _ in request.accept_languages]
    g.speaking = speaking(best_of(asked, installation().config.language), network.clock if network else None)
    g.speaking.__enter__()


def _fall_silent(_error: BaseException | None) -> None:
    if "speaking" in g:
        g.pop("speaking").__exit__(None, None, None)
