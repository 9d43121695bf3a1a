"""What a change has done to promises, said to whoever made it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash

from api.languages import ngettext
from logistics.bookings.revising import Revision


def say_revised(revisions: Sequence[Revision]) -> None:
    """Say how many promises were made anew, and how many can't be kept; nothing where none was touched."""
    changed = sum(revision.refusal is None for revision in revisions)
    broken = len(revisions) - changed
    if changed:
        flash(
            ngettext(
                "%(num)s promise was made anew; those concerned are told.",
                "%(num)s promises were made anew; those concerned are told.",
                changed,
            )
        )
    if broken:
        flash(
            ngettext(
                "%(num)s promise can't be kept any more; those concerned are told.",
                "%(num)s promises can't be kept any more; those concerned are told.",
                broken,
            ),
            "warn",
        )
