"""Closed roads with the ways round them, and what trips go by ferry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032_closed_roads"
down_revision = "0031_written_school_years"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closed_road",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("to_lat", sa.Double(), nullable=True),
        sa.Column("to_lon", sa.Double(), nullable=True),
        sa.Column("within_metres", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("lifted", sa.Boolean(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.CheckConstraint("within_metres > 0", name=op.f("ck_closed_road_has_width")),
        sa.CheckConstraint("(to_lat IS NULL) = (to_lon IS NULL)", name=op.f("ck_closed_road_point_or_line")),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f("ck_closed_road_from_before_until")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_closed_road_network_id_network"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_road")),
    )
    op.create_index(op.f("ix_closed_road_network_id"), "closed_road", ["network_id"], unique=False)
    op.create_table(
        "road_detours",
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("closed", sa.String(length=64), nullable=False),
        sa.Column("rests_on", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=80), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("pairs", sa.JSON(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_road_detours_network_id_network"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("network_id", "closed", name=op.f("pk_road_detours")),
    )
    with op.batch_alter_table("road_matrix") as table:
        table.add_column(sa.Column("sailed", sa.JSON(), nullable=True))
    with op.batch_alter_table("plan") as table:
        table.add_column(sa.Column("road_notes", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("trip") as table:
        table.add_column(sa.Column("sailed_metres", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("sailed_seconds", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("trip") as table:
        table.drop_column("sailed_seconds")
        table.drop_column("sailed_metres")
    with op.batch_alter_table("plan") as table:
        table.drop_column("road_notes")
    with op.batch_alter_table("road_matrix") as table:
        table.drop_column("sailed")
    op.drop_table("road_detours")
    op.drop_index(op.f("ix_closed_road_network_id"), table_name="closed_road")
    op.drop_table("closed_road")
