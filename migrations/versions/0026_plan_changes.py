"""Plans that change: what they follow and why, stops that are locked; and what leaving out empty stops saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026_plan_changes"
down_revision = "0025_annual_wheel"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("trip", sa.Column("locked_stops", sa.Integer(), server_default="0", nullable=False))
    for table in ("plan", "planning_run"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("follows_id", sa.String(length=32), nullable=True))
            batch.add_column(sa.Column("change", sa.JSON(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_follows_id_plan"), "plan", ["follows_id"], ["id"])
            if table == "plan":
                batch.add_column(sa.Column("spared", sa.JSON(), nullable=True))


def downgrade() -> None:
    for table in ("planning_run", "plan"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_follows_id_plan"), type_="foreignkey")
            batch.drop_column("change")
            batch.drop_column("follows_id")
            if table == "plan":
                batch.drop_column("spared")
    op.drop_column("trip", "locked_stops")
