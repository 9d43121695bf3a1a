"""Tokens of the caller. New ones are made where a person sees them once: on a page, or at the command line."""

from __future__ import annotations

from api.installation import now
from api.rest.fields import Moment, Text
from api.rest.resource import Resource
from api.rest.schema import Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.tokens import revoke_token, tokens_of

tokens = Resource("tokens", "How programs sign in.")


class TokenOut(Outgoing):
    """A token; the token itself is not kept."""

    id = Text(most=32)
    name = Text(most=120)
    created_at = Moment()
    expires_at = Moment()
    revoked_at = Moment(allow_none=True)


@tokens.reads("/tokens", None, gives=list_of(TokenOut))
def own_tokens(by: Person) -> object:
    """The caller's tokens, newest first, those that ended included."""
    return {"items": tokens_of(db(), by, by=by)}


@tokens.removes("/tokens/<id:token_id>", None)
def end_token(by: Person, token_id: str) -> None:
    """End a token: the caller's own, or one of somebody whom the caller manages."""
    revoke_token(db(), token_id, by=by, now=now())
