"""Reads messages strictly: sound JSON only, every field known, every fault told at once."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request
from webargs import core
from webargs.flaskparser import FlaskParser

from api.rest.faults import BadMessage, Fault, FieldFault, bad_input, faults_in


class StrictParser(FlaskParser):
    """Takes arguments out of a request, or raises `BadMessage`."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": ma.RAISE, "query": ma.RAISE}  # noqa: RUF012  # as webargs declares it

    def _raw_load_json(self, req: Request) -> Any:
        body = req.get_data(cache=True)
        if not body:
            return core.missing
        if not core.is_json(req.mimetype):
            raise BadMessage(415, Fault("not-a-json-message"))
        return sound_json(body)

    def load_querystring(self, req: Request, schema: ma.Schema) -> Any:
        """The query, where no field comes twice."""
        twice = [name for name, values in req.args.lists() if len(values) > 1]
        if twice:
            raise bad_input(*(FieldFault(name, Fault("repeated-field")) for name in twice))
        return req.args.to_dict()

    def handle_error(self, error: ma.ValidationError, req: Request, schema: ma.Schema, **_: Any) -> NoReturn:
        """Tell every fault, each by its field."""
        messages = error.messages
        # webargs puts the place it looked in ("json", "query") around the fields.
        inner = next(iter(messages.values())) if isinstance(messages, dict) else messages
        raise bad_input(*faults_in(inner)) from error


def sound_json(body: bytes) -> Any:
    """What a JSON text says.

    Raises:
        BadMessage: it is not JSON, not UTF-8, too deep, has a number that JSON has not, or a name twice in an object.
    """
    try:
        return json.loads(
            body.decode(), parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_names_once
        )
    except (ValueError, RecursionError) as error:
        raise BadMessage(400, Fault("not-json")) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _names_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found
