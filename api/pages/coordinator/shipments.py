"""Every shipment of the network."""

from __future__ import annotations

from flask import render_template, request

from api.pages.coordinator.blueprint import pages
from api.pages.form import Form
from api.pages.paging import PAGE_SIZE, Paging
from api.pages.where import all_places, own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.transport.pending import OPEN
from logistics.transport.search import shipments_in
from logistics.transport.shipments import ShipmentState

CHOICES: dict[str, frozenset[ShipmentState]] = {
    "open": OPEN,
    "delivered": frozenset({ShipmentState.ARRIVED}),
    "astray": frozenset({ShipmentState.ASTRAY}),
    "ended": frozenset({ShipmentState.RECEIVED, ShipmentState.CANCELLED}),
}
"""What the list can be narrowed to."""


@pages.get("/shipments")
@needs(Act.PLAN)
def shipments() -> str:
    """What waits, what is under way, what has arrived."""
    paging = Paging.asked()
    chosen = request.args.get("shown", "open")
    found = shipments_in(
        db(),
        own_network().id,
        person(),
        states=CHOICES.get(chosen, OPEN),
        place_id=request.args.get("place") or None,
        offset=paging.offset,
        limit=PAGE_SIZE,
    )
    return render_template(
        "coordinator/shipments.html",
        found=found.items,
        paging=paging.of(found.total),
        chosen=chosen if chosen in CHOICES else "open",
        places=all_places(),
        form=Form(request.args),
    )
