"""A program that speaks with the application."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from logistics.access.people import Person
from logistics.access.tokens import issue_token

_keys = count(1)


class Program(FlaskClient):
    """Sends its token, and an idempotency key of its own with every message; a header of None is left out."""

    token: str | None = None

    def open(self, *args: Any, headers: dict[str, str | None] | None = None, **kwargs: Any) -> TestResponse:
        """Send one message."""
        sent = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": f"key-{next(_keys)}"} | (headers or {})
        return super().open(*args, headers={name: value for name, value in sent.items() if value}, **kwargs)


def program_of(app: Flask, session: Session, person: Person, now: datetime) -> Program:
    """A program that acts as a person."""
    known = session.get_one(Person, person.id)
    _, clear = issue_token(session, person=known, name="test", days=30, by=known, now=now)
    session.commit()
    program = Program(app, app.response_class)
    program.token = clear
    return program
