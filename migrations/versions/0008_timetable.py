"""Timetable: school years, seasons with their tours, bookmobiles, places that follow the school year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_timetable"
down_revision = "0007_roads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vehicle", sa.Column("kind", sa.String(24), server_default="van", nullable=False))
    op.add_column("place", sa.Column("school_days_only", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "school_year",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_school_year_first_before_last")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_school_year_network_id_network"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_year")),
    )
    op.create_index(op.f("ix_school_year_network_id"), "school_year", ["network_id"], unique=False)
    op.create_table(
        "school_break",
        sa.Column("school_year_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_school_break_first_before_last")),
        sa.ForeignKeyConstraint(
            ["school_year_id"],
            ["school_year.id"],
            name=op.f("fk_school_break_school_year_id_school_year"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("school_year_id", "first_day", name=op.f("pk_school_break")),
    )
    op.create_table(
        "season",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_season_first_before_last")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_season_network_id_network"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season")),
    )
    op.create_index(op.f("ix_season_network_id"), "season", ["network_id"], unique=False)
    op.create_table(
        "tour",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("season_id", sa.String(length=64), nullable=False),
        sa.Column("vehicle_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("school_days_only", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_tour_carries_something")),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_tour_season_id_season"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_tour_vehicle_id_vehicle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tour")),
    )
    op.create_index(op.f("ix_tour_season_id"), "tour", ["season_id"], unique=False)
    op.create_index(op.f("ix_tour_vehicle_id"), "tour", ["vehicle_id"], unique=False)
    op.create_table(
        "tour_stop",
        sa.Column("tour_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("arrives_minute", sa.Integer(), nullable=False),
        sa.Column("leaves_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= arrives_minute AND arrives_minute <= leaves_minute AND leaves_minute <= 1440",
            name=op.f("ck_tour_stop_times"),
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_tour_stop_place_id_place")),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"], name=op.f("fk_tour_stop_tour_id_tour"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tour_id", "position", name=op.f("pk_tour_stop")),
    )
    op.create_index(op.f("ix_tour_stop_place_id"), "tour_stop", ["place_id"], unique=False)
    op.create_table(
        "tour_day",
        sa.Column("tour_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("runs", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"], name=op.f("fk_tour_day_tour_id_tour"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tour_id", "day", name=op.f("pk_tour_day")),
    )


def downgrade() -> None:
    for table in ("tour_day", "tour_stop", "tour", "season", "school_break", "school_year"):
        op.drop_table(table)
    op.drop_column("place", "school_days_only")
    op.drop_column("vehicle", "kind")
