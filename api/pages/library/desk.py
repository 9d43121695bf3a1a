"""A librarian's first page: when the van comes, what to pack, what to receive, whom to answer."""

from __future__ import annotations

from uuid import uuid4

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.installation import today
from api.pages.library.blueprint import pages
from api.pages.where import own_network, own_place
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.bookings.booking import HOLDING, BookingState
from logistics.bookings.changes import proposed_to
from logistics.bookings.search import asked_by, asked_of
from logistics.bookings.waiting import WaitingState, entries_of
from logistics.network.calendar import next_service_day, receiving_spans
from logistics.transport.calls import calls
from logistics.transport.search import coming_to, to_pack
from logistics.transport.shipments import ShipmentState

SHOWN = 12
"""Rows of what only gives an outlook; the rest is on its own page."""

AT_THE_DOOR = frozenset({ShipmentState.ARRIVED, ShipmentState.ABOARD, ShipmentState.AT_HUB, ShipmentState.ASTRAY})
"""States of what may stand at its goal any minute, whether the driver has scanned it or not."""


@pages.get("/")
@needs(Act.RECEIVE)
def desk() -> str | Response:
    """What a library has to do today."""
    place, who, network = own_place(), person(), own_network()
    if place is None:
        return redirect(url_for("library.collections"))
    day = today(network)
    following = next_service_day(network, day)
    coming = coming_to(db(), place.id, who)
    receiving = [shipment for shipment in coming if shipment.state in AT_THE_DOOR]
    return render_template(
        "library/desk.html",
        place=place,
        day=day,
        hours=receiving_spans(network, place, day),
        calls=[(d, call) for d in (day, following) for call in calls(db(), place.id, d, who)],
        receiving=receiving,
        later=[shipment for shipment in coming if shipment.state not in AT_THE_DOOR],
        packing=to_pack(db(), place.id, who)[:SHOWN],
        requests=asked_of(db(), place.id, who, states={BookingState.REQUESTED}).items,
        offers=[entry for entry in entries_of(db(), place.id, who) if entry.state is WaitingState.OFFERED],
        changes=proposed_to(db(), place.id),
        ours=asked_by(db(), place.id, who, states=HOLDING | {BookingState.REQUESTED}, limit=SHOWN).items,
        scan_ids={shipment.id: str(uuid4()) for shipment in receiving},
        shown=SHOWN,
    )
