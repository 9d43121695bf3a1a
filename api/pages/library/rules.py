"""The owner's rules: which requests are approved without anybody being asked."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.where import places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.bookings.rules import LONGEST_NAME, MOST_DAYS, add_rule, remove_rule, rules_seen
from logistics.holdings.collections import CollectionKind
from logistics.network.places import PlaceKind


@pages.get("/rules")
@needs(Act.SET_RULES)
def rules() -> str:
    """What we say yes to beforehand."""
    return _shown(Form())


@pages.post("/rules")
@needs(Act.SET_RULES)
def set_rule() -> tuple[str, int] | Response:
    """Say yes beforehand."""
    form = Form(request.form)
    with form.catching:
        home_id, name = form.text("home_id"), form.text("name", most=LONGEST_NAME)
        least = form.whole("least_days_ahead", least=0, most=MOST_DAYS)
        most = form.whole("most_loan_days", least=1, most=MOST_DAYS)
        form.check()
        ticked = {field: set(request.form.getlist(field)) for field in ("kinds", "borrower_kinds")}
        rule = add_rule(
            db(),
            home_id=home_id,
            name=name,
            kinds=[kind for kind in CollectionKind if kind.value in ticked["kinds"]],
            borrower_kinds=[kind for kind in PlaceKind if kind.value in ticked["borrower_kinds"]],
            least_days_ahead=least,
            most_loan_days=most,
            extends="extends" in request.form,
            hands_on="hands_on" in request.form,
            by=person(),
            now=now(),
        )
        flash(gettext("From now on “%(rule)s” answers for you.", rule=rule.name), "good")
        return redirect(url_for("library.rules"))
    return _shown(form), 422


@pages.post("/rules/<rule_id>/remove")
@needs(Act.SET_RULES)
def drop_rule(rule_id: str) -> Response:
    """Answer by hand again."""
    remove_rule(db(), rule_id, by=person())
    flash(gettext("The rule is gone. What it has approved stays approved."))
    return redirect(url_for("library.rules"))


def _shown(form: Form) -> str:
    homes = places_for(Act.SET_RULES)
    return render_template(
        "library/rules.html",
        homes=homes,
        found=[(home, rules_seen(db(), home.id, person())) for home in homes],
        kinds=list(CollectionKind),
        borrower_kinds=list(PlaceKind),
        ticked={field: set(request.form.getlist(field)) for field in ("kinds", "borrower_kinds")},
        form=form,
    )
