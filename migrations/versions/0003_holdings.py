"""Book crates, music kits and class sets, and what is in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_holdings"
down_revision = "0002_access"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("home_id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("crates", sa.Integer(), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("crates > 0 AND weight_grams > 0", name=op.f("ck_collection_has_a_size")),
        sa.ForeignKeyConstraint(["home_id"], ["place.id"], name=op.f("fk_collection_home_id_place")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_collection_network_id_network")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("network_id", "code", name=op.f("uq_collection_network_id_code")),
    )
    op.create_index(op.f("ix_collection_home_id"), "collection", ["home_id"], unique=False)
    op.create_index(op.f("ix_collection_network_id"), "collection", ["network_id"], unique=False)
    op.create_table(
        "part",
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("creator", sa.String(length=200), nullable=False),
        sa.Column("identifier", sa.String(length=40), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.CheckConstraint("copies > 0 AND position > 0", name=op.f("ck_part_counts")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_part_collection_id_collection"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("collection_id", "position", name=op.f("pk_part")),
    )


def downgrade() -> None:
    op.drop_table("part")
    op.drop_table("collection")
