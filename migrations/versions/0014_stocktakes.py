"""Stocktakes, what they miss, parts lent alone, and what missing parts cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_stocktakes"
down_revision = "0013_studies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stocktake",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.Column("occasion", sa.String(24), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        _of_collection("stocktake"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_stocktake_place_id_place")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stocktake_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake")),
    )
    op.create_index("ix_stocktake_of_collection", "stocktake", ["collection_id", "taken_at"])
    op.create_table(
        "shortfall",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.Column("stocktake_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("each_value", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("liable_id", sa.String(length=64), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.String(length=32), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("copies > 0 AND each_value >= 0", name=op.f("ck_shortfall_counts")),
        _of_collection("shortfall"),
        sa.ForeignKeyConstraint(
            ["stocktake_id"], ["stocktake.id"], name=op.f("fk_shortfall_stocktake_id_stocktake"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["liable_id"], ["place.id"], name=op.f("fk_shortfall_liable_id_place")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_shortfall_settled_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortfall")),
    )
    op.create_index("ix_shortfall_of_collection", "shortfall", ["collection_id", "state"])
    op.create_index("ix_shortfall_liable", "shortfall", ["liable_id", "state"])
    op.create_table(
        "part_loan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("collection_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("borrower", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("lent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lent_by_id", sa.String(length=32), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("copies > 0", name=op.f("ck_part_loan_counts")),
        _of_collection("part_loan"),
        sa.ForeignKeyConstraint(["lent_by_id"], ["person.id"], name=op.f("fk_part_loan_lent_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_loan")),
    )
    op.create_index("ix_part_loan_of_collection", "part_loan", ["collection_id", "returned_at"])
    op.create_table(
        "shipment_count",
        sa.Column("stocktake_id", sa.String(length=36), nullable=False),
        sa.Column("shipment_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["stocktake_id"],
            ["stocktake.id"],
            name=op.f("fk_shipment_count_stocktake_id_stocktake"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_count_shipment_id_shipment")),
        sa.PrimaryKeyConstraint("stocktake_id", name=op.f("pk_shipment_count")),
    )
    op.create_index(op.f("ix_shipment_count_shipment_id"), "shipment_count", ["shipment_id"])
    with op.batch_alter_table("deviation") as table:
        table.alter_column("scan_id", existing_type=sa.String(length=36), nullable=True)
        table.add_column(sa.Column("shortfall_id", sa.String(length=32), nullable=True))
        table.create_foreign_key(
            op.f("fk_deviation_shortfall_id_shortfall"), "shortfall", ["shortfall_id"], ["id"], ondelete="CASCADE"
        )
        table.create_unique_constraint(op.f("uq_deviation_shortfall_id"), ["shortfall_id"])
    op.create_table(
        "reminder",
        sa.Column("shortfall_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_reminder_counts")),
        sa.ForeignKeyConstraint(
            ["shortfall_id"], ["shortfall.id"], name=op.f("fk_reminder_shortfall_id_shortfall"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shortfall_id", "number", name=op.f("pk_reminder")),
    )
    op.create_table(
        "replacement_charge",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("shortfall_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("payer_id", sa.String(length=64), nullable=False),
        sa.Column("payee_id", sa.String(length=64), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("charged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_replacement_charge_network_id_network")),
        sa.ForeignKeyConstraint(
            ["shortfall_id"], ["shortfall.id"], name=op.f("fk_replacement_charge_shortfall_id_shortfall")
        ),
        sa.ForeignKeyConstraint(["payer_id"], ["place.id"], name=op.f("fk_replacement_charge_payer_id_place")),
        sa.ForeignKeyConstraint(["payee_id"], ["place.id"], name=op.f("fk_replacement_charge_payee_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replacement_charge")),
        sa.UniqueConstraint("shortfall_id", "kind", name=op.f("uq_replacement_charge_shortfall_id_kind")),
    )
    op.create_index("ix_replacement_charge_list", "replacement_charge", ["network_id", "charged_at"])


def _of_collection(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["collection_id"],
        ["collection.id"],
        name=op.f(f"fk_{table}_collection_id_collection"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_table("replacement_charge")
    op.drop_table("reminder")
    op.execute("DELETE FROM deviation WHERE scan_id IS NULL")
    with op.batch_alter_table("deviation") as table:
        table.drop_constraint(op.f("uq_deviation_shortfall_id"), type_="unique")
        table.drop_constraint(op.f("fk_deviation_shortfall_id_shortfall"), type_="foreignkey")
        table.drop_column("shortfall_id")
        table.alter_column("scan_id", existing_type=sa.String(length=36), nullable=False)
    op.drop_table("shipment_count")
    op.drop_table("part_loan")
    op.drop_table("shortfall")
    op.drop_table("stocktake")
