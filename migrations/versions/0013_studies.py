"""Studies: what coordinators let the planner work out, with its answers; and who drives a vehicle."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_studies"
down_revision = "0012_booking_legs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vehicle", sa.Column("carrier", sa.String(length=120), server_default="", nullable=False))
    op.create_table(
        "study",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=True),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("asked_by_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("cancel_wanted", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("fault", sa.JSON(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_study_asked_by_id_person")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_study_network_id_network")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_study_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
    )
    op.create_index("ix_study_of_network", "study", ["network_id", "kind", "asked_at"], unique=False)
    op.create_index(op.f("ix_study_plan_id"), "study", ["plan_id"], unique=False)
    op.create_index(op.f("ix_study_state"), "study", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("study")
    op.drop_column("vehicle", "carrier")
