"""The REST interface under `/api/v1`: one module per resource, schema and view side by side."""

from __future__ import annotations

from functools import partial

from flask import Flask, Response

from api.rest import (
    availability,
    bookings,
    changes,
    closed_roads,
    closures,
    collections,
    contacts,
    costs,
    deviations,
    feeds,
    holds,
    labels,
    live_days,
    me,
    networks,
    notices,
    part_deliveries,
    part_loans,
    parts,
    people,
    photos,
    places,
    plan_changes,
    planning_runs,
    plans,
    reference,
    registers,
    roads,
    rotations,
    route_sheets,
    rules,
    scans,
    school_years,
    series,
    share_rounds,
    shipments,
    shortfalls,
    stock_files,
    stocktakes,
    timetable_designs,
    timetable_files,
    tokens,
    tours,
    trips,
    waiting_list,
    what_ifs,
    wheel,
    wishes,
)
from api.rest import rotation_work as _rotation_work  # noqa: F401  # adds to `rotations`
from api.rest.faults import BadMessage, Fault, told
from api.rest.specification import describe
from api.security import csrf

RESOURCES = (
    me.me,
    notices.notices,
    networks.networks,
    places.places,
    closed_roads.closed_roads,
    closures.closures,
    school_years.school_years,
    tours.tours,
    timetable_files.timetable_files,
    roads.roads,
    registers.registers,
    collections.collections,
    parts.parts,
    photos.photos,
    stock_files.stock_files,
    labels.labels,
    part_loans.part_loans,
    stocktakes.stocktakes,
    shortfalls.shortfalls,
    availability.availability,
    holds.holds,
    bookings.bookings,
    changes.changes,
    rules.rules,
    waiting_list.waiting,
    wishes.wishes,
    series.series,
    contacts.contacts,
    part_deliveries.part_deliveries,
    shipments.shipments,
    planning_runs.planning_runs,
    plans.plans,
    plan_changes.plan_changes,
    what_ifs.what_ifs,
    timetable_designs.timetable_designs,
    route_sheets.route_sheets,
    live_days.live_days,
    rotations.rotations,
    share_rounds.share_rounds,
    wheel.wheel,
    scans.scans,
    trips.trips,
    deviations.deviations,
    costs.costs,
    people.people,
    tokens.tokens,
    feeds.feeds,
)
"""In the order of a crate's journey."""


def attach(app: Flask) -> None:
    """Put every endpoint in its place, and its description beside it."""
    app.register_error_handler(BadMessage, told)
    for status, code in ((412, "precondition-failed"), (428, "precondition-required")):
        app.register_error_handler(status, partial(_told_about_etag, status, code))
    description = describe(app)
    for resource in RESOURCES:
        # A bearer token can't be sent by a forged page; who comes with a cookie is checked in `callers`.
        csrf.exempt(resource)
        description.add(app, resource)
    reference.attach(app, description)


def _told_about_etag(status: int, code: str, _error: Exception) -> Response:
    return told(BadMessage(status, Fault(code)))
