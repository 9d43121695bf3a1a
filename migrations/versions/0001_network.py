"""Networks, municipalities, places with hours and closures, vehicles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_network"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("subdivision", sa.String(length=8), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("service_weekdays", sa.JSON(), nullable=False),
        sa.Column("cutoff_minute", sa.Integer(), nullable=False),
        sa.Column("transit_days", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("plan_seconds", sa.Integer(), nullable=False),
        sa.Column("collection_penalty", sa.Integer(), nullable=False),
        sa.Column("crate_penalty", sa.Integer(), nullable=False),
        sa.Column("stop_seconds", sa.Integer(), nullable=False),
        sa.Column("crate_seconds", sa.Integer(), nullable=False),
        sa.Column("sort_seconds", sa.Integer(), nullable=False),
        sa.Column("circuity_percent", sa.Integer(), nullable=False),
        sa.Column("speed_kmh", sa.Integer(), nullable=False),
        sa.Column("max_drive_minutes", sa.Integer(), nullable=True),
        sa.Column("break_minutes", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.CheckConstraint("cutoff_minute BETWEEN 0 AND 1439", name=op.f("ck_network_cutoff_in_a_day")),
        sa.CheckConstraint("transit_days >= 1 AND horizon_days >= 1", name=op.f("ck_network_looks_ahead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
    )
    op.create_table(
        "municipality",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("population_on", sa.Date(), nullable=False),
        sa.CheckConstraint("population > 0", name=op.f("ck_municipality_somebody_lives_there")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_municipality_network_id_network")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
    )
    op.create_index(op.f("ix_municipality_network_id"), "municipality", ["network_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("municipality_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("library_number", sa.String(length=7), nullable=True),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("hub", sa.Boolean(), nullable=False),
        sa.Column("stop_seconds", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_place_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_place_network_id_network")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_index(op.f("ix_place_municipality_id"), "place", ["municipality_id"], unique=False)
    op.create_index(op.f("ix_place_network_id"), "place", ["network_id"], unique=False)
    op.create_table(
        "closure",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_closure_first_before_last")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_closure_place_id_place"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index(op.f("ix_closure_place_id"), "closure", ["place_id"], unique=False)
    op.create_table(
        "receiving_hours",
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_minute", sa.Integer(), nullable=False),
        sa.Column("closes_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= opens_minute AND opens_minute < closes_minute AND closes_minute <= 1440",
            name=op.f("ck_receiving_hours_span"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_receiving_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_receiving_hours_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place_id", "weekday", "opens_minute", name=op.f("pk_receiving_hours")),
    )
    op.create_table(
        "vehicle",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("home_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("shift_starts_minute", sa.Integer(), nullable=False),
        sa.Column("shift_ends_minute", sa.Integer(), nullable=False),
        sa.Column("max_trips", sa.Integer(), nullable=True),
        sa.Column("cost_per_day", sa.Integer(), nullable=False),
        sa.Column("cost_per_km", sa.Integer(), nullable=False),
        sa.Column("cost_per_hour", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "0 <= shift_starts_minute AND shift_starts_minute < shift_ends_minute AND shift_ends_minute <= 1440",
            name=op.f("ck_vehicle_shift"),
        ),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_vehicle_carries_something")),
        sa.CheckConstraint(
            "cost_per_day >= 0 AND cost_per_km >= 0 AND cost_per_hour >= 0", name=op.f("ck_vehicle_costs")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["place.id"], name=op.f("fk_vehicle_home_id_place")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_vehicle_network_id_network")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
    )
    op.create_index(op.f("ix_vehicle_network_id"), "vehicle", ["network_id"], unique=False)


def downgrade() -> None:
    op.drop_table("vehicle")
    op.drop_table("receiving_hours")
    op.drop_table("closure")
    op.drop_table("place")
    op.drop_table("municipality")
    op.drop_table("network")
