"""Where measured ways go, and which crossings they pass."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018_road_paths"
down_revision = "0017_feeds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("road_matrix") as table:
        table.alter_column("paths", new_column_name="over", existing_type=sa.JSON(), existing_nullable=False)
    op.create_table(
        "road_path",
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("from_id", sa.String(length=64), nullable=False),
        sa.Column("to_id", sa.String(length=64), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["road_matrix.network_id"],
            name=op.f("fk_road_path_network_id_road_matrix"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("network_id", "from_id", "to_id", name=op.f("pk_road_path")),
    )


def downgrade() -> None:
    op.drop_table("road_path")
    with op.batch_alter_table("road_matrix") as table:
        table.alter_column("over", new_column_name="paths", existing_type=sa.JSON(), existing_nullable=False)
