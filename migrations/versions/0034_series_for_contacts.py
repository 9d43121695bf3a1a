"""Series on behalf of contacts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034_series_for_contacts"
down_revision = "0033_bookings_at_place"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("series") as batch:
        batch.add_column(sa.Column("contact_id", sa.String(length=32), nullable=True))
        batch.create_foreign_key(
            op.f("fk_series_contact_id_contact"), "contact", ["contact_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_index(op.f("ix_series_contact_id"), ["contact_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("series") as batch:
        batch.drop_index(op.f("ix_series_contact_id"))
        batch.drop_constraint(op.f("fk_series_contact_id_contact"), type_="foreignkey")
        batch.drop_column("contact_id")
