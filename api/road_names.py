"""Where a plan's distances come from, in words: an estimate is never shown as if it were measured."""

from __future__ import annotations

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
