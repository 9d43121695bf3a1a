"""A message sent twice counts once: its answer is kept with what it did, and given again."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from hashlib import sha256

from flask import Response, current_app, request

from api.installation import now
from api.rest.faults import BadMessage, Fault
from api.session import db
from logistics.access.people import Person
from logistics.access.replies import recall, remember

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
"""Header of an answer that was given before."""

_KEY = re.compile(r"[\x21-\x7e]{1,128}")

PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": (
        "Made by the client, a UUID for example. The same key with the same body gets the same answer and does "
        "nothing again; with another body it is refused (409). A refusal changed nothing and is not kept."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
}


def once(by: Person, answer: Callable[[], Response]) -> Response:
    """Answer, or give again the answer that the caller got for the same key.

    Raises:
        BadMessage: no key, or none that can be one.
        KeyReused: the key belongs to another message.
    """
    sent = {"key": _key(), "request": f"{request.method} {request.path}", "body_digest": _digest(request.get_data())}
    reply = recall(db(), by, **sent)
    if reply is not None:
        return Response(reply.body, reply.status, {REPLAYED: "true"}, mimetype="application/json")
    response = answer()
    remember(db(), by, **sent, status=response.status_code, body=response.get_data(as_text=True), now=now())
    return response


def _key() -> str:
    key = request.headers.get(HEADER)
    if key is None:
        raise BadMessage(400, Fault("idempotency-key-missing"))
    if not _KEY.fullmatch(key):
        raise BadMessage(400, Fault("bad-idempotency-key"))
    return key


def _digest(body: bytes) -> str:
    # Keyed, because a plain hash of a body with a password in it could be guessed at by whoever reads the table.
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, body, sha256).hexdigest()
