"""Agreements on who pays, and the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_costs"
down_revision = "0005_transport"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("carrier", sa.String(length=120), nullable=False),
        sa.Column("funder", sa.String(length=120), nullable=False),
        sa.Column("subsidy_basis_points", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(24), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("subsidy_basis_points BETWEEN 0 AND 10000", name=op.f("ck_agreement_subsidy_is_a_part")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_agreement_from_before_until")
        ),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_agreement_network_id_network")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_network_id"), "agreement", ["network_id"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("trip_id", sa.String(length=32), nullable=False),
        sa.Column("agreement_id", sa.String(length=64), nullable=False),
        sa.Column("municipality_id", sa.String(length=64), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("account", sa.String(24), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_ledger_entry_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_ledger_entry_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_ledger_entry_network_id_network")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_ledger_entry_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint(
            "trip_id", "account", "municipality_id", name=op.f("uq_ledger_entry_trip_id_account_municipality_id")
        ),
    )
    op.create_index("ix_ledger_entry_day", "ledger_entry", ["network_id", "day"], unique=False)
    op.create_index(
        "ix_ledger_entry_once",
        "ledger_entry",
        ["trip_id", "account"],
        unique=True,
        sqlite_where=sa.text("municipality_id IS NULL"),
        postgresql_where=sa.text("municipality_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("ledger_entry")
    op.drop_table("agreement")
