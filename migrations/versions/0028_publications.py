"""Rotations published by a worker, and crates and sets that are kept at home because they stand there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028_publications"
down_revision = "0027_holds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rotation_publication",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rotation_id", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("cancel_wanted", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("fault", sa.JSON(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["rotation_id"],
            ["rotation.id"],
            name=op.f("fk_rotation_publication_rotation_id_rotation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_rotation_publication_asked_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation_publication")),
    )
    for column in ("rotation_id", "state"):
        op.create_index(op.f(f"ix_rotation_publication_{column}"), "rotation_publication", [column], unique=False)
    for table in ("rotation_cell", "application"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("hold_id", sa.String(length=32), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_hold_id_hold"), "hold", ["hold_id"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    for table in ("application", "rotation_cell"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_hold_id_hold"), type_="foreignkey")
            batch.drop_column("hold_id")
    op.drop_table("rotation_publication")
