"""Contents of collections: value, need, nesting and voices of parts; ages, grades, flavour and words of collections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_contents"
down_revision = "0009_notices"
branch_labels = None
depends_on = None

_SPANS = ("age_from", "age_to", "grade_from", "grade_to")


def upgrade() -> None:
    with op.batch_alter_table("collection") as table:
        table.add_column(sa.Column("local_flavour", sa.String(length=120), nullable=False, server_default=""))
        for name in _SPANS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        table.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=""))
        table.create_check_constraint(op.f("ck_collection_ages"), "age_from >= 0 AND age_from <= age_to")
        table.create_check_constraint(op.f("ck_collection_grades"), "grade_from >= 0 AND grade_from <= grade_to")
    with op.batch_alter_table("part") as table:
        table.add_column(sa.Column("within", sa.Integer(), nullable=True))
        table.add_column(sa.Column("value", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("essential", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("voices", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_part_value"), "value >= 0")
        table.create_check_constraint(op.f("ck_part_within_another"), "within <> position AND within > 0")
        table.create_check_constraint(op.f("ck_part_voices"), "voices > 0")
    for table_name, names in (
        ("collection", ("local_flavour", "words")),
        ("part", ("value", "essential")),
    ):
        with op.batch_alter_table(table_name) as table:
            for name in names:
                table.alter_column(name, server_default=None)
    op.create_index("ix_part_voices", "part", ["voices", "collection_id"])
    op.create_index("ix_part_identifier", "part", ["identifier"])
    _write_words()


def _write_words() -> None:
    """What stands there already can be searched for at once; the application keeps it up from now on."""
    connection = op.get_bind()
    collection = sa.table(
        "collection", *map(sa.column, ("id", "code", "title", "subject", "audience", "description", "words"))
    )
    part = sa.table("part", *map(sa.column, ("collection_id", "position", "title", "creator", "identifier")))
    own = sa.select(*(collection.c[name] for name in ("id", "code", "title", "subject", "audience", "description")))
    said = {row[0]: list(row[1:]) for row in connection.execute(own)}
    parts = sa.select(part.c.collection_id, part.c.title, part.c.creator, part.c.identifier)
    for row in connection.execute(parts.order_by(part.c.collection_id, part.c.position)):
        said[row[0]] += row[1:]
    for key, texts in said.items():
        words = "\n".join(text for text in texts if text).casefold().replace("-", "")
        connection.execute(collection.update().where(collection.c.id == key).values(words=words))


def downgrade() -> None:
    op.drop_index("ix_part_identifier", "part")
    op.drop_index("ix_part_voices", "part")
    with op.batch_alter_table("part") as table:
        for name in ("ck_part_voices", "ck_part_within_another", "ck_part_value"):
            table.drop_constraint(op.f(name), type_="check")
        for name in ("voices", "essential", "value", "within"):
            table.drop_column(name)
    with op.batch_alter_table("collection") as table:
        for name in ("ck_collection_grades", "ck_collection_ages"):
            table.drop_constraint(op.f(name), type_="check")
        for name in ("words", *reversed(_SPANS), "local_flavour"):
            table.drop_column(name)
