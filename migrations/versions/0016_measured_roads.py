"""The paths of measured roads, what was written on a page, and the libraries' international identifiers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016_measured_roads"
down_revision = "0015_tour_crossings"
branch_labels = None
depends_on = None

LENGTHS = (("road_matrix", "engine", 24, 40), ("plan", "roads", 40, 80))


def upgrade() -> None:
    for name in ("road_override", "crossing"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
        with op.batch_alter_table(name) as table:
            table.alter_column("by_hand", server_default=None)
    with op.batch_alter_table("road_matrix") as table:
        table.add_column(sa.Column("paths", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("road_matrix") as table:
        table.alter_column("paths", server_default=None)
    with op.batch_alter_table("place") as table:
        table.add_column(sa.Column("isil", sa.String(length=16), nullable=True))
    for name, column, before, after in LENGTHS:
        with op.batch_alter_table(name) as table:
            table.alter_column(
                column, existing_type=sa.String(length=before), type_=sa.String(length=after), existing_nullable=False
            )


def downgrade() -> None:
    for name, column, before, after in LENGTHS:
        with op.batch_alter_table(name) as table:
            table.alter_column(
                column, existing_type=sa.String(length=after), type_=sa.String(length=before), existing_nullable=False
            )
    with op.batch_alter_table("place") as table:
        table.drop_column("isil")
    with op.batch_alter_table("road_matrix") as table:
        table.drop_column("paths")
    for name in ("crossing", "road_override"):
        with op.batch_alter_table(name) as table:
            table.drop_column("by_hand")
