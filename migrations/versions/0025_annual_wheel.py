"""The annual wheel: what people mark on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025_annual_wheel"
down_revision = "0024_contacts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wheel_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("yearly", sa.Boolean(), nullable=False),
        sa.Column("ends_year", sa.Integer(), nullable=True),
        sa.Column("remind_days", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_wheel_entry_first_before_last")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_wheel_entry_made_by_id_person")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_wheel_entry_network_id_network")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_wheel_entry_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wheel_entry")),
    )
    op.create_index(op.f("ix_wheel_entry_network_id"), "wheel_entry", ["network_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_wheel_entry_network_id"), table_name="wheel_entry")
    op.drop_table("wheel_entry")
