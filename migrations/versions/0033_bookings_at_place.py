"""An index over the bookings of a place by state and first day, in place of the one over the place alone."""

from __future__ import annotations

from alembic import op

revision = "0033_bookings_at_place"
down_revision = "0032_closed_roads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_booking_at_place", "booking", ["place_id", "state", "first_day", "id"])
    op.drop_index("ix_booking_place_id", "booking")


def downgrade() -> None:
    op.create_index("ix_booking_place_id", "booking", ["place_id"])
    op.drop_index("ix_booking_at_place", "booking")
