"""Holds: days on which an owner keeps a collection at home."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027_holds"
down_revision = "0026_plan_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("set_by_id", sa.String(length=32), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_hold_first_before_last")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_hold_collection_id_collection"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_hold_set_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index("ix_hold_calendar", "hold", ["collection_id", "first_day", "last_day"], unique=False)


def downgrade() -> None:
    op.drop_table("hold")
