"""What a page that watches some work is told when that has ended."""

from __future__ import annotations

from flask import Response, make_response


def load_anew() -> Response:
    """Let htmx load the page that asks anew."""
    answer = make_response("", 200)
    answer.headers["HX-Refresh"] = "true"
    return answer
