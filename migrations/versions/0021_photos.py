"""Photos of collections; bookings indexed for searches by free days and for lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021_photos"
down_revision = "0020_waiting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photo",
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_photo_has_a_size")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_photo_added_by_id_person")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_photo_collection_id_collection"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("collection_id", name=op.f("pk_photo")),
    )
    op.create_index("ix_booking_busy", "booking", ["network_id", "state", "home_on", "leaves_on", "collection_id"])
    op.create_index("ix_booking_list", "booking", ["network_id", "state", "first_day", "id"])


def downgrade() -> None:
    op.drop_index("ix_booking_list", "booking")
    op.drop_index("ix_booking_busy", "booking")
    op.drop_table("photo")
