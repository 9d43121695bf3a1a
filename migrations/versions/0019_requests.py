"""Requests: owners' rules, changes of loans, and handing on to the next borrower."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019_requests"
down_revision = "0018_road_paths"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("rule", sa.String(length=120), nullable=True))
    op.create_table(
        "approval_rule",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("home_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("borrower_kinds", sa.JSON(), nullable=False),
        sa.Column("least_days_ahead", sa.Integer(), nullable=False),
        sa.Column("most_loan_days", sa.Integer(), nullable=False),
        sa.Column("extends", sa.Boolean(), nullable=False),
        sa.Column("hands_on", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("least_days_ahead >= 0 AND most_loan_days >= 1", name=op.f("ck_approval_rule_counts")),
        sa.ForeignKeyConstraint(["home_id"], ["place.id"], name=op.f("fk_approval_rule_home_id_place")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_approval_rule_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_rule")),
    )
    op.create_index(op.f("ix_approval_rule_home_id"), "approval_rule", ["home_id"], unique=False)
    op.create_table(
        "booking_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("to_booking_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("rule", sa.String(length=120), nullable=True),
        sa.Column("asked_by_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "last_day IS NOT NULL OR to_booking_id IS NOT NULL", name=op.f("ck_booking_change_changes_something")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_change_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_booking_id"], ["booking.id"], name=op.f("fk_booking_change_to_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_booking_change_asked_by_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_booking_change_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_change")),
    )
    op.create_index(op.f("ix_booking_change_booking_id"), "booking_change", ["booking_id"], unique=False)
    op.create_index(op.f("ix_booking_change_state"), "booking_change", ["state"], unique=False)
    op.create_table(
        "hand_on",
        sa.Column("to_booking_id", sa.String(length=32), nullable=False),
        sa.Column("from_booking_id", sa.String(length=32), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_booking_id != to_booking_id", name=op.f("ck_hand_on_two_bookings")),
        sa.ForeignKeyConstraint(
            ["to_booking_id"], ["booking.id"], name=op.f("fk_hand_on_to_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["from_booking_id"], ["booking.id"], name=op.f("fk_hand_on_from_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("to_booking_id", name=op.f("pk_hand_on")),
        sa.UniqueConstraint("from_booking_id", name=op.f("uq_hand_on_from_booking_id")),
    )


def downgrade() -> None:
    op.drop_table("hand_on")
    op.drop_table("booking_change")
    op.drop_table("approval_rule")
    op.drop_column("booking", "rule")
