"""What bookings refuse."""

from __future__ import annotations

from logistics.errors import LogisticsError


class TooSoon(LogisticsError):
    """Transport can't make it any more. Facts: `earliest`, the first day of a loan that it can make."""

    code = "too-soon"


class TooFarAhead(LogisticsError):
    """Facts: `day`, `latest`."""

    code = "too-far-ahead"


class PlaceClosed(LogisticsError):
    """Nobody receives crates there that day. Facts: `place` (name), `place_id`, `day`, `next_open`."""

    code = "place-closed"


class PlaceNeverOpen(LogisticsError):
    """The place receives on no service day within reach. Facts: `place` (name), `place_id`."""

    code = "place-never-open"


class AtHomeAlready(LogisticsError):
    """The collection lives where it is wanted. Facts: `place` (name), `place_id`."""

    code = "at-home-already"


class AlreadyPromised(LogisticsError):
    """Another approved booking overlaps, transport time included.

    Facts: `collection` (title), `collection_id`, `free_from`: the first day of a loan of the same length that
    could be promised; None where there is none within reach.
    """

    code = "already-promised"


class PromisedMeanwhile(LogisticsError):
    """What was lost and replaced is promised to somebody else by now. Facts: `collection` (title), `collection_id`."""

    code = "promised-meanwhile"
