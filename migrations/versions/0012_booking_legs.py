"""Booking legs: the tours with which a promised collection rides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_booking_legs"
down_revision = "0011_crossings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_leg",
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.Column("tour_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("from_place_id", sa.String(length=64), nullable=False),
        sa.Column("to_place_id", sa.String(length=64), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("leaves_at < arrives_at", name=op.f("ck_booking_leg_takes_time")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_leg_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"], name=op.f("fk_booking_leg_tour_id_tour")),
        sa.ForeignKeyConstraint(["from_place_id"], ["place.id"], name=op.f("fk_booking_leg_from_place_id_place")),
        sa.ForeignKeyConstraint(["to_place_id"], ["place.id"], name=op.f("fk_booking_leg_to_place_id_place")),
        sa.PrimaryKeyConstraint("booking_id", "position", name=op.f("pk_booking_leg")),
    )
    op.create_index("ix_booking_leg_ride", "booking_leg", ["day", "tour_id"], unique=False)
    op.create_index(op.f("ix_booking_leg_tour_id"), "booking_leg", ["tour_id"], unique=False)


def downgrade() -> None:
    op.drop_table("booking_leg")
