"""The waiting list, and deliveries in two parts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020_waiting"
down_revision = "0019_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=True),
        sa.Column("offer_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_waiting_entry_first_before_last")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_waiting_entry_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_waiting_entry_place_id_place")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_waiting_entry_asked_by_id_person")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_waiting_entry_booking_id_booking")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_entry")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_waiting_entry_booking_id")),
    )
    op.create_index("ix_waiting_entry_line", "waiting_entry", ["collection_id", "state", "asked_at"], unique=False)
    op.create_index(op.f("ix_waiting_entry_place_id"), "waiting_entry", ["place_id"], unique=False)
    op.create_index(op.f("ix_waiting_entry_state"), "waiting_entry", ["state"], unique=False)
    op.create_table(
        "split_delivery",
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("copies_now", sa.Integer(), nullable=False),
        sa.Column("copies_later", sa.Integer(), nullable=False),
        sa.Column("leaves_on", sa.Date(), nullable=False),
        sa.Column("arrives_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("copies_now > 0 AND copies_later > 0", name=op.f("ck_split_delivery_counts")),
        sa.CheckConstraint("leaves_on <= arrives_on", name=op.f("ck_split_delivery_promise")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_split_delivery_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_split_delivery_made_by_id_person")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_split_delivery")),
    )


def downgrade() -> None:
    op.drop_table("split_delivery")
    op.drop_table("waiting_entry")
