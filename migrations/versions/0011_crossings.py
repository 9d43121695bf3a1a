"""Crossings and their timetables, and the pairs of places that people know to go over one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_crossings"
down_revision = "0010_contents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crossing",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("ahead_seconds", sa.Integer(), nullable=False),
        sa.Column("near_lat", sa.Double(), nullable=True),
        sa.Column("near_lon", sa.Double(), nullable=True),
        sa.Column("far_lat", sa.Double(), nullable=True),
        sa.Column("far_lon", sa.Double(), nullable=True),
        sa.CheckConstraint("seconds > 0 AND ahead_seconds >= 0", name=op.f("ck_crossing_takes_time")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_crossing_network_id_network"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crossing")),
    )
    op.create_index(op.f("ix_crossing_network_id"), "crossing", ["network_id"], unique=False)
    op.create_table(
        "crossing_service",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("crossing_id", sa.String(length=64), nullable=False),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("first_minute", sa.Integer(), nullable=False),
        sa.Column("last_minute", sa.Integer(), nullable=False),
        sa.Column("every_minutes", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "0 <= first_minute AND first_minute <= last_minute AND last_minute <= 1440 AND every_minutes >= 0",
            name=op.f("ck_crossing_service_minutes"),
        ),
        sa.ForeignKeyConstraint(
            ["crossing_id"], ["crossing.id"], name=op.f("fk_crossing_service_crossing_id_crossing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crossing_service")),
    )
    op.create_index(op.f("ix_crossing_service_crossing_id"), "crossing_service", ["crossing_id"], unique=False)
    with op.batch_alter_table("road_override") as table:
        table.add_column(sa.Column("crossing_id", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("back", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("before_seconds", sa.Integer(), nullable=False, server_default="0"))
        table.create_foreign_key(
            op.f("fk_road_override_crossing_id_crossing"), "crossing", ["crossing_id"], ["id"], ondelete="CASCADE"
        )
        table.create_check_constraint(
            op.f("ck_road_override_part_of_it"), "0 <= before_seconds AND before_seconds <= seconds"
        )
    with op.batch_alter_table("road_override") as table:
        table.alter_column("back", server_default=None)
        table.alter_column("before_seconds", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("road_override") as table:
        table.drop_constraint(op.f("ck_road_override_part_of_it"), type_="check")
        table.drop_constraint(op.f("fk_road_override_crossing_id_crossing"), type_="foreignkey")
        table.drop_column("before_seconds")
        table.drop_column("back")
        table.drop_column("crossing_id")
    op.drop_table("crossing_service")
    op.drop_table("crossing")
