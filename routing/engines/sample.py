"""The smallest problems there are: what set-up compiles the kernels with."""

from __future__ import annotations

from dataclasses import replace

from routing.problem import BreakRule, Place, Problem, Shipment, Vehicle

WITH_HUB = Problem(
    name="with-hub",
    currency="SEK",
    days=1,
    places=(
        Place("hub", "Hub", ((0, 80_000),), hub=True),
        Place("north", "North", ((0, 80_000),)),
        Place("south", "South", ((0, 80_000),)),
    ),
    metres=((0, 1000, 2000), (1000, 0, 3000), (2000, 3000, 0)),
    seconds=((0, 100, 200), (100, 0, 300), (200, 300, 0)),
    stop_seconds=60,
    crate_seconds=10,
    sort_seconds=600,
    vehicles=(Vehicle("van", "hub", 10, 1000, 100, 1000, ((0, 80_000),), max_trips=1),),
    shipments=(Shipment("s", "north", "south", 1, 0, 70_000, 100_000),),
    break_rule=BreakRule(16_200, 2_700),
)

WITHOUT_HUB = replace(
    WITH_HUB,
    name="without-hub",
    places=tuple(replace(place, hub=False) for place in WITH_HUB.places),
    break_rule=None,
)

HUB_ONLY = replace(
    WITH_HUB,
    name="hub-only",
    shipments=(
        Shipment("a", "hub", "north", 1, 0, 70_000, 100_000),
        Shipment("b", "north", "hub", 1, 0, 70_000, 100_000),
        Shipment("c", "south", "hub", 1, 0, 70_000, 100_000),
    ),
)
