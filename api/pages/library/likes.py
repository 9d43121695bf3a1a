"""What a wish or a series asks of a collection, read from a form, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.alphabet import alphabetical
from api.languages import language_name
from api.pages.form import Form
from api.pages.where import own_network
from api.session import db
from api.sign_in import person
from logistics.bookings.behalf import Contact
from logistics.bookings.contacts import contacts_of
from logistics.holdings.collections import CollectionKind
from logistics.holdings.search import languages_of, subjects_of
from logistics.holdings.shelves import OLDEST
from logistics.network.places import Place


def read_like(form: Form) -> dict[str, Any]:
    """Kind, language, subject and ages; what is left empty asks for nothing."""
    kinds = {kind.value: kind for kind in CollectionKind}
    return {
        "kind": kinds.get(form.values.get("kind", "")),
        "language": form.text("language", needed=False, most=8) or None,
        "subject": form.text("subject", needed=False, most=120),
        "age_from": form.whole_or_none("age_from", least=0, most=OLDEST),
        "age_to": form.whole_or_none("age_to", least=0, most=OLDEST),
    }


def contacts_at(libraries: Iterable[Place]) -> list[Contact]:
    """On whose behalf these libraries ask, library by library."""
    return [contact for library in libraries for contact in contacts_of(db(), library.id, person())]


def likeable() -> dict[str, Any]:
    """What can be chosen from."""
    network_id = own_network().id
    languages = [(code, language_name(code)) for code in languages_of(db(), network_id)]
    return {
        "kinds": list(CollectionKind),
        "subjects": sorted(subjects_of(db(), network_id), key=alphabetical),
        "languages": sorted(languages, key=lambda language: alphabetical(language[1])),
    }
