"""The keys of a problem and of a plan, as tables: shape, limits, and what may be missing."""

from __future__ import annotations

from routing.shapes import Field, Shape, fact, flag, list_of, mapping_of, number, record, row_of, spans, text, whole

LONGEST_ID = 200
MOST_DAYS = 3_660
MOST_PLACES = 2_000
MOST_VEHICLES = 2_000
MOST_SHIPMENTS = 50_000
MOST_SPANS = 20_000
MOST_GROUPS = 100
MOST_CROSSINGS = 1_000
MOST_CROSSINGS_OF_A_LEG = 10

# Products of these stay below 2**63, where a compiled engine would wrap around.
SECONDS = whole(0, 10**9)
METRES = 10**9
CRATES = 10**6
KG = whole(0, 10**9)
AMOUNT = whole(0, 10**13)
RATE = whole(0, 10**8)
ID = text(LONGEST_ID)
NAME = text(LONGEST_ID, empty=True)


def maybe(shape: Shape) -> Field:
    """A key that may be missing."""
    return Field(shape, needed=False)


PLACE = record(
    {
        "id": Field(ID),
        "name": Field(NAME),
        "windows": Field(spans(MOST_SPANS, 10**9)),
        "hub": maybe(flag),
        "stop_seconds": maybe(SECONDS),
        "lat": maybe(number(-90, 90)),
        "lon": maybe(number(-180, 180)),
        "x": maybe(number(-1e12, 1e12)),
        "y": maybe(number(-1e12, 1e12)),
    }
)
VEHICLE = record(
    {
        "id": Field(ID),
        "home": Field(ID),
        "capacity": Field(whole(0, CRATES)),
        "cost_per_day": Field(AMOUNT),
        "cost_per_km": Field(RATE),
        "cost_per_hour": Field(RATE),
        "shifts": Field(spans(MOST_SPANS, 10**9)),
        "max_trips": maybe(whole(1, 10**6)),
        "forbidden": maybe(list_of(ID, MOST_PLACES)),
        "max_kg": maybe(KG),
        "max_duty": maybe(SECONDS),
    }
)
SHIPMENT = record(
    {
        "id": Field(ID),
        "from": Field(ID),
        "to": Field(ID),
        "crates": Field(whole(1, CRATES)),
        "ready": Field(SECONDS),
        "due": Field(SECONDS),
        "penalty": maybe(AMOUNT),
        "kg": maybe(KG),
        "apart": maybe(list_of(ID, MOST_GROUPS)),
        "priority": maybe(whole(0, 1000)),
    }
)
BREAK_RULE = record(
    {
        "max_drive": Field(whole(1, 10**9)),
        "length": Field(whole(1, 10**9)),
        "split": maybe(list_of(whole(1, 10**9), 2, least=2)),
    }
)
CROSSING = record(
    {
        "id": Field(ID),
        "name": Field(NAME),
        "departs": Field(spans(MOST_SPANS, 10**9)),
        "seconds": Field(SECONDS),
        "ahead": maybe(SECONDS),
    }
)
LEG = record(
    {
        "from": Field(ID),
        "to": Field(ID),
        "crossings": Field(list_of(ID, MOST_CROSSINGS_OF_A_LEG, least=1)),
        "drives": Field(list_of(SECONDS, MOST_CROSSINGS_OF_A_LEG + 1, least=2)),
    }
)
PROBLEM = record(
    {
        "name": Field(NAME),
        "currency": Field(text(LONGEST_ID)),
        "days": Field(whole(1, MOST_DAYS)),
        "places": Field(list_of(PLACE, MOST_PLACES, least=1)),
        "metres": Field(list_of(row_of(METRES), MOST_PLACES)),
        "seconds": Field(list_of(row_of(10**9), MOST_PLACES)),
        "stop_seconds": Field(SECONDS),
        "crate_seconds": Field(SECONDS),
        "sort_seconds": Field(SECONDS),
        "vehicles": Field(list_of(VEHICLE, MOST_VEHICLES)),
        "shipments": Field(list_of(SHIPMENT, MOST_SHIPMENTS)),
        "break_rule": maybe(BREAK_RULE),
        "crossings": maybe(list_of(CROSSING, MOST_CROSSINGS)),
        "legs": maybe(list_of(LEG, MOST_PLACES * MOST_PLACES)),
    }
)
STOP = record(
    {
        "place": Field(ID),
        "start": Field(SECONDS),
        "leave": Field(SECONDS),
        "unload": Field(list_of(ID, MOST_SHIPMENTS)),
        "load": Field(list_of(ID, MOST_SHIPMENTS)),
    }
)
TRIP = record({"vehicle": Field(ID), "stops": Field(list_of(STOP, MOST_SHIPMENTS, least=1))})
UNSERVED = record(
    {
        "shipment": Field(ID),
        "reason": maybe(text(LONGEST_ID)),
        "detail": maybe(text(10_000, empty=True)),
        "facts": maybe(mapping_of(fact)),
    }
)
PLAN = record(
    {
        "trips": Field(list_of(TRIP, MOST_SHIPMENTS)),
        "unserved": maybe(list_of(UNSERVED, MOST_SHIPMENTS)),
        "lower_bound": maybe(whole(0, 2**63)),
    }
)
