"""Where a plan's distances come from, in words: an estimate is never shown as if it were measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.languages import gettext as _
from logistics.transport.known_roads import STRAIGHT_LINE


def road_name(roads: str) -> str:
    """What to say of a plan's `roads`, in the language in use."""
    if roads == STRAIGHT_LINE:
        return _("distances are estimated from straight lines")
    if " for " in roads:
        used, _for, server = roads.partition(" for ")
        server, _plus, estimated = server.partition(" + ")
        said = _("roads: %(roads)s, as %(server)s did not answer", roads=used, server=server)
        more = _("some distances are estimated")
        return f"{said}; {more}" if estimated else said
    if STRAIGHT_LINE in roads:
        return _("roads: %(roads)s; some distances are estimated", roads=roads)
    return _("roads: %(roads)s", roads=roads)


def road_note(note: Mapping[str, Any]) -> str:
    """What a note of `logistics.transport.road_notes` says, in the language in use."""
    pairs = ", ".join(" – ".join(pair) for pair in note.get("pairs", ()))
    if note.get("more"):
        pairs = _("%(pairs)s and %(more)s more", pairs=pairs, more=note["more"])
    roads = ", ".join(note.get("roads", ()))
    match note["code"]:
        case "slower-day":
            return _("Roads differ between the planned days; the slowest is reckoned with: %(pairs)s.", pairs=pairs)
        case "no-way-left":
            return _("%(roads)s is closed, and on those days no other way leads: %(pairs)s.", roads=roads, pairs=pairs)
        case "closed-not-seen":
            return _("Closed, but no way round is known, so the plan may go there: %(roads)s.", roads=roads)
        case "sailing-not-known":
            return _("It is not known which kilometres are by ferry: all count as driven.")
    return str(note["code"])
