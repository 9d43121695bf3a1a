"""Shipments, plans and their trips, planning runs, custody, deviations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_transport"
down_revision = "0004_bookings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("lower_bound", sa.BigInteger(), nullable=True),
        sa.Column("roads", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_plan_network_id_network")),
        sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_plan_published_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index("ix_plan_day", "plan", ["network_id", "day", "state"], unique=False)
    op.create_table(
        "planning_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("cancel_wanted", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("fault", sa.JSON(), nullable=True),
        sa.Column("plan_id", sa.String(length=32), nullable=True),
        sa.Column("asked_by_id", sa.String(length=32), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("seconds > 0", name=op.f("ck_planning_run_has_time")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_planning_run_asked_by_id_person")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_planning_run_network_id_network")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_planning_run_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_run")),
    )
    op.create_index(op.f("ix_planning_run_network_id"), "planning_run", ["network_id"], unique=False)
    op.create_index(op.f("ix_planning_run_state"), "planning_run", ["state"], unique=False)
    op.create_table(
        "shipment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=True),
        sa.Column("direction", sa.String(24), nullable=False),
        sa.Column("from_place_id", sa.String(length=64), nullable=False),
        sa.Column("to_place_id", sa.String(length=64), nullable=False),
        sa.Column("crates", sa.Integer(), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("at_place_id", sa.String(length=64), nullable=True),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("crates > 0 AND weight_grams >= 0", name=op.f("ck_shipment_has_a_size")),
        sa.CheckConstraint("from_place_id != to_place_id", name=op.f("ck_shipment_goes_somewhere")),
        sa.CheckConstraint("ready_at < due_at", name=op.f("ck_shipment_ready_before_due")),
        sa.ForeignKeyConstraint(["at_place_id"], ["place.id"], name=op.f("fk_shipment_at_place_id_place")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_shipment_booking_id_booking")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_shipment_created_by_id_person")),
        sa.ForeignKeyConstraint(["from_place_id"], ["place.id"], name=op.f("fk_shipment_from_place_id_place")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_shipment_network_id_network")),
        sa.ForeignKeyConstraint(["to_place_id"], ["place.id"], name=op.f("fk_shipment_to_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("booking_id", "direction", name=op.f("uq_shipment_booking_id_direction")),
        sa.UniqueConstraint("network_id", "code", name=op.f("uq_shipment_network_id_code")),
    )
    op.create_index(op.f("ix_shipment_from_place_id"), "shipment", ["from_place_id"], unique=False)
    op.create_index(op.f("ix_shipment_network_id"), "shipment", ["network_id"], unique=False)
    op.create_index(op.f("ix_shipment_state"), "shipment", ["state"], unique=False)
    op.create_index(op.f("ix_shipment_to_place_id"), "shipment", ["to_place_id"], unique=False)
    op.create_table(
        "trip",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("vehicle_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column("day_cost", sa.Integer(), nullable=False),
        sa.Column("km_cost", sa.Integer(), nullable=False),
        sa.Column("hour_cost", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("driven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("driven_by_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["driven_by_id"], ["person.id"], name=op.f("fk_trip_driven_by_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_trip_plan_id_plan"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_trip_vehicle_id_vehicle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip")),
    )
    op.create_index(op.f("ix_trip_day"), "trip", ["day"], unique=False)
    op.create_index(op.f("ix_trip_plan_id"), "trip", ["plan_id"], unique=False)
    op.create_table(
        "left_behind",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("shipment_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_left_behind_plan_id_plan"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_left_behind_shipment_id_shipment")),
        sa.PrimaryKeyConstraint("plan_id", "shipment_id", name=op.f("pk_left_behind")),
    )
    op.create_table(
        "stop",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("trip_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_stop_place_id_place")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_stop_trip_id_trip"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
        sa.UniqueConstraint("trip_id", "position", name=op.f("uq_stop_trip_id_position")),
    )
    op.create_table(
        "handling",
        sa.Column("stop_id", sa.String(length=32), nullable=False),
        sa.Column("shipment_id", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_handling_shipment_id_shipment")),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_handling_stop_id_stop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("stop_id", "shipment_id", "action", name=op.f("pk_handling")),
    )
    op.create_index(op.f("ix_handling_shipment_id"), "handling", ["shipment_id"], unique=False)
    op.create_table(
        "scan",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("shipment_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("stop_id", sa.String(length=32), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("crates", sa.Integer(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("crates IS NULL OR crates >= 0", name=op.f("ck_scan_counts")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scan_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_scan_place_id_place")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_scan_shipment_id_shipment")),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_scan_stop_id_stop"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
    )
    op.create_index("ix_scan_custody", "scan", ["shipment_id", "seen_at"], unique=False)
    op.create_table(
        "deviation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shipment_id", sa.String(length=32), nullable=False),
        sa.Column("scan_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("expected", sa.String(length=64), nullable=False),
        sa.Column("found", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.String(length=32), nullable=True),
        sa.Column("resolution", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["person.id"], name=op.f("fk_deviation_resolved_by_id_person")),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_deviation_scan_id_scan")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_deviation_shipment_id_shipment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
        sa.UniqueConstraint("scan_id", "kind", name=op.f("uq_deviation_scan_id_kind")),
    )
    op.create_index(op.f("ix_deviation_shipment_id"), "deviation", ["shipment_id"], unique=False)


def downgrade() -> None:
    op.drop_table("deviation")
    op.drop_table("scan")
    op.drop_table("handling")
    op.drop_table("stop")
    op.drop_table("left_behind")
    op.drop_table("trip")
    op.drop_table("shipment")
    op.drop_table("planning_run")
    op.drop_table("plan")
