"""Tour crossings: the stretches of tours that go over a ferry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_tour_crossings"
down_revision = "0014_stocktakes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tour_crossing",
        sa.Column("tour_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("crossing_id", sa.String(length=64), nullable=False),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tour_id"], ["tour.id"], name=op.f("fk_tour_crossing_tour_id_tour"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["crossing_id"], ["crossing.id"], name=op.f("fk_tour_crossing_crossing_id_crossing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tour_id", "position", name=op.f("pk_tour_crossing")),
    )
    op.create_index(op.f("ix_tour_crossing_crossing_id"), "tour_crossing", ["crossing_id"], unique=False)


def downgrade() -> None:
    op.drop_table("tour_crossing")
