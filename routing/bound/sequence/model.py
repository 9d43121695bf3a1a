"""What the sequence keeps of a relaxed problem: a status for each place, what calls cost, and when they can be made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.bound.ground import Day, Ground, Order
from routing.units import UNIT, Whole

MOST_PLACES = 16
"""A status of each place and a set of places fit into one whole number of 63 bits."""

MOST_ORE = 1 << 29
"""Sums stay below this, so that 32 bits hold them."""


DEAR = 4
"""Vehicle days that leaving a shipment behind costs at least where its handling counts."""


@dataclass(frozen=True, slots=True)
class Model:
    """The relaxed problem as the kernels read it; whole öre and seconds.

    Attributes:
        statuses: how many each place has, shape (places,): 1: nobody needs it; 2: open, done; 3: open, called at, done.
        weights: of a place's status in the number of all statuses together.
        states: how many such numbers there are.
        cost, clock, drive: of the way between two places with the stop at its end, seconds of it, seconds of driving,
            shape (places + 1, places + 1); last: home.
        stops: seconds, shape (places,).
        lost: what is paid where the row's crates for the column's place stay behind, shape (places, places).
        bare: what is paid where a place is never called at, besides what others send there, shape (places,).
        opens, closes: shape (days, places); `closes` < 0: shut.
        begun: when a call begins at the earliest where a vehicle made another one before, shape (days, places).
        days: first and last second, most vehicles, and when the last shift begins, shape (days, 4).
        fixed: of a vehicle and day.
        span: seconds that a vehicle can be out on a day.
        longest_drive, pause, pause_cost: of the break rule.
        handling: seconds of handling crates, but for those that it may pay to leave behind; without taking up at home,
            which can be done while a vehicle waits to leave.
        handled: seconds of it for the crates from the row's place to the column's; last: home.
        first_kept: the call that stands for all of a place is its first one where there is no order; shape (places,).
        spared: öre that a shipment costs at least which is left behind though both its ends are called at in time, half
            of it for each end, shape (places,).
        senders: places with something for a place, as a set in one number, shape (places,).
        getters: places that only get, as such a set: the call that stands for all is their last one.
        ordered: no place without order has crates whose handling counts.
        rate: öre for a second on duty.
        home_stop: seconds of a stop at the only home; 0 where there are several.
        home_stops: how many of them a night takes at which crates lie at home.
        constant: öre that every plan pays besides.
    """

    statuses: Whole
    weights: Whole
    states: int
    cost: Whole
    clock: Whole
    drive: Whole
    stops: Whole
    lost: Whole
    bare: Whole
    opens: Whole
    closes: Whole
    begun: Whole
    days: Whole
    fixed: int
    span: int
    longest_drive: int
    pause: int
    pause_cost: int
    handling: int
    handled: Whole
    first_kept: Whole
    spared: Whole
    senders: Whole
    getters: int
    ordered: bool
    rate: int
    home_stop: int
    home_stops: int
    constant: int


def model_of(ground: Ground, most_states: int) -> Model | None:
    """The sequence's model; None: the argument does not hold for this problem, or its numbers are too large.

    Args:
        most_states: order is left out at so many places that there are no more states than this.
    """
    places = ground.places
    if not ground.changes_at_home or not 0 < places <= MOST_PLACES:
        return None
    lost, bare, constant = np.zeros((places, places), np.int64), np.zeros(places, np.int64), 0
    fixed = ground.fixed // UNIT
    most = MOST_ORE // (1 + sum(order.count for order in ground.orders))
    handled = np.zeros((places + 1, places + 1), np.int64)
    spared = np.full(places + 1, MOST_ORE)
    rate, home_stops = ground.rate // UNIT, 2
    for order in ground.orders:
        constant += charged(ground, order)
        if not order.days:
            continue
        left = max(0, order.penalty * order.count - _work(ground, order)) // UNIT
        if left >= DEAR * fixed * order.count:
            # What is lost is not handled: that saves a vehicle's day at most, and what a night at home takes.
            nights = (2 * ground.handling * order.crates + 2 * ground.hub_stop) * rate
            left = max(0, left - (fixed + nights) * order.count)
            for end in (order.origin, order.to):
                spared[end] = min(spared[end], left // order.count // 2)
            if places in (order.origin, order.to) and home_stops == 2:
                home_stops = 1
                constant += ground.hub_stop * rate
            ends = 1 if order.origin == places else 2
            handled[order.origin, order.to] += ends * ground.handling * order.crates * order.count
        left = min(left, most * order.count)
        if places in (order.origin, order.to):
            bare[min(order.origin, order.to)] += left
        else:
            lost[order.origin, order.to] += left
    statuses = _statuses(lost, bare, most_states)
    unordered = statuses < 3
    for place in np.flatnonzero(unordered & (lost.any(axis=1) & lost.any(axis=0))):
        bare[place] += lost[:, place].sum()
        lost[:, place] = 0
    cost = ground.cost // UNIT
    most_legs = 3 * places + 2
    if int(cost.max()) * most_legs > MOST_ORE or ground.fixed // UNIT * most_legs > MOST_ORE:
        return None
    first_kept, counts = (statuses == 3) | ~lost.any(axis=0), handled[:-1, :-1] > 0
    bits = 1 << np.arange(places)
    return Model(
        statuses=statuses,
        weights=np.concatenate(([1], np.cumprod(statuses)[:-1])).astype(np.int64),
        states=int(np.prod(statuses)),
        cost=cost,
        clock=ground.clock,
        drive=ground.drive,
        stops=ground.stops,
        lost=lost,
        bare=bare,
        opens=np.array([day.opens for day in ground.days]),
        closes=np.array([day.closes for day in ground.days]),
        begun=np.array([_begun(ground, day) for day in ground.days]),
        days=np.array(
            [(day.start, day.end, day.vehicles, day.latest) for day in ground.days],
            np.int64,
        ),
        fixed=ground.fixed // UNIT,
        span=max(1, *(day.span for day in ground.days)),
        longest_drive=ground.longest_drive or MOST_ORE,
        pause=ground.pause,
        pause_cost=ground.pause * ground.rate // UNIT,
        handling=int(handled.sum()),
        handled=handled,
        first_kept=first_kept.astype(np.int64),
        spared=spared[:-1],
        senders=(bits[:, None] * ((lost > 0) | counts)).sum(axis=0),
        getters=int(bits[~first_kept].sum()),
        ordered=not counts[lost == 0].any(),
        rate=rate,
        home_stop=ground.hub_stop,
        home_stops=home_stops,
        constant=constant,
    )


def charged(ground: Ground, order: Order) -> int:
    """Öre that every plan pays for an order: its handling or its penalty, whichever is less."""
    penalty = order.penalty * order.count
    return (min(_work(ground, order), penalty) if order.days else penalty) // UNIT


def _work(ground: Ground, order: Order) -> int:
    """Units for handling the crates of an order at both ends."""
    return 2 * ground.handling * order.crates * order.count * ground.rate


def _begun(ground: Ground, day: Day) -> Whole:
    """When a call at each place begins at the earliest after another one, shape (places,)."""
    at = np.maximum(day.start + ground.drive[-1, :-1], day.opens) + ground.stops
    after = at[:, None] + ground.drive[:-1, :-1]
    after[day.closes < 0] = day.end
    np.fill_diagonal(after, day.end)
    return after.min(axis=0)


def _statuses(lost: Whole, bare: Whole, most_states: int) -> Whole:
    """Three where crates come in and go out, two where they do one of it; fewer threes where states are too many."""
    sends, gets = lost.any(axis=1), lost.any(axis=0)
    statuses = 1 + (sends | gets | (bare > 0)).astype(np.int64) + (sends & gets)
    traffic = np.minimum((lost > 0).sum(axis=0), (lost > 0).sum(axis=1))
    for place in np.argsort(traffic, kind="stable"):
        if np.prod(statuses) <= most_states:
            break
        statuses[place] = min(2, statuses[place])
    return statuses
