"""The caller's own notices."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.notices import said
from api.rest.fields import Moment, OneOf, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Outgoing, Paged, offset, page, page_of
from api.session import db
from logistics.access.notices import Notice, mark_all_read, mark_read, mark_unread, notices_of
from logistics.access.people import Person

notices = Resource("notices", "News for the caller.")

FILTERS = ("all", "unread")


class NoticeOut(Outgoing):
    """A piece of news, with its sentence in the language of `Accept-Language`."""

    id = Text(most=32)
    code = Text(most=40)
    title = fields.Function(said, metadata={"type": "string"})
    facts = fields.Dict(metadata={"description": "What the sentence is made of; days as ISO 8601."})
    about = Text(most=100, metadata={"description": 'Kind and id of what it tells of: "booking:…"; "" for nothing.'})
    told_at = Moment()
    read_at = Moment(allow_none=True)


class ReadOut(Outgoing):
    """How many notices were marked as read."""

    marked = Whole(least=0)


class NoticesQuery(Paged):
    """Which notices."""

    show = OneOf(FILTERS, load_default="all")


@notices.reads("/notices", None, query=NoticesQuery, gives=page_of(NoticeOut))
def own_notices(by: Person, wanted: dict[str, Any]) -> object:
    """The caller's notices, newest first."""
    found = notices_of(
        db(), by, unread_only=wanted["show"] == "unread", offset=offset(wanted), limit=wanted["page_size"]
    )
    return page(found.items, wanted, found.total)


@notices.acts("/notices/read", None, gives=ReadOut)
def mark_every_notice(by: Person) -> object:
    """Mark all the caller's notices as read."""
    return {"marked": mark_all_read(db(), by=by, now=now())}


@notices.acts("/notices/<id:notice_id>/read", None, gives=NoticeOut)
def mark_notice(by: Person, notice_id: str) -> Notice:
    """Mark a notice as read."""
    return mark_read(db(), notice_id, by=by, now=now())


@notices.acts("/notices/<id:notice_id>/unread", None, gives=NoticeOut)
def unmark_notice(by: Person, notice_id: str) -> Notice:
    """Take back that a notice was read."""
    return mark_unread(db(), notice_id, by=by)
