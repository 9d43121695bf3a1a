"""Calendar feeds of the caller: secret addresses at which calendar programs read."""

from __future__ import annotations

from typing import Any

from flask import url_for

from api.installation import now
from api.rest.fields import Choice, Moment, Text
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.bookings.feeds import FeedKind, feeds_of, make_feed, withdraw_feed

feeds = Resource("calendar-feeds", "Secret addresses at which calendar programs read.")


class FeedOut(Outgoing):
    """A feed; its address is not kept."""

    id = Text(most=32)
    kind = Choice(FeedKind)
    about_id = Text(
        most=64,
        metadata={
            "description": "The place or vehicle, or the network of an annual wheel; empty for the caller's own."
        },
    )
    made_at = Moment()


class NewFeedOut(FeedOut):
    """A feed with its address, which is told this once."""

    address = Text(most=500)


class FeedIn(Incoming):
    """What a feed is to be about."""

    kind = Choice(FeedKind, required=True)
    about_id = Text(most=64, load_default="")


@feeds.reads("/calendar-feeds", None, gives=list_of(FeedOut))
def own_feeds(by: Person) -> object:
    """The caller's feeds that are open, the latest first."""
    return {"items": feeds_of(db(), by)}


@feeds.acts("/calendar-feeds", None, body=FeedIn, gives=NewFeedOut, status=201)
def open_feed(by: Person, wanted: dict[str, Any]) -> object:
    """Open a feed of a place, a vehicle, a network's annual wheel, or of what concerns the caller."""
    feed, secret = make_feed(db(), wanted["kind"], wanted["about_id"], by=by, now=now())
    return {
        "id": feed.id,
        "kind": feed.kind,
        "about_id": feed.about_id,
        "made_at": feed.made_at,
        "address": url_for("people.calendar", secret=secret, _external=True),
    }


@feeds.removes("/calendar-feeds/<id:feed_id>", None)
def close_feed(by: Person, feed_id: str) -> None:
    """Withdraw a feed: its address opens nothing any more."""
    withdraw_feed(db(), feed_id, by=by, now=now())
