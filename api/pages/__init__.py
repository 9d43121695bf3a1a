"""Pages, by role: a view reads what was asked, calls a service, and shows what came of it."""

from __future__ import annotations

from flask import Flask

from api.pages import people


def attach(app: Flask) -> None:
    """Put every page in its place."""
    for room in (people,):
        app.register_blueprint(room.pages)
