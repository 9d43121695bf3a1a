"""Borrowers that are no libraries, and the loans that libraries asked for on their behalf."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024_contacts"
down_revision = "0023_wishes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("library_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("receiving_place_id", sa.String(length=64), nullable=True),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["library_id"], ["place.id"], name=op.f("fk_contact_library_id_place")),
        sa.ForeignKeyConstraint(["receiving_place_id"], ["place.id"], name=op.f("fk_contact_receiving_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_library_id"), "contact", ["library_id"], unique=False)
    op.create_table(
        "on_behalf",
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("library_id", sa.String(length=64), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_on_behalf_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["library_id"], ["place.id"], name=op.f("fk_on_behalf_library_id_place")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_on_behalf_contact_id_contact"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_on_behalf")),
    )
    op.create_index(op.f("ix_on_behalf_contact_id"), "on_behalf", ["contact_id"], unique=False)
    op.create_index(op.f("ix_on_behalf_library_id"), "on_behalf", ["library_id"], unique=False)


def downgrade() -> None:
    op.drop_table("on_behalf")
    op.drop_table("contact")
