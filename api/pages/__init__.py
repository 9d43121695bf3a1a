"""Pages, by role: a view reads what was asked, calls a service, and shows what came of it."""

from __future__ import annotations

from flask import Flask

from api.pages import feeds, notices, people
from api.pages.administrator import networks as administrators_networks
from api.pages.administrator import people as administrators_people
from api.pages.coordinator import (
    costs,
    days,
    designs,
    deviations,
    live,
    plan_changes,
    plans,
    roads,
    runs,
    school_years,
    shipments,
    timetable_files,
    tours,
    what_ifs,
)
from api.pages.driver import scans, sheets
from api.pages.library import (
    bookings,
    changes,
    collections,
    contacts,
    contents,
    counting,
    crates,
    desk,
    holds,
    labels,
    missing,
    month,
    part_deliveries,
    photos,
    place,
    rules,
    series,
    shelves,
    stock_files,
    waiting,
    wishes,
)
from api.pages.seasons import rotations, searches, sharing, wheel

BORROWING = (bookings, changes, rules, waiting, part_deliveries, wishes, series, contacts)
"""Asking, answering, and what becomes of a loan."""

KEEPING = (shelves, stock_files, photos, labels, contents, counting, missing)
"""What a library has on its shelves, and what is in it."""

TIMETABLE = (tours, school_years, timetable_files)
"""What promises rest on."""

ROOMS = (
    (people, notices, feeds),
    (desk, collections, month, holds, *KEEPING, *BORROWING, crates, place),
    (sheets, scans),
    (days, runs, plans, live, plan_changes, what_ifs, designs, shipments, *TIMETABLE, roads, costs, deviations),
    (rotations, searches, sharing, wheel),
    (administrators_people, administrators_networks),
)
"""The modules of each room; all modules of one room share its blueprint."""


def attach(app: Flask) -> None:
    """Put every page in its place."""
    for room in ROOMS:
        app.register_blueprint(room[0].pages)
