"""Crates: sending loose ones, receiving with a count, and where each has been."""

from __future__ import annotations

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from api.installation import now, today
from api.languages import gettext, ngettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.counting import LATER, count_from, standings_in_order
from api.pages.paging import PAGE_SIZE, Paging
from api.pages.where import all_places, own_network, own_place, places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.network.calendar import receives, service_days
from logistics.transport.counting import counts_of, is_whole, may_count_at, occasion_of
from logistics.transport.custody import ScanKind
from logistics.transport.history import custody, shipment_of
from logistics.transport.labels import normal
from logistics.transport.loose import MOST_CRATES, cancel_shipment, send_crates
from logistics.transport.scanning import record
from logistics.transport.search import shipments_in
from logistics.transport.shipments import Direction, Shipment, ShipmentState

MOST_KILOGRAMS = 10_000

ENDED = frozenset({ShipmentState.RECEIVED, ShipmentState.CANCELLED})
NOT_FETCHED = frozenset({ShipmentState.WAITING, ShipmentState.PLANNED})


@pages.get("/crates")
@needs(Act.SEE_SHIPMENTS)
def crates() -> str:
    """Every crate to or from us, and the form that sends one."""
    return _listed(Form())


@pages.post("/crates")
@needs(Act.SEND)
def send() -> tuple[str, int] | Response:
    """Hand loose crates over to transport."""
    form = Form(request.form)
    with form.catching:
        origin, goal = form.text("from_place_id"), form.text("to_place_id")
        number = form.whole("crates", least=1, most=MOST_CRATES)
        grams = form.grams("weight_grams", most_kilograms=MOST_KILOGRAMS)
        ready_on = form.day("ready_on")
        due_on = form.day_or_none("due_on")
        note = form.text("note", needed=False, most=200)
        form.check()
        shipment = send_crates(
            db(),
            from_place_id=origin,
            to_place_id=goal,
            crates=number,
            weight_grams=grams,
            ready_on=ready_on,
            due_on=due_on,
            note=note,
            by=person(),
            now=now(),
        )
        flash(
            ngettext(
                "%(num)s crate is handed over. Write %(code)s on it, or print the label.",
                "%(num)s crates are handed over. Write %(code)s on them, or print the label.",
                shipment.crates,
                code=shipment.code,
            ),
            "good",
        )
        return redirect(url_for("library.shipment", shipment_id=shipment.id))
    return _listed(form), 422


def _listed(form: Form) -> str:
    paging = Paging.asked()
    ended = request.args.get("shown") == "ended"
    states = ENDED if ended else frozenset(ShipmentState) - ENDED
    found = shipments_in(db(), own_network().id, person(), states=states, offset=paging.offset, limit=PAGE_SIZE)
    network, own = own_network(), own_place()
    first = next(day for day in service_days(network, today(network)) if own is None or receives(network, own, day))
    return render_template(
        "library/crates.html",
        found=found.items,
        paging=paging.of(found.total),
        ended=ended,
        own=own,
        origins=places_for(Act.SEND),
        goals=[place for place in all_places() if own is None or place.id != own.id],
        ready_on=first,
        most_crates=MOST_CRATES,
        form=form,
    )


@pages.get("/crates/<shipment_id>")
@needs(Act.SEE_SHIPMENTS)
def shipment(shipment_id: str) -> str:
    """One shipment: its way so far, and what can be done with it."""
    return shown_shipment(shipment_id, Form())


@pages.get("/crates/<shipment_id>/label")
@needs(Act.SEE_SHIPMENTS)
def label(shipment_id: str) -> str:
    """The label, to be printed once per crate."""
    found = shipment_of(db(), shipment_id, person())
    return render_template("library/label.html", shipment=found)


@pages.post("/crates/<shipment_id>/receive")
@needs(Act.RECEIVE)
def receive(shipment_id: str) -> tuple[str, int] | Response:
    """Count what came; sent twice, the form's scan id makes it count once."""
    form = Form(request.form)
    with form.catching:
        number = form.whole("crates", least=0, most=MOST_CRATES)
        scan_id = form.text("scan_id")
        form.check()
        found = shipment_of(db(), shipment_id, person())
        done = record(
            db(),
            scan_id=scan_id,
            shipment_code=found.code,
            kind=ScanKind.RECEIVED,
            place_id=found.to_place_id,
            crates=number,
            seen_at=now(),
            by=person(),
            now=now(),
        )
        _tell(done.shipment, number)
        if done.shipment.booking_id and form.values.get("contents", LATER) != LATER:
            count_from(form, done.shipment.id)
        return redirect(url_for("library.desk" if own_place() else "library.crates"))
    return shown_shipment(shipment_id, form), 422


def _tell(received: Shipment, number: int) -> None:
    if number == received.crates:
        flash(gettext("%(code)s is received.", code=received.code), "good")
    else:
        flash(
            gettext(
                "%(code)s is received with %(found)s of %(sent)s crates. The coordinator has been told.",
                code=received.code,
                found=number,
                sent=received.crates,
            ),
            "warn",
        )


@pages.post("/crates/<shipment_id>/cancel")
@needs(Act.SEND)
def cancel_crates(shipment_id: str) -> Response:
    """Take back loose crates that nobody has fetched."""
    done = cancel_shipment(db(), shipment_id, by=person())
    flash(gettext("%(code)s is cancelled and will not be fetched.", code=done.code))
    return redirect(url_for("library.crates"))


@pages.get("/find")
@needs(Act.SEE_SHIPMENTS)
def find() -> Response:
    """From a code on a label to its page."""
    code = normal(request.args.get("code", ""))[:16]
    wanted = select(Shipment.id).where(Shipment.network_id == own_network().id, Shipment.code == code)
    found = db().scalar(wanted)
    if found:
        return redirect(url_for("library.shipment", shipment_id=found))
    flash(gettext("No crate has the code %(code)s.", code=code or "–"), "warn")
    return redirect(url_for("library.crates"))


def shown_shipment(shipment_id: str, form: Form) -> str:
    """One shipment, with the forms for what can be done."""
    who = person()
    way = custody(db(), shipment_id, who)
    found = way.shipment
    sender = may(who, Act.SEND, network_id=found.network_id, place_ids=(found.from_place_id,))
    receiver = may(who, Act.RECEIVE, network_id=found.network_id, place_ids=(found.to_place_id,))
    return render_template(
        "library/shipment.html",
        shipment=found,
        steps=way.steps,
        deviations=way.deviations,
        names={place.id: place.name for place in own_network().places},
        counts=counts_of(db(), found.id),
        counting=_counting(found),
        standings=standings_in_order(db(), found.booking.collection) if found.booking and is_whole(db(), found) else [],
        stocktake_id=form.values.get("stocktake_id") or str(uuid4()),
        receives=receiver and found.state not in ENDED,
        cancels=sender and found.direction is Direction.LOOSE and found.state in NOT_FETCHED and not way.steps,
        scan_id=form.values.get("scan_id") or str(uuid4()),
        form=form,
    )


def _counting(found: Shipment) -> bool:
    """Whether the person may count the contents where they stand now, and nobody has on this occasion."""
    occasion = occasion_of(db(), found)
    here = (may_count_at(found),)
    if occasion is None or not may(person(), Act.RECEIVE, network_id=found.network_id, place_ids=here):
        return False
    return all(count.occasion is not occasion for count in counts_of(db(), found.id))
