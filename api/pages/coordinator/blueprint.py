"""The coordinator's room, and the days that an address may name."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort

pages = Blueprint("coordinator", __name__, url_prefix="/coordinator")


def day_in(address: str) -> date:
    """The day that a part of an address names; 404 where it names none."""
    try:
        return date.fromisoformat(address)
    except ValueError:
        abort(404)
