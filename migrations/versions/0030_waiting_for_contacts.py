"""Waiting entries and wishes on behalf of contacts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030_waiting_for_contacts"
down_revision = "0029_uploads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("waiting_entry", "wish"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("contact_id", sa.String(length=32), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_{table}_contact_id_contact"), "contact", ["contact_id"], ["id"], ondelete="SET NULL"
            )
            batch.create_index(op.f(f"ix_{table}_contact_id"), ["contact_id"], unique=False)


def downgrade() -> None:
    for table in ("waiting_entry", "wish"):
        with op.batch_alter_table(table) as batch:
            batch.drop_index(op.f(f"ix_{table}_contact_id"))
            batch.drop_constraint(op.f(f"fk_{table}_contact_id_contact"), type_="foreignkey")
            batch.drop_column("contact_id")
