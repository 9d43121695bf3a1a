"""The phone's outbox: scans made on the road, sent when there is a network, each answered by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, abort, jsonify, request

from api.installation import now
from api.pages.driver.blueprint import pages
from api.sentences import sentence
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.transport.custody import ScanKind
from logistics.transport.scanning import Recorded, Refused, Seen, record_many

MOST_SCANS = 500
LONGEST_TEXT = 64


@pages.post("/scans")
@needs(Act.DRIVE)
def scans() -> Response:
    """Record what the phone saw; what is refused is told with its sentence, to be kept but not sent again."""
    results = record_many(db(), _read(request.get_json()), by=person(), now=now())
    return jsonify(results=[_answer(result) for result in results])


def _read(body: Any) -> list[Seen]:
    rows = body.get("scans") if isinstance(body, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_SCANS:
        abort(400)
    return [_seen(row) for row in rows]


def _seen(row: Any) -> Seen:
    if not isinstance(row, dict):
        abort(400)
    texts = {}
    for name in ("scan_id", "shipment_code", "kind", "place_id", "stop_id", "seen_at"):
        value = row.get(name)
        if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\0" in value:
            abort(400)
        texts[name] = value
    try:
        kind, seen_at = ScanKind(texts["kind"]), datetime.fromisoformat(texts["seen_at"])
    except ValueError:
        abort(400)
    if seen_at.tzinfo is None or kind is ScanKind.RECEIVED:
        abort(400)
    return Seen(texts["scan_id"], texts["shipment_code"], kind, texts["place_id"], seen_at, texts["stop_id"])


def _answer(result: Recorded | Refused) -> dict[str, Any]:
    if isinstance(result, Refused):
        error = result.error
        return {"scan_id": result.scan_id, "recorded": False, "sentence": sentence(error.code, error.facts)}
    return {"scan_id": result.scan.id, "recorded": True}
