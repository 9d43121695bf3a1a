"""People who sign in, and what they hold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from logistics.access.rights import Role
from logistics.database import Base, UtcDateTime, coded, new_id


class Person(Base):
    """Somebody who signs in.

    Attributes:
        sign_in_name: an e-mail address or a short name, lower case, unique.
        network_id: None for an administrator of the whole installation.
        place_id: where a librarian works.
        password_hash: argon2id, with its parameters.
        session_epoch: raised to end every session of the person at once.
        language: "en", "nb" or "sv"; None: as the browser asks.
        demo: made by demo data, and taken away with it.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("role != 'librarian' OR place_id IS NOT NULL", name="librarian_has_a_place"),
        CheckConstraint("role = 'administrator' OR network_id IS NOT NULL", name="belongs_to_a_network"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    sign_in_name: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(coded(Role))
    network_id: Mapped[str | None] = mapped_column(ForeignKey("network.id"), index=True)
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    session_epoch: Mapped[int] = mapped_column(default=0)
    language: Mapped[str | None] = mapped_column(String(8))
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
