"""Uploads: files that somebody looks through before storing them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029_uploads"
down_revision = "0028_publications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_upload_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_added_at"), "upload", ["added_at"], unique=False)


def downgrade() -> None:
    op.drop_table("upload")
