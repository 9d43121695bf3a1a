"""Bookings: who wants which collection, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_bookings"
down_revision = "0003_holdings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("leaves_on", sa.Date(), nullable=False),
        sa.Column("arrives_on", sa.Date(), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("home_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_booking_first_before_last")),
        sa.CheckConstraint(
            "leaves_on <= arrives_on AND arrives_on <= collected_on AND collected_on <= home_on",
            name=op.f("ck_booking_promise"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_booking_asked_by_id_person")),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], name=op.f("fk_booking_collection_id_collection")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_booking_decided_by_id_person")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_booking_network_id_network")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_booking_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index("ix_booking_calendar", "booking", ["collection_id", "state", "leaves_on", "home_on"], unique=False)
    op.create_index(op.f("ix_booking_network_id"), "booking", ["network_id"], unique=False)
    op.create_index(op.f("ix_booking_place_id"), "booking", ["place_id"], unique=False)
    op.create_index(op.f("ix_booking_state"), "booking", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("booking")
