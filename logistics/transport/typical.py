"""A typical week of a network: places, vans and hours as they usually are, with the crates that move in a week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.money import split
from logistics.network.fleet import Vehicle
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.building import break_rule
from logistics.transport.known_roads import known_roads
from logistics.transport.shipments import Shipment, ShipmentState
from routing import problem as plain

Demand = Mapping[tuple[str, str], int]
"""Crates a week by the ids of the two ends of their way."""

DAYS = 7


def usual_demand(session: Session, network: Network, weeks: int, now: datetime) -> dict[tuple[str, str], int]:
    """The crates of an average week among the last ones, by pair of places.

    They add up to the average week's crates, rounded; what rounding leaves goes to the largest remainders, so that many
    pairs that move a crate now and then do not become many that move one every week.

    Args:
        weeks: how far to look back.
    """
    active = {place.id for place in network.places if place.active}
    rows = session.execute(
        select(Shipment.from_place_id, Shipment.to_place_id, func.sum(Shipment.crates))
        .where(
            Shipment.network_id == network.id,
            Shipment.state != ShipmentState.CANCELLED,
            Shipment.ready_at > now - timedelta(weeks=weeks),
            Shipment.ready_at <= now,
        )
        .group_by(Shipment.from_place_id, Shipment.to_place_id)
        .order_by(Shipment.from_place_id, Shipment.to_place_id)
    )
    moved = {(origin, to): int(crates) for origin, to, crates in rows if {origin, to} <= active}
    if not moved:
        return {}
    a_week = (2 * sum(moved.values()) + weeks) // (2 * weeks)
    return {pair: crates for pair, crates in zip(moved, split(a_week, list(moved.values())), strict=True) if crates}


def typical_week(session: Session, network: Network, demand: Demand, today: date) -> plain.Problem:
    """The week, Monday first, without holidays and closures.

    Args:
        demand: between places that are in use.
        today: the roads are those of this day.
    """
    places = sorted((place for place in network.places if place.active), key=lambda place: place.id)
    roads = known_roads(session, network, places, [today]).roads
    return plain.Problem(
        name=f"{network.id} typical week",
        currency=network.currency,
        days=DAYS,
        places=tuple(_place(network, place) for place in places),
        metres=roads.metres,
        seconds=roads.seconds,
        stop_seconds=network.stop_seconds,
        crate_seconds=network.crate_seconds,
        sort_seconds=network.sort_seconds,
        vehicles=tuple(_vehicle(network, van) for van in network.vehicles if van.planned),
        shipments=tuple(
            plain.Shipment(f"{origin} {to}", origin, to, crates, 0, DAYS * plain.DAY - 1, penalty=0)
            for (origin, to), crates in sorted(demand.items())
        ),
        break_rule=break_rule(network),
    )


def _place(network: Network, place: Place) -> plain.Place:
    windows: list[plain.Span] = []
    for hours in sorted(place.receiving_hours, key=lambda hours: (hours.weekday, hours.opens_minute)):
        if hours.weekday in network.service_weekdays:
            midnight = plain.DAY * hours.weekday
            begins, ends = midnight + 60 * hours.opens_minute, midnight + 60 * hours.closes_minute
            if windows and begins <= windows[-1][1]:
                windows[-1] = (windows[-1][0], max(ends, windows[-1][1]))
            else:
                windows.append((begins, ends))
    return plain.Place(place.id, place.name, tuple(windows), place.hub, place.stop_seconds, place.lat, place.lon)


def _vehicle(network: Network, van: Vehicle) -> plain.Vehicle:
    shifts = (
        (plain.DAY * day + 60 * van.shift_starts_minute, plain.DAY * day + 60 * van.shift_ends_minute)
        for day in network.service_weekdays
    )
    return plain.Vehicle(
        id=van.id,
        home=van.home_id,
        capacity=van.capacity,
        cost_per_day=van.cost_per_day,
        cost_per_km=van.cost_per_km,
        cost_per_hour=van.cost_per_hour,
        shifts=tuple(shifts),
        max_trips=van.max_trips,
    )
