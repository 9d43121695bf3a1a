"""What may be different in a planned week, in the network's words: days, vans, carriers, hours, hubs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from logistics.errors import BadValue, NotFound
from logistics.network.networks import Network
from logistics.transport.plans import Plan
from logistics.transport.refusals import NothingDiffers
from routing.circumstances import (
    Change,
    all_of,
    another_vehicle,
    receiving,
    with_hub,
    without_day,
    without_vehicles,
)
from routing.problem import Problem

MINUTE = 60


@dataclass(frozen=True, slots=True)
class OtherHours:
    """A place that opens or closes at another time; minutes after midnight, None: as it is."""

    place_id: str
    opens_minute: int | None = None
    closes_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What differs, all of it at once.

    Attributes:
        without_days: nothing drives then.
        without_vehicles: ids of vans that are not there.
        without_carriers: whose vans are not there.
        hours: at other places than these, hours stay.
        hubs: ids of places at which crates may be put down and taken up as well.
        more_like: ids of vans; one more like each.
    """

    without_days: tuple[date, ...] = ()
    without_vehicles: tuple[str, ...] = ()
    without_carriers: tuple[str, ...] = ()
    hours: tuple[OtherHours, ...] = ()
    hubs: tuple[str, ...] = ()
    more_like: tuple[str, ...] = ()


def written(circumstances: Circumstances) -> dict[str, Any]:
    """The circumstances as JSON holds them; `read` of it gives them back."""
    return asdict(circumstances) | {"without_days": [day.isoformat() for day in circumstances.without_days]}


def read(tree: dict[str, Any]) -> Circumstances:
    """The circumstances that `written` wrote."""
    names = ("without_vehicles", "without_carriers", "hubs", "more_like")
    return Circumstances(
        without_days=tuple(date.fromisoformat(day) for day in tree["without_days"]),
        hours=tuple(OtherHours(**one) for one in tree["hours"]),
        **{name: tuple(tree[name]) for name in names},
    )


def change_of(circumstances: Circumstances, network: Network, plan: Plan, problem: Problem) -> Change:
    """What the circumstances make of a planned week.

    Raises:
        NothingDiffers: none is named.
        NotFound: a place or a vehicle is not in the plan, or no vehicle of it is of that carrier.
        BadValue: a day that the plan does not see, hours that end before they begin, a hub that is one already.
    """
    if circumstances == Circumstances():
        raise NothingDiffers
    gone = {*circumstances.without_vehicles, *_of_carriers(circumstances, network)}
    for field, ids, known in (
        ("without_vehicles", gone, problem.vehicle),
        ("more_like", circumstances.more_like, problem.vehicle),
        ("hours", [one.place_id for one in circumstances.hours], problem.index),
        ("hubs", circumstances.hubs, problem.index),
    ):
        for name in ids:
            if name not in known:
                raise NotFound(field=field, what="place" if known is problem.index else "vehicle", id=name)
    for place_id in circumstances.hubs:
        if problem.place(place_id).hub:
            raise BadValue(field="hubs", value=place_id)
    # What is added comes first: a van may be like one that is taken away.
    return all_of(
        [
            *(another_vehicle(like) for like in circumstances.more_like),
            without_vehicles(gone),
            *(without_day(_number(day, plan, problem)) for day in circumstances.without_days),
            *(_other_hours(one) for one in circumstances.hours),
            *(with_hub(place_id) for place_id in circumstances.hubs),
        ]
    )


def carriers(network: Network) -> list[str]:
    """Who drives the vans of a network, by name."""
    return sorted({van.carrier for van in network.vehicles if van.active and van.carrier})


def _of_carriers(circumstances: Circumstances, network: Network) -> set[str]:
    gone: set[str] = set()
    for carrier in circumstances.without_carriers:
        own = {van.id for van in network.vehicles if van.carrier == carrier and van.active}
        if not carrier or not own:
            raise NotFound(field="without_carriers", what="carrier", id=carrier)
        gone |= own
    return gone


def _number(day: date, plan: Plan, problem: Problem) -> int:
    number = (day - plan.day).days
    if not 0 <= number < problem.days:
        raise BadValue(field="without_days", value=day)
    return number


def _other_hours(one: OtherHours) -> Change:
    opens, closes = one.opens_minute, one.closes_minute
    for minute in (opens, closes):
        if minute is not None and not 0 <= minute <= 24 * 60:
            raise BadValue(field="hours", value=minute, least=0, most=24 * 60)
    if (opens is None and closes is None) or (opens is not None and closes is not None and opens >= closes):
        raise BadValue(field="hours", value=one.place_id)
    return receiving(
        one.place_id,
        None if opens is None else MINUTE * opens,
        None if closes is None else MINUTE * closes,
    )
