"""The month of everything that a search finds: which collections are free, on the way, on loan or kept at home."""

from __future__ import annotations

from flask import render_template, request

from api.alphabet import alphabetical
from api.installation import now, today
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.calendar import month_of, next_month
from api.pages.library.wanted import FILTERS, read_free, read_wanted
from api.pages.paging import PAGE_SIZE, Paging
from api.pages.where import own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.bookings.calendar import Use, calendars
from logistics.bookings.promise import A_DAY
from logistics.holdings.search import find_collections


@pages.get("/calendar")
@needs(Act.SEE_HOLDINGS)
def month() -> str:
    """A month, a row a collection, with the filters of the search."""
    network = own_network()
    form, paging = Form(request.args), Paging.asked()
    first, last = month_of(request.args.get("month"), today(network))
    wanted, also = read_wanted(form), read_free(form)
    found = find_collections(
        db(),
        wanted,
        network_id=network.id,
        by=person(),
        also=also,
        offset=paging.offset,
        limit=PAGE_SIZE,
        alphabet=alphabetical,
    )
    return render_template(
        "library/month.html",
        found=found.items,
        calendars=calendars(db(), [collection.id for collection in found.items], first, last, now=now()),
        first=first,
        last=last,
        before=first - A_DAY,
        after=next_month(first),
        day=today(network),
        uses=list(Use),
        names={place.id: place.name for place in network.places},
        paging=paging.of(found.total),
        asked={name: form.values[name] for name in FILTERS if form.values.get(name)},
        form=form,
    )
