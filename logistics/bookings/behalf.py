"""On whose behalf a library borrows: schools, choirs, hospitals and others that are no libraries."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, relationship

from logistics.database import Base, coded, fetch
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.places import Place, PlaceKind


class BorrowerKind(Enum):
    """What a borrower that is no library is."""

    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    CHOIR = "choir"
    CULTURE_SCHOOL = "culture-school"
    HOSPITAL = "hospital"
    HEALTH_CENTRE = "health-centre"
    OTHER = "other"

    @property
    def place_kind(self) -> PlaceKind:
        """The kind of place that rules take it for."""
        return PlaceKind.OTHER if self is BorrowerKind.CHOIR else PlaceKind(self.value)


class OnBehalf(Base):
    """For whom a library has asked; all that stays when the contact is deleted is the kind.

    Attributes:
        library_id: whose people act for the borrower.
        contact_id: None once the contact is deleted.
    """

    __tablename__ = "on_behalf"

    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    library_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"), index=True)
    kind: Mapped[BorrowerKind] = mapped_column(coded(BorrowerKind))

    library: Mapped[Place] = relationship()
    contact: Mapped[Contact | None] = relationship()


class Contact(Base):
    """A borrower that is no library, through the person who answers there.

    Attributes:
        library_id: the library that asks for it, and whose people alone see and keep it.
        person, email, phone: what is needed to reach somebody; "" where nothing is.
        receiving_place_id: where its crates are handed over; None: at the library.
        used_on: the day it was made or last borrowed; long after it, it is forgotten.
    """

    __tablename__ = "contact"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    library_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    kind: Mapped[BorrowerKind] = mapped_column(coded(BorrowerKind))
    organisation: Mapped[str] = mapped_column(String(120))
    person: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    receiving_place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    used_on: Mapped[date] = mapped_column()

    library: Mapped[Place] = relationship(foreign_keys=library_id)
    receiving_place: Mapped[Place | None] = relationship(foreign_keys=receiving_place_id)

    @property
    def goal_id(self) -> str:
        """Where its crates are handed over."""
        return self.receiving_place_id or self.library_id


class ForContact:
    """What a library wants, for its own readers or on behalf of a contact.

    Attributes:
        place: the library that asks.
        contact_id: None: its own readers, or a contact that was deleted, which ended it.
    """

    place: Mapped[Place]
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def contact(cls) -> Mapped[Contact | None]:  # noqa: N805  # as SQLAlchemy declares it
        """On whose behalf."""
        return relationship()

    @property
    def goal(self) -> Place:
        """Where it is handed over."""
        return (self.contact and self.contact.receiving_place) or self.place

    @property
    def borrower(self) -> PlaceKind:
        """What rules take the borrower for."""
        return self.contact.kind.place_kind if self.contact else self.place.kind


def asker(session: Session, contact_id: str | None, place_id: str) -> tuple[Contact | None, str]:
    """On whose behalf is asked, and the id of the library that asks: the contact's own, else the place named.

    Raises:
        NotFound: no such contact.
    """
    contact = fetch(session, Contact, contact_id, field="contact_id") if contact_id else None
    return contact, contact.library_id if contact else place_id


def keep_in_use(session: Session, contact: Contact | None, now: datetime) -> None:
    """Note that something is asked for on a contact's behalf, so that it is not forgotten."""
    if contact is not None:
        contact.used_on = local_day(session.get_one(Network, contact.library.network_id), now)


def asked_for(contact: Contact | None) -> OnBehalf | None:
    """What a booking keeps of a contact."""
    return OnBehalf(library_id=contact.library_id, contact=contact, kind=contact.kind) if contact else None
