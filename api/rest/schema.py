"""Bases of all schemas: what comes in is taken strictly, what goes out is always whole."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields

from api.rest.fields import Several, Text, Whole, WholeInQuery

LARGEST_PAGE = 200


class Incoming(Schema):
    """A message or a query: an unknown field is a fault."""

    error_messages = {"unknown": "unknown-field", "type": "not-an-object"}  # noqa: RUF012  # as marshmallow declares it

    class Meta:
        """Said outright, so that the specification says it too."""

        unknown = RAISE


class Outgoing(Schema):
    """An answer: every field is there, with null where there is nothing to say."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Let the specification promise what is kept."""
        field_obj.required = True


class Paged(Incoming):
    """Which part of a long list is wanted."""

    page = WholeInQuery(least=1, most=100_000, load_default=1)
    page_size = WholeInQuery(least=1, most=LARGEST_PAGE, load_default=50)


class Labelled(Outgoing):
    """Something by its id, with the name that people know it by."""

    id = Text(most=64)
    name = Text(most=200)


def list_of(item: type[Outgoing]) -> type[Outgoing]:
    """The schema of a list that is always given whole."""
    return _named(f"{item.__name__}List", {"items": fields.List(fields.Nested(item))})


def page_of(item: type[Outgoing]) -> type[Outgoing]:
    """The schema of one page of a list: the items, and where they stand in the whole."""
    return _named(
        f"{item.__name__}Page",
        {
            "items": fields.List(fields.Nested(item)),
            "page": Whole(least=1),
            "page_size": Whole(least=1, most=LARGEST_PAGE),
            "total": Whole(least=0, metadata={"description": "Items on all pages together."}),
        },
    )


def page(items: object, wanted: dict[str, Any], total: int) -> dict[str, object]:
    """One page as `page_of` describes it."""
    return {"items": items, "page": wanted["page"], "page_size": wanted["page_size"], "total": total}


def offset(wanted: dict[str, Any]) -> int:
    """How many items come before the wanted page."""
    before: int = (wanted["page"] - 1) * wanted["page_size"]
    return before


def _named(name: str, members: dict[str, fields.Field[Any]]) -> type[Outgoing]:
    return type(name, (Outgoing,), dict(members))


class FaultOut(Schema):
    """One fault of a field."""

    field = Text(most=300, required=True, metadata={"description": 'Where: "first_day", "scans[3].kind".'})
    code = Text(most=60, required=True)
    title = Text(most=500, required=True)
    facts = fields.Dict(required=True)


class ProblemOut(Schema):
    """A refusal (RFC 9457): `code` is stable, `title` is a sentence in the language asked for."""

    type = Text(most=100, required=True)
    title = Text(most=500, required=True)
    status = Whole(least=400, most=599, required=True)
    code = Text(most=60, required=True)
    field = Text(most=300, metadata={"description": "The field at fault, where there is one."})
    facts = fields.Dict(metadata={"description": "What the sentence is made of: ids, dates, amounts."})
    errors = Several(fields.Nested(FaultOut), most=1000, metadata={"description": "Every faulty field."})
