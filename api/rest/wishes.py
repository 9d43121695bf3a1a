"""Wishes: any collection of a sort, whichever is free."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.availability import PromiseOut
from api.rest.bookings import BookingOut
from api.rest.collections import CollectionName
from api.rest.fields import Choice, Day, Id, Moment, Text, Whole, YesNo
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.bookings.booking import Booking
from logistics.bookings.requests import LONGEST_NOTE
from logistics.bookings.wishes import Wish, WishState, wish_of, wishes_of
from logistics.holdings.collections import CollectionKind
from logistics.holdings.shelves import OLDEST
from logistics.transport import wishing

wishes = Resource("wishes", "Any collection of a sort, whichever is free.")


class LikeIn(Incoming):
    """What a collection must be like; null asks for nothing."""

    kind = Choice(CollectionKind, load_default=None, allow_none=True)
    language = Text(most=8, load_default=None, allow_none=True, metadata={"description": "ISO 639 code."})
    subject = Text(most=120, load_default="")
    age_from = Whole(least=0, most=OLDEST, load_default=None, allow_none=True)
    age_to = Whole(least=0, most=OLDEST, load_default=None, allow_none=True)


class WishIn(LikeIn):
    """What is wished for, where, and from which day to which, both included."""

    place_id = Id(required=True)
    first_day = Day(required=True)
    last_day = Day(required=True)
    take_first = YesNo(load_default=False, metadata={"description": "Ask for the first that is free."})
    note = Text(most=LONGEST_NOTE, load_default="")
    contact_id = Id(load_default=None, allow_none=True, metadata={"description": "On whose behalf; null: our readers."})


class WishOut(Outgoing):
    """A wish, and what came of it."""

    id = Text(most=32)
    place = fields.Nested(Labelled)
    contact_id = Text(most=32, allow_none=True)
    kind = Choice(CollectionKind, allow_none=True)
    language = Text(most=8, allow_none=True)
    subject = Text(most=120)
    age_from = Whole(least=0, allow_none=True)
    age_to = Whole(least=0, allow_none=True)
    first_day = Day()
    last_day = Day()
    take_first = YesNo()
    note = Text(most=LONGEST_NOTE)
    state = Choice(WishState)
    asked_at = Moment()
    booking_id = Text(most=32, allow_none=True)


class MatchOut(Outgoing):
    """A collection that fits and is free, with what would be promised."""

    collection = fields.Nested(CollectionName)
    promise = fields.Nested(PromiseOut)


class ChoiceIn(Incoming):
    """Which of them."""

    collection_id = Id(required=True)


class WishesQuery(Incoming):
    """Whose."""

    place_id = Id(required=True)


@wishes.reads("/wishes", Act.REQUEST, query=WishesQuery, gives=list_of(WishOut))
def wishes_of_place(by: Person, wanted: dict[str, Any]) -> object:
    """What a place wishes for, the open wishes first."""
    return {"items": wishes_of(db(), wanted["place_id"], by)}


@wishes.acts("/wishes", Act.REQUEST, body=WishIn, gives=WishOut, status=201)
def make_wish(by: Person, wanted: dict[str, Any]) -> Wish:
    """Wish for any collection of a sort."""
    return wishing.wish_for(db(), by=by, now=now(), **wanted)


@wishes.reads("/wishes/<id:wish_id>/matches", Act.REQUEST, gives=list_of(MatchOut))
def free_matches(by: Person, wish_id: str) -> object:
    """What a wish could be fulfilled with now."""
    return {"items": wishing.found_for(db(), wish_of(db(), wish_id, by), now())}


@wishes.acts("/wishes/<id:wish_id>/choose", Act.REQUEST, body=ChoiceIn, gives=BookingOut)
def choose_match(by: Person, what: dict[str, Any], wish_id: str) -> Booking:
    """Ask for one of those that fit."""
    return wishing.choose(db(), wish_id, what["collection_id"], by=by, now=now())


@wishes.acts("/wishes/<id:wish_id>/withdraw", Act.REQUEST, gives=WishOut)
def withdraw_wish(by: Person, wish_id: str) -> Wish:
    """Wish no longer."""
    return wishing.withdraw_wish(db(), wish_id, by=by)
