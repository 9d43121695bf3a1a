"""What the demonstration's libraries ask for and send: bookings and loose crates, by chance from a fixed seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import Booking
from logistics.bookings.decisions import decline
from logistics.errors import LogisticsError
from logistics.holdings.collections import Collection
from logistics.network.calendar import next_service_day, receives, service_days
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.approvals import approve, cancel, request
from logistics.transport.loose import send_crates

NOTES = {
    "sv": (
        "Till skolstarten",
        "Utställning i foajén",
        "Bokprat i årskurs 8",
        "Körens julkonsert",
        "Läsecirkeln på torsdagar",
        "Sagostund",
        "Boksamtal med klass 4B",
        "",
    ),
    "nb": (
        "Til skolestart",
        "Utstilling i foajeen",
        "Bokprat på åttende trinn",
        "Korets julekonsert",
        "Lesesirkelen på torsdager",
        "Eventyrstund",
        "",
    ),
}
"""Why somebody asks, as people of the network write."""

CRATE_NOTES = {
    "sv": ("Fjärrlån", "Reservationer", "Fjärrlån och reservationer", "Bokgåvor till BVC", "Storstil", ""),
    "nb": ("Fjernlån", "Reserveringer", "Fjernlån og reserveringer", "Storskrift", ""),
}
BUSY_PLACES = {
    "karlstad": 5,
    "harstad": 5,
    "finnsnes": 5,
    "kristinehamn": 2,
    "arvika": 2,
    "hammaro": 2,
    "saffle": 2,
    "sunne": 2,
}
"""How much more often than others a place sends or gets crates, by the end of its id."""

MOST_TRIES = 40


@dataclass
class Wishes:
    """Makes requests and crates of one network.

    Attributes:
        people: the demonstration's people by sign-in name; the coordinator acts for libraries without an account.
    """

    session: Session
    network: Network
    people: Mapping[str, Person]
    chance: Random
    _places: Sequence[Place] = field(init=False)
    _collections: Sequence[Collection] = field(init=False)

    def __post_init__(self) -> None:
        self._places = sorted((place for place in self.network.places if place.active), key=lambda place: place.id)
        wanted = select(Collection).where(Collection.network_id == self.network.id, Collection.active)
        self._collections = list(self.session.scalars(wanted.order_by(Collection.code)))

    def loans(self, number: int, leaving_on: date, *, asked_at: datetime) -> list[Booking]:
        """Approved loans that leave on a service day or as near to it as can be."""
        made: list[Booking] = []
        for _ in range(MOST_TRIES):
            booking = self._try(partial(self._loan, leaving_on, asked_at)) if len(made) < number else None
            if booking is not None:
                made.append(booking)
        return made

    def requests(self, number: int, from_day: date, *, asked_at: datetime) -> list[Booking]:
        """Requests that wait for the owners' answer, with one declined and one taken back."""
        made: list[Booking] = []
        for _ in range(MOST_TRIES):
            day = from_day + timedelta(days=self.chance.randrange(2, 21))
            booking = self._try(partial(self._ask, day, asked_at)) if len(made) < number else None
            if booking is not None:
                made.append(booking)
        answered_at = asked_at + timedelta(minutes=50)
        if len(made) >= 3:
            decline(self.session, made[-1].id, by=self._of(made[-1].collection.home), now=answered_at)
            cancel(self.session, made[-2].id, by=self._of(made[-2].place), now=answered_at)
        return made

    def crates(self, number: int, ready_on: date, *, sent_at: datetime) -> None:
        """Loose crates of a day, more from and to the larger libraries; most are to be there the service day after."""
        soon = next_service_day(self.network, ready_on)
        weights = [BUSY_PLACES.get(place.id.removeprefix(f"{self.network.id}-"), 1) for place in self._places]
        for _ in range(number):
            origin, goal = self.chance.choices(self._places, weights, k=2)
            crates = self.chance.choice((1, 1, 1, 2, 2, 3, 4))
            self._try(
                partial(
                    send_crates,
                    self.session,
                    from_place_id=origin.id,
                    to_place_id=goal.id,
                    crates=crates,
                    weight_grams=crates * self.chance.randrange(6_000, 14_000, 500),
                    ready_on=ready_on,
                    due_on=soon if self.chance.random() < 0.7 else None,
                    note=self.chance.choice(CRATE_NOTES[self.network.language]),
                    by=self._of(origin),
                    now=sent_at,
                )
            )

    def _loan(self, leaving_on: date, asked_at: datetime) -> Booking:
        ahead = list(islice(service_days(self.network, leaving_on), self.network.transit_days + 1))
        booking = self._ask(ahead[-1], asked_at)
        return approve(
            self.session,
            booking.id,
            by=self._of(booking.collection.home),
            now=asked_at + timedelta(minutes=40),
        )

    def _ask(self, first_day: date, asked_at: datetime) -> Booking:
        collection = self.chance.choice(self._collections)
        open_then = [place for place in self._places if receives(self.network, place, first_day)]
        place = self.chance.choice([place for place in open_then or self._places if place.id != collection.home_id])
        return request(
            self.session,
            collection_id=collection.id,
            place_id=place.id,
            first_day=first_day,
            last_day=first_day + timedelta(days=self.chance.choice((6, 13, 13, 20, 27))),
            note=self.chance.choice(NOTES[self.network.language]),
            by=self._of(place),
            now=asked_at,
        )

    def _of(self, place: Place) -> Person:
        """Who acts for a library."""
        staff = (person for person in self.people.values() if person.place_id == place.id)
        coordinators = (person for person in self.people.values() if person.role is Role.COORDINATOR)
        return next(staff, None) or next(coordinators)

    def _try(self, act: Callable[[], Booking | object]) -> Booking | None:
        """What chance came up with may be refused, as people's wishes are; then nothing of it is kept."""
        try:
            with self.session.begin_nested():
                made = act()
        except LogisticsError:
            return None
        return made if isinstance(made, Booking) else None
