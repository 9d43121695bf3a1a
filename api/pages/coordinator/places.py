"""Places: where they are, on a map, and libraries from a national register."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.geocoding import LONGEST_QUESTION, Hit, NoGeocoder, look_up
from api.installation import installation
from api.languages import N_, gettext, ngettext
from api.pages.coordinator.blueprint import pages
from api.pages.form import Form
from api.pages.library.stock_files import keep, read_file
from api.pages.where import all_places, own_network
from api.register_faults import changed_in_words, fate_in_words, in_words
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.files.load_register import PlaceFate, store, weigh
from logistics.files.register import read_register
from logistics.network.places import Place
from logistics.network.settling import LONGEST_ADDRESS, settle_place

NOT_A_DEGREE = N_("Give degrees with a point, such as 59.8371.")


@pages.get("/places")
@needs(Act.MANAGE_NETWORK)
def places() -> str:
    """Every place with its identifiers and where it is."""
    return render_template("coordinator/places.html", places=all_places())


@pages.get("/places/<place_id>")
@needs(Act.MANAGE_NETWORK)
def place(place_id: str) -> str:
    """One place on a map; with `q`, what the geocoder finds for an address."""
    return _on_map(fetch(db(), Place, place_id), Form(request.args.to_dict()))


@pages.post("/places/<place_id>")
@needs(Act.MANAGE_NETWORK)
def settle(place_id: str) -> tuple[str, int] | Response:
    """Keep where a place is."""
    form = Form(request.form)
    with form.catching:
        lat, lon = _degrees(form, "lat"), _degrees(form, "lon")
        address = form.text("address", needed=False, most=LONGEST_ADDRESS)
        form.check()
        moved = settle_place(db(), place_id, lat=lat, lon=lon, address=address, by=person())
        flash(
            gettext("%(place)s is kept there. Its roads are measured before the next plan.", place=moved.name), "good"
        )
        return redirect(url_for("coordinator.places"))
    return _on_map(fetch(db(), Place, place_id), form), 422


@pages.get("/places/import")
@needs(Act.MANAGE_NETWORK)
def import_places() -> str:
    """The form that takes a register's file."""
    return _asked(Form())


@pages.post("/places/import")
@needs(Act.MANAGE_NETWORK)
def look_through_places() -> tuple[str, int] | str | Response:
    """What storing a register would change, with every fault; or store what was looked through."""
    request.max_form_memory_size = request.max_content_length
    form = Form(request.form)
    with form.catching:
        content = read_file(form)
        register = read_register(content)
        network_id = own_network().id
        if "store" not in form.values:
            changes = weigh(db(), network_id, register.entries, by=person())
            return _asked(form, register=register, changes=changes, kept=keep(content))
        done = store(db(), network_id, register.entries, by=person())
        stored = sum(change.fate in (PlaceFate.NEW, PlaceFate.CHANGED) for change in done)
        flash(ngettext("%(num)s place is stored.", "%(num)s places are stored.", stored), "good")
        return redirect(url_for("coordinator.places"))
    return _asked(form), 422


def _asked(form: Form, **found: object) -> str:
    nothing: dict[str, object] = {"register": None, "changes": None, "kept": ""}
    words = {"in_words": in_words, "fate_in_words": fate_in_words, "changed_in_words": changed_in_words}
    return render_template("coordinator/places_import.html", form=form, **words, **nothing | found)


def _on_map(place: Place, form: Form) -> str:
    config = installation().config
    question = form.values.get("q", "").strip()[:LONGEST_QUESTION]
    hits: list[Hit] = []
    unanswered = False
    if question and config.geocoder:
        try:
            hits = look_up(config, question)
        except NoGeocoder:
            unanswered = True
    return render_template(
        "coordinator/place.html",
        place=place,
        form=form,
        question=question,
        hits=hits,
        unanswered=unanswered,
        geocoder=bool(config.geocoder),
        points=[[other.lat, other.lon, other.name] for other in all_places() if other.id != place.id],
    )


def _degrees(form: Form, name: str) -> float:
    text = form.text(name, most=20).replace(",", ".")
    try:
        return float(text)
    except ValueError:
        form.errors.setdefault(name, gettext(NOT_A_DEGREE))
        return 0.0
