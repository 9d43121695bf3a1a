"""Book crates, music kits and class sets, and what is in them."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.database import Base, coded, new_id
from logistics.errors import NotFound
from logistics.network.places import Place


class CollectionKind(Enum):
    """What is lent as one."""

    BOOK_CRATE = "book-crate"
    MUSIC_KIT = "music-kit"
    CLASS_SET = "class-set"


class PartKind(Enum):
    """What a part of a collection is."""

    BOOK = "book"
    TEACHERS_GUIDE = "teachers-guide"
    SCORE = "score"
    CHOIR_SET = "choir-set"
    RECORDING = "recording"
    INSTRUMENT = "instrument"
    EQUIPMENT = "equipment"


class Collection(Base):
    """A crate, kit or set that travels as one.

    Attributes:
        code: printed on its label, unique in the network ("BK-07").
        language: ISO 639 code of most of its contents; None where it does not matter.
        subject: its theme, as librarians write it.
        local_flavour: what of its own region it carries: authors from there, a dialect, a minority language.
        audience: for whom, as librarians write it ("6-9", "choir SATB", "grade 8").
        age_from, age_to: years, both included; None: no bound, or nothing said.
        grade_from, grade_to: school years by the country's own count, both included; None as for ages.
        crates: size in crate units.
        weight_grams: packed.
        words: all that can be searched for, folded; kept by `logistics.holdings.words`.
    """

    __tablename__ = "collection"
    __table_args__ = (
        UniqueConstraint("network_id", "code"),
        CheckConstraint("crates > 0 AND weight_grams > 0", name="has_a_size"),
        CheckConstraint("age_from >= 0 AND age_from <= age_to", name="ages"),
        CheckConstraint("grade_from >= 0 AND grade_from <= grade_to", name="grades"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    home_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    code: Mapped[str] = mapped_column(String(24))
    kind: Mapped[CollectionKind] = mapped_column(coded(CollectionKind))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    subject: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str | None] = mapped_column(String(8))
    local_flavour: Mapped[str] = mapped_column(String(120), default="")
    audience: Mapped[str] = mapped_column(String(60), default="")
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    grade_from: Mapped[int | None]
    grade_to: Mapped[int | None]
    crates: Mapped[int]
    weight_grams: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    words: Mapped[str] = mapped_column(Text, default="", deferred=True)

    home: Mapped[Place] = relationship()
    parts: Mapped[list[Part]] = relationship(
        back_populates="collection", cascade="all, delete-orphan", order_by="Part.position"
    )

    def part_at(self, position: int, *, field: str | None = None) -> Part:
        """A part by its position.

        Raises:
            NotFound: there is none.
        """
        found = next((part for part in self.parts if part.position == position), None)
        if found is None:
            raise NotFound(field=field, what="part", id=position)
        return found

    def take_out(self, part: Part) -> None:
        """Take a part out; what lay in it comes to lie beside the others."""
        for other in self.parts:
            if other.within == part.position:
                other.within = None
        self.parts.remove(part)


class Part(Base):
    """A title, score, instrument or other thing in a collection.

    Attributes:
        position: order in the part list, from 1; it stays when others are taken out.
        within: position of the part that holds it, a choir set in a music kit; None: it lies in the collection
            itself. A part that lies in another holds none.
        identifier: ISBN, ISMN, EAN or the owner's own number; "" where there is none.
        copies: how many of it belong to the collection.
        value: what it costs to replace one copy, in minor units; 0 where nobody has said.
        essential: without it the collection is of no use.
        voices: how many voices a choir set or score has; None for whatever else.
    """

    __tablename__ = "part"
    __table_args__ = (
        CheckConstraint("copies > 0 AND position > 0", name="counts"),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("within <> position AND within > 0", name="within_another"),
        CheckConstraint("voices > 0", name="voices"),
        Index("ix_part_voices", "voices", "collection_id"),
        Index("ix_part_identifier", "identifier"),
    )

    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PartKind] = mapped_column(coded(PartKind))
    title: Mapped[str] = mapped_column(String(300))
    creator: Mapped[str] = mapped_column(String(200), default="")
    identifier: Mapped[str] = mapped_column(String(40), default="")
    copies: Mapped[int]
    within: Mapped[int | None]
    value: Mapped[int] = mapped_column(default=0)
    essential: Mapped[bool] = mapped_column(default=False)
    voices: Mapped[int | None]

    collection: Mapped[Collection] = relationship(back_populates="parts")
