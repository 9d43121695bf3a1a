"""School years: who has written them on a page, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031_written_school_years"
down_revision = "0030_waiting_for_contacts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("school_year") as batch:
        batch.add_column(sa.Column("written_by_id", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("written_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_school_year_written_by_id_person"), "person", ["written_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("school_year") as batch:
        batch.drop_constraint(op.f("fk_school_year_written_by_id_person"), type_="foreignkey")
        batch.drop_column("written_at")
        batch.drop_column("written_by_id")
