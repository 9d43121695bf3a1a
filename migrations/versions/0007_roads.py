"""Roads between a network's places: measured, and known by people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_roads"
down_revision = "0006_costs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "road_matrix",
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("engine", sa.String(length=24), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("metres", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.JSON(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_road_matrix_network_id_network"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("network_id", name=op.f("pk_road_matrix")),
    )
    op.create_table(
        "road_override",
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("from_id", sa.String(length=64), nullable=False),
        sa.Column("to_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("metres >= 0 AND seconds >= 0", name=op.f("ck_road_override_not_negative")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_road_override_two_places")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_road_override_network_id_network"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["place.id"], name=op.f("fk_road_override_from_id_place"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["to_id"], ["place.id"], name=op.f("fk_road_override_to_id_place"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_road_override")),
    )
    op.create_index(op.f("ix_road_override_network_id"), "road_override", ["network_id"], unique=False)


def downgrade() -> None:
    op.drop_table("road_override")
    op.drop_table("road_matrix")
