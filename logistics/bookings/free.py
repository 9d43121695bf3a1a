"""Collections that nobody else has, over a span of days, as a condition for a search."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from logistics.bookings.booking import HOLDING, NOT_LEFT, Booking
from logistics.bookings.holds import Hold
from logistics.errors import EndsBeforeItBegins
from logistics.holdings.collections import Collection
from logistics.network.calendar import is_service_day, local_day
from logistics.network.networks import Network

_LEFT = HOLDING - NOT_LEFT
_A_DAY = timedelta(days=1)


def free_between(network: Network, first: date, last: date, now: datetime) -> ColumnElement[bool]:
    """Whether a collection is in nobody's hands on the days of a loan and of the transport before and after it.

    Transport is reckoned as the network's usual service days for each way, wherever the loan goes to; the promise
    for a place knows it exactly. What should be home by now and is not counts as away for one more way back.

    Raises:
        EndsBeforeItBegins: `last` lies before `first`.
    """
    if last < first:
        raise EndsBeforeItBegins(field="free_to", first=first, last=last)
    leaves, home = (
        _service_days_from(network, first, -network.transit_days),
        _service_days_from(network, last, network.transit_days + 1),
    )
    today = local_day(network, now)
    back_by = _service_days_from(network, today, network.transit_days)
    overdue = and_(Booking.state.in_(_LEFT), Booking.home_on < today)
    still_away = or_(Booking.home_on >= leaves, overdue) if leaves <= back_by else Booking.home_on >= leaves
    busy = select(Booking.collection_id).where(
        Booking.network_id == network.id, Booking.state.in_(HOLDING), Booking.leaves_on <= home, still_away
    )
    kept = select(Hold.collection_id).where(Hold.first_day <= home, Hold.last_day >= leaves)
    return and_(Collection.id.not_in(busy), Collection.id.not_in(kept))


def _service_days_from(network: Network, day: date, number: int) -> date:
    """The day that lies so many service days later, or earlier where the number is negative."""
    step = _A_DAY if number > 0 else -_A_DAY
    left = abs(number)
    for _ in range(366):
        if left == 0 or not date.min + _A_DAY < day < date.max - _A_DAY:
            break
        day += step
        left -= is_service_day(network, day)
    return day
