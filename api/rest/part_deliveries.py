"""Part delivery: so many copies now, the rest later, in one booking."""

from __future__ import annotations

from typing import Any

from api.installation import now
from api.rest.bookings import BookingOut
from api.rest.fields import Day, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.bookings.booking import Booking
from logistics.bookings.splits import MOST_COPIES
from logistics.transport import splitting

part_deliveries = Resource("part-deliveries", "Collections that go out in two parts, and come home as one.")


class InPartsIn(Incoming):
    """How many now, how many later, and by when the rest is to be there."""

    copies_now = Whole(least=1, most=MOST_COPIES, required=True)
    copies_later = Whole(least=1, most=MOST_COPIES, required=True)
    later_day = Day(required=True)


@part_deliveries.acts("/bookings/<id:booking_id>/deliver-in-parts", Act.DECIDE, body=InPartsIn, gives=BookingOut)
def deliver_in_parts(by: Person, what: dict[str, Any], booking_id: str) -> Booking:
    """Send some copies for the first day of the loan, and the rest for a later one: two shipments, one booking."""
    return splitting.deliver_in_parts(db(), booking_id, by=by, now=now(), **what)


@part_deliveries.acts("/bookings/<id:booking_id>/deliver-whole", Act.DECIDE, gives=BookingOut)
def deliver_whole(by: Person, booking_id: str) -> Booking:
    """Send everything at once after all, as long as nothing has left."""
    return splitting.deliver_whole(db(), booking_id, by=by, now=now())


@part_deliveries.acts("/bookings/<id:booking_id>/keep-the-rest", Act.DECIDE, gives=BookingOut)
def keep_the_rest(by: Person, booking_id: str) -> Booking:
    """Let the rest stay at home."""
    return splitting.keep_the_rest(db(), booking_id, by=by, now=now())
