"""Photos of collections, in Base64."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from marshmallow import fields

from api.installation import now
from api.pictures import BadPicture, prepared
from api.rest.collections import seen_collection
from api.rest.faults import Fault, FieldFault, bad_input
from api.rest.fields import Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.holdings.photos import LONGEST_ALT, Photo, existing_photo, remove_photo, set_photo

photos = Resource("photos", "What a collection looks like.")

MOST_CHARACTERS = 2_000_000


class PhotoAbout(Outgoing):
    """What is said of a photo."""

    collection_id = Text(most=64)
    width = Whole(least=1)
    height = Whole(least=1)
    alt = Text(most=LONGEST_ALT)


class PhotoOut(PhotoAbout):
    """A photo."""

    content = fields.Function(
        lambda photo: base64.b64encode(photo.content).decode(),
        metadata={"type": "string", "description": "Base64 of a JPEG file."},
    )


class PhotoIn(Incoming):
    """A photo to be kept; it is made small, and freed of place and time."""

    content = Text(least=1, most=MOST_CHARACTERS, required=True, metadata={"description": "Base64 of JPEG, PNG, WebP."})
    alt = Text(least=1, most=LONGEST_ALT, required=True, metadata={"description": "What is to be seen on it."})


@photos.reads("/collections/<id:collection_id>/photo", Act.SEE_HOLDINGS, gives=PhotoOut)
def photo(by: Person, collection_id: str) -> Photo:
    """The photo of a collection."""
    return existing_photo(db(), seen_collection(by, collection_id).id)


@photos.acts("/collections/<id:collection_id>/photo", Act.MANAGE_HOLDINGS, body=PhotoIn, gives=PhotoAbout, status=201)
def keep(by: Person, what: dict[str, Any], collection_id: str) -> Photo:
    """Give a collection its photo; an earlier one is replaced."""
    try:
        picture = prepared(base64.b64decode(what["content"], validate=True))
    except (binascii.Error, ValueError, BadPicture):
        raise bad_input(FieldFault("content", Fault("not-a-picture"))) from None
    return set_photo(db(), collection_id, picture, alt=what["alt"], by=by, now=now())


@photos.removes("/collections/<id:collection_id>/photo", Act.MANAGE_HOLDINGS)
def take_away(by: Person, collection_id: str) -> None:
    """Take the photo away; where there is none, nothing happens."""
    remove_photo(db(), collection_id, by=by)
