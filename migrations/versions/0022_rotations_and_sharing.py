"""Rotations of travelling crates, and rounds in which scarce sets are shared out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022_rotations_and_sharing"
down_revision = "0021_photos"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rotation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("proven", sa.JSON(), nullable=True),
        sa.Column("made_by_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.String(length=32), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_rotation_made_by_id_person")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_rotation_network_id_network")),
        sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_rotation_published_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation")),
    )
    op.create_index(op.f("ix_rotation_network_id"), "rotation", ["network_id"], unique=False)
    op.create_table(
        "share_round",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("bonus_percent", sa.Integer(), nullable=False),
        sa.Column("most_per_place", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=True),
        sa.Column("made_by_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("bonus_percent BETWEEN 0 AND 200", name=op.f("ck_share_round_bonus")),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_share_round_opens_before_it_closes")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_share_round_decided_by_id_person")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_share_round_made_by_id_person")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_share_round_network_id_network")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_round")),
    )
    op.create_index(op.f("ix_share_round_network_id"), "share_round", ["network_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("periods", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=True),
        sa.Column("period", sa.Integer(), nullable=True),
        sa.Column("booking_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.Column("made_by_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("pupils > 0", name=op.f("ck_application_has_pupils")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_application_booking_id_booking")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_application_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_application_made_by_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_application_place_id_place")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["share_round.id"], name=op.f("fk_application_round_id_share_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    )
    op.create_index(op.f("ix_application_place_id"), "application", ["place_id"], unique=False)
    op.create_index(op.f("ix_application_round_id"), "application", ["round_id"], unique=False)
    op.create_table(
        "rotation_crate",
        sa.Column("rotation_id", sa.String(length=32), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_rotation_crate_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(
            ["rotation_id"], ["rotation.id"], name=op.f("fk_rotation_crate_rotation_id_rotation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rotation_id", "collection_id", name=op.f("pk_rotation_crate")),
    )
    op.create_table(
        "rotation_period",
        sa.Column("rotation_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_rotation_period_first_before_last")),
        sa.ForeignKeyConstraint(
            ["rotation_id"], ["rotation.id"], name=op.f("fk_rotation_period_rotation_id_rotation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rotation_id", "number", name=op.f("pk_rotation_period")),
    )
    op.create_table(
        "rotation_place",
        sa.Column("rotation_id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_rotation_place_has_room")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rotation_place_place_id_place")),
        sa.ForeignKeyConstraint(
            ["rotation_id"], ["rotation.id"], name=op.f("fk_rotation_place_rotation_id_rotation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rotation_id", "place_id", name=op.f("pk_rotation_place")),
    )
    op.create_table(
        "rotation_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rotation_id", sa.String(length=32), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("cancel_wanted", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("fault", sa.JSON(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("seconds > 0", name=op.f("ck_rotation_run_has_time")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_rotation_run_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["rotation_id"], ["rotation.id"], name=op.f("fk_rotation_run_rotation_id_rotation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation_run")),
    )
    op.create_index(op.f("ix_rotation_run_rotation_id"), "rotation_run", ["rotation_id"], unique=False)
    op.create_index(op.f("ix_rotation_run_state"), "rotation_run", ["state"], unique=False)
    op.create_table(
        "rotation_wish",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rotation_id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=True),
        sa.Column("theme", sa.String(length=120), nullable=True),
        sa.Column("period", sa.Integer(), nullable=True),
        sa.Column("never", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "collection_id IS NOT NULL OR (theme IS NOT NULL AND NOT never)", name=op.f("ck_rotation_wish_of_something")
        ),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_rotation_wish_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rotation_wish_place_id_place")),
        sa.ForeignKeyConstraint(
            ["rotation_id"], ["rotation.id"], name=op.f("fk_rotation_wish_rotation_id_rotation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation_wish")),
    )
    op.create_index(op.f("ix_rotation_wish_rotation_id"), "rotation_wish", ["rotation_id"], unique=False)
    op.create_table(
        "share_period",
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_share_period_first_before_last")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["share_round.id"], name=op.f("fk_share_period_round_id_share_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_share_period")),
    )
    op.create_table(
        "share_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("cancel_wanted", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("fault", sa.JSON(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_share_run_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["share_round.id"], name=op.f("fk_share_run_round_id_share_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_run")),
    )
    op.create_index(op.f("ix_share_run_round_id"), "share_run", ["round_id"], unique=False)
    op.create_index(op.f("ix_share_run_state"), "share_run", ["state"], unique=False)
    op.create_table(
        "share_set",
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_share_set_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["share_round.id"], name=op.f("fk_share_set_round_id_share_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "collection_id", name=op.f("pk_share_set")),
    )
    op.create_table(
        "rotation_cell",
        sa.Column("rotation_id", sa.String(length=32), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_rotation_cell_booking_id_booking")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_rotation_cell_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rotation_cell_place_id_place")),
        sa.ForeignKeyConstraint(
            ["rotation_id", "period"],
            ["rotation_period.rotation_id", "rotation_period.number"],
            name=op.f("fk_rotation_cell_rotation_id_period_rotation_period"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["rotation_id"], ["rotation.id"], name=op.f("fk_rotation_cell_rotation_id_rotation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rotation_id", "collection_id", "period", name=op.f("pk_rotation_cell")),
    )
    op.create_index(op.f("ix_rotation_cell_place_id"), "rotation_cell", ["place_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_rotation_cell_place_id"), table_name="rotation_cell")
    op.drop_table("rotation_cell")
    op.drop_table("share_set")
    op.drop_index(op.f("ix_share_run_state"), table_name="share_run")
    op.drop_index(op.f("ix_share_run_round_id"), table_name="share_run")
    op.drop_table("share_run")
    op.drop_table("share_period")
    op.drop_index(op.f("ix_rotation_wish_rotation_id"), table_name="rotation_wish")
    op.drop_table("rotation_wish")
    op.drop_index(op.f("ix_rotation_run_state"), table_name="rotation_run")
    op.drop_index(op.f("ix_rotation_run_rotation_id"), table_name="rotation_run")
    op.drop_table("rotation_run")
    op.drop_table("rotation_place")
    op.drop_table("rotation_period")
    op.drop_table("rotation_crate")
    op.drop_index(op.f("ix_application_round_id"), table_name="application")
    op.drop_index(op.f("ix_application_place_id"), table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("ix_share_round_network_id"), table_name="share_round")
    op.drop_table("share_round")
    op.drop_index(op.f("ix_rotation_network_id"), table_name="rotation")
    op.drop_table("rotation")
