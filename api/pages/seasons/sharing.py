"""Fair sharing: rounds opened, applied to, looked at before they are decided, and decided."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from api.alphabet import alphabetical
from api.installation import installation, now, today
from api.languages import gettext
from api.pages.form import Form
from api.pages.seasons.blueprint import pages
from api.pages.where import own_network, places_for
from api.season_sentences import refusal_sentences
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.bookings.applying import (
    BONUS,
    LEAST_WEEKS,
    MOST_BONUS,
    MOST_PERIODS,
    MOST_PUPILS,
    MOST_SETS,
    MOST_WEEKS,
    apply,
    call_round_off,
    open_round,
    round_of,
    rounds_in,
    rounds_without,
    seen_applications,
    withdraw,
)
from logistics.bookings.sharing import ApplicationState, RoundState, ShareRound
from logistics.holdings.collections import Collection, CollectionKind
from logistics.transport.sharing_out import decide, proposal_of
from logistics.transport.sharing_runs import latest_look, look
from routing.sharing.wire import write_shared

RANKS = 3
"""Wishes that the form has room for."""


@pages.get("/sharing")
@needs(Act.SEE_SEASONS)
def share_rounds() -> str:
    """All rounds, and the form that opens one."""
    return _listed(Form())


@pages.post("/sharing")
@needs(Act.SHARE_OUT)
def open_one() -> tuple[str, int] | Response:
    """Invite applications."""
    form = Form(request.form)
    with form.catching:
        name, opens_on, closes_on = form.text("name", most=120), form.day("opens_on"), form.day("closes_on")
        first_day = form.day("first_day")
        weeks = form.whole("weeks", least=LEAST_WEEKS, most=MOST_WEEKS)
        periods = form.whole("periods", least=1, most=MOST_PERIODS)
        bonus = form.whole("bonus_percent", least=0, most=MOST_BONUS)
        most = form.whole("most_per_place", least=0, most=MOST_SETS)
        form.check()
        made = open_round(
            db(),
            network_id=own_network().id,
            name=name,
            opens_on=opens_on,
            closes_on=closes_on,
            first_day=first_day,
            weeks=weeks,
            periods=periods,
            collection_ids=request.form.getlist("collection_ids"),
            bonus_percent=bonus,
            most_per_place=most or None,
            by=person(),
            now=now(),
        )
        flash(gettext("%(name)s is open for applications.", name=made.name), "good")
        return redirect(url_for("seasons.share_round", round_id=made.id))
    return _listed(form), 422


@pages.get("/sharing/<round_id>")
@needs(Act.SEE_SEASONS)
def share_round(round_id: str) -> str:
    """One round: applications, the answer to look at, the result."""
    return _page(round_id, Form())


@pages.post("/sharing/<round_id>/applications")
@needs(Act.WISH)
def apply_for(round_id: str) -> tuple[str, int] | Response:
    """Apply for one set for one class."""
    form = Form(request.form)
    with form.catching:
        place_id, title = form.text("place_id"), form.text("title", most=120)
        pupils = form.whole("pupils", least=1, most=MOST_PUPILS)
        form.check()
        wishes = [form.values.get(f"wish_{rank}", "") for rank in range(1, RANKS + 1)]
        apply(
            db(),
            round_id,
            place_id=place_id,
            title=title,
            pupils=pupils,
            wishes=[wish for wish in wishes if wish],
            periods=[int(number) for number in request.form.getlist("periods") if number.isdigit()],
            by=person(),
            now=now(),
        )
        flash(gettext("%(title)s has applied.", title=title), "good")
        return redirect(url_for("seasons.share_round", round_id=round_id, _anchor="applications"))
    return _page(round_id, form), 422


@pages.post("/applications/<application_id>/withdraw")
@needs(Act.WISH)
def withdraw_application(application_id: str) -> Response:
    """Take an application back."""
    done = withdraw(db(), application_id, by=person(), now=now())
    flash(gettext("%(title)s no longer applies.", title=done.title))
    return redirect(url_for("seasons.share_round", round_id=done.round_id))


@pages.post("/sharing/<round_id>/look")
@needs(Act.SHARE_OUT)
def look_at(round_id: str) -> Response:
    """Let a worker find the best allocation, to be looked at before anything is decided."""
    run = look(db(), round_id, by=person(), now=now())
    installation().jobs.wake_for_sharing(db(), run)
    return redirect(url_for("seasons.share_round", round_id=round_id))


@pages.post("/sharing/<round_id>/decide")
@needs(Act.SHARE_OUT)
def decide_round(round_id: str) -> Response:
    """Make the answer true: bookings are made, and everybody who applied is told."""
    done = decide(db(), round_id, by=person(), now=now())
    flash(gettext("%(name)s is decided. Loans are booked, and everybody who applied is told.", name=done.name), "good")
    return redirect(url_for("seasons.share_round", round_id=round_id))


@pages.post("/sharing/<round_id>/cancel")
@needs(Act.SHARE_OUT)
def call_off_round(round_id: str) -> Response:
    """Give a round up."""
    call_round_off(db(), round_id, by=person())
    flash(gettext("The round is given up."))
    return redirect(url_for("seasons.share_rounds"))


def _listed(form: Form) -> str:
    network = own_network()
    sets = db().scalars(select(Collection).where(Collection.network_id == network.id, Collection.active))
    return render_template(
        "seasons/share_rounds.html",
        rounds=rounds_in(db(), network.id, person()),
        opens=may(person(), Act.SHARE_OUT, network_id=network.id),
        collections=sorted(sets, key=lambda one: (one.kind is not CollectionKind.CLASS_SET, alphabetical(one.title))),
        chosen=request.form.getlist("collection_ids"),
        day=today(network),
        bonus=BONUS,
        form=form,
    )


def _page(round_id: str, form: Form) -> str:
    round_ = round_of(db(), round_id, person())
    shares = may(person(), Act.SHARE_OUT, network_id=round_.network_id)
    day = today(own_network())
    proposal = proposal_of(db(), round_, now()) if shares and round_.state is RoundState.OPEN else None
    given = dict(proposal.allocation) if proposal else {}
    reasons = {one["application"]: one for one in write_shared(proposal)["refusals"]} if proposal else {}
    titles = {one.collection_id: one.collection.title for one in round_.sets}
    classes = {one.id: f"{one.title} ({one.place.name})" for one in round_.applications}
    return render_template(
        "seasons/share_round.html",
        round=round_,
        run=latest_look(db(), round_) if shares else None,
        applications=seen_applications(round_, person()),
        proposal=proposal,
        given=given,
        why=lambda one: _why(round_, one.reason or reasons.get(one.id), titles, classes),
        titles=titles,
        without=rounds_without(db(), round_),
        takes=round_.takes_applications(day),
        shares=shares,
        closed=day > round_.closes_on,
        appliers=places_for(Act.WISH),
        sent=ApplicationState.SENT,
        ranks=range(1, RANKS + 1),
        form=form,
    )


def _why(
    round_: ShareRound, reason: dict[str, object] | None, titles: dict[str, str], classes: dict[str, str]
) -> list[str]:
    return refusal_sentences(reason, titles, classes, {one.number: one.first_day for one in round_.periods})
