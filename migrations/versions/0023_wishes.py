"""Wishes for any collection of a sort, and series of loans that come again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023_wishes"
down_revision = "0022_rotations_and_sharing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wish",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("take_first", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=True),
        *_like(),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_wish_first_before_last")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_wish_network_id_network")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_wish_place_id_place")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_wish_asked_by_id_person")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_wish_booking_id_booking")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
    )
    op.create_index(op.f("ix_wish_place_id"), "wish", ["place_id"], unique=False)
    op.create_index(op.f("ix_wish_state"), "wish", ["state"], unique=False)
    op.create_table(
        "series",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=True),
        sa.Column("rhythm", sa.String(24), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("loan_days", sa.Integer(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *_like(),
        sa.CheckConstraint("loan_days >= 1 AND days_ahead >= 1", name=op.f("ck_series_counts")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_series_network_id_network")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_series_place_id_place")),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], name=op.f("fk_series_collection_id_collection")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_series_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_index(op.f("ix_series_place_id"), "series", ["place_id"], unique=False)
    op.create_table(
        "series_turn",
        sa.Column("series_id", sa.String(length=32), nullable=False),
        sa.Column("occasion", sa.Date(), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=True),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_turn_series_id_series"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_series_turn_booking_id_booking")),
        sa.PrimaryKeyConstraint("series_id", "occasion", name=op.f("pk_series_turn")),
    )


def downgrade() -> None:
    op.drop_table("series_turn")
    op.drop_table("series")
    op.drop_table("wish")


def _like() -> list[sa.Column[object]]:
    """What a collection must be like."""
    return [
        sa.Column("kind", sa.String(24), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
    ]
