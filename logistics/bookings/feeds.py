"""Calendar feeds: secret addresses at which calendar programs read what happens at a place, to a vehicle or person,
or what a network's year brings.

Only a digest of each secret is kept. Who withdraws a feed, or may no longer see what it shows, ends it at once.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import Enum
from hashlib import sha256

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import Base, UtcDateTime, coded, fetch, new_id
from logistics.errors import BadValue, LogisticsError, NotAllowed, NotFound
from logistics.network.fleet import Vehicle
from logistics.network.networks import Network
from logistics.network.places import Place

SECRET_BYTES = 32
MOST_FEEDS = 20
"""Of one person; each of their devices may have its own, so that one can be withdrawn alone."""


class FeedKind(Enum):
    """What a feed is about."""

    PLACE = "place"
    VEHICLE = "vehicle"
    PERSON = "person"
    WHEEL = "wheel"


class WrongFeed(LogisticsError):
    """No such feed, or it was withdrawn, or its person may no longer see it: not told apart."""

    code = "wrong-feed"


class TooManyFeeds(LogisticsError):
    """Facts: `most`."""

    code = "too-many-feeds"


class Feed(Base):
    """A secret address of a calendar.

    Attributes:
        person_id: whose it is; it shows what this person may see, in this person's language.
        about_id: the place or vehicle, or the network whose annual wheel it is; "" for the person's own.
        digest: SHA-256 of the secret, hexadecimal. The secret is 256 random bits, so no slow hash is needed.
    """

    __tablename__ = "feed"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FeedKind] = mapped_column(coded(FeedKind))
    about_id: Mapped[str] = mapped_column(String(64), default="")
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()


def make_feed(session: Session, kind: FeedKind, about_id: str, *, by: Person, now: datetime) -> tuple[Feed, str]:
    """Make a feed and give its secret in the clear, this once.

    Args:
        about_id: a place, a vehicle, or the network of a wheel; "" for the person's own.

    Raises:
        NotFound: no such place, vehicle or network.
        NotAllowed: `by` may not see what happens there.
        TooManyFeeds: `by` has `MOST_FEEDS` already.
        BadValue: a person's own feed is about nothing else.
    """
    _allow_seeing(session, kind, about_id, by)
    if len(feeds_of(session, by)) >= MOST_FEEDS:
        raise TooManyFeeds(most=MOST_FEEDS)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = Feed(person=by, kind=kind, about_id=about_id, digest=_digest(secret), made_at=now)
    session.add(feed)
    session.flush()
    return feed, secret


def feed_behind(session: Session, secret: str) -> Feed:
    """The feed that a secret opens.

    Raises:
        WrongFeed: it opens none, for whatever reason.
    """
    feed = session.scalar(select(Feed).where(Feed.digest == _digest(secret)))
    if feed is None or feed.withdrawn_at is not None or not feed.person.active:
        raise WrongFeed
    try:
        _allow_seeing(session, feed.kind, feed.about_id, feed.person)
    except (NotAllowed, NotFound) as error:
        raise WrongFeed from error
    return feed


def withdraw_feed(session: Session, feed_id: str, *, by: Person, now: datetime) -> Feed:
    """End a feed; once more does nothing.

    Raises:
        NotFound: there is none of that id, or it is somebody else's.
    """
    feed = fetch(session, Feed, feed_id, lock=True)
    if feed.person_id != by.id:
        raise NotFound(what="feed", id=feed_id)
    feed.withdrawn_at = feed.withdrawn_at or now
    session.flush()
    return feed


def feeds_of(session: Session, person: Person) -> list[Feed]:
    """A person's feeds that are open, the latest first."""
    found = select(Feed).where(Feed.person_id == person.id, Feed.withdrawn_at.is_(None))
    return list(session.scalars(found.order_by(Feed.made_at.desc(), Feed.id)))


def _allow_seeing(session: Session, kind: FeedKind, about_id: str, by: Person) -> None:
    if kind is FeedKind.PLACE:
        place = fetch(session, Place, about_id, field="about_id")
        allow(by, Act.SEE_BOOKINGS, network_id=place.network_id, place_ids=(place.id,))
    elif kind is FeedKind.VEHICLE:
        vehicle = fetch(session, Vehicle, about_id, field="about_id")
        allow(by, Act.SEE_NETWORK, network_id=vehicle.network_id)
    elif kind is FeedKind.WHEEL:
        network = fetch(session, Network, about_id, field="about_id")
        allow(by, Act.SEE_SEASONS, network_id=network.id)
    elif about_id:
        raise BadValue(field="about_id", value=about_id)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
