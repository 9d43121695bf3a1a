"""What a wish or a series asks of a collection, read from a form."""

from __future__ import annotations

from typing import Any

from api.alphabet import alphabetical
from api.languages import language_name
from api.pages.form import Form
from api.pages.where import own_network
from api.session import db
from logistics.holdings.collections import CollectionKind
from logistics.holdings.search import languages_of, subjects_of
from logistics.holdings.shelves import OLDEST


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


def likeable() -> dict[str, Any]:
    """What can be chosen from."""
    network_id = own_network().id
    languages = [(code, language_name(code)) for code in languages_of(db(), network_id)]
    return {
        "kinds": list(CollectionKind),
        "subjects": sorted(subjects_of(db(), network_id), key=alphabetical),
        "languages": sorted(languages, key=lambda language: alphabetical(language[1])),
    }
