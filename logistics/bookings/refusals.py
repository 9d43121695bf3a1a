"""What bookings refuse."""

from __future__ import annotations

from logistics.errors import LogisticsError


class TooSoon(LogisticsError):
    """Transport can't make it any more. Facts: `earliest`, the first day of a loan that it can make."""

    code = "too-soon"


class NoTour(LogisticsError):
    """No tour, nor any two that meet at a hub, brings it there in time.

    Facts: `home`, `place` (names), `earliest`: the first day of a loan that could be promised, None within reach.
    """

    code = "no-tour"


class NoTourHome(LogisticsError):
    """No tour brings it home again. Facts: `home`, `place` (names), `day`: the last day of the loan."""

    code = "no-tour-home"


class NoTimetableYet(LogisticsError):
    """Nobody has said yet which tours run then. Facts: `day`, `last_day`: the last that a season speaks of."""

    code = "no-timetable-yet"


class TourFull(LogisticsError):
    """Facts: `tour` (name), `day`, `earliest` as in `NoTour`."""

    code = "tour-full"


class ShutWhenTourComes(LogisticsError):
    """Nobody is there to hand over or to receive. Facts: `tour`, `place` (names), `day`, `earliest` as in `NoTour`."""

    code = "shut-when-tour-comes"


class TooFarAhead(LogisticsError):
    """Facts: `day`, `latest`."""

    code = "too-far-ahead"


class PlaceClosed(LogisticsError):
    """Nobody receives crates there that day.

    Facts: `place` (name), `place_id`, `day`, `next_open`: the next day on which somebody does and the loan, where one
    is asked for, could begin.
    """

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


class AfterTerm(LogisticsError):
    """A school's loan, or a class set, would be home after the term. Facts: `term_ends`, `home_on`."""

    code = "after-term"


class OutlastsTerm(AfterTerm):
    """The same, of a loan that could be shorter. Facts: `until` too, the last day that it may have."""

    code = "outlasts-term"


class AfterSchoolYear(LogisticsError):
    """A set would be with a school over the summer. Facts: `year_ends`, `home_on`, `visit`: of the bookmobile."""

    code = "after-school-year"


class NothingFits(LogisticsError):
    """No collection of the sort is free then. Facts: `place`, `first_day`."""

    code = "nothing-fits"


class FreeNow(LogisticsError):
    """Nobody has it then: there is nothing to wait for. Facts: `collection`."""

    code = "free-now"


class AlreadyWaiting(LogisticsError):
    """The place stands in line for some of these days. Facts: `collection`."""

    code = "already-waiting"


class InParts(LogisticsError):
    """The collection comes in parts, or from another borrower; both together can't be. Facts: `collection`."""

    code = "in-parts"


class RestTooLate(LogisticsError):
    """The rest is to come after the first day of the loan, and by its last. Facts: `first_day`, `last_day`."""

    code = "rest-too-late"


class NoTimeBetween(LogisticsError):
    """The next borrower needs it before the loan ends. Facts: `giver`, `until`, `taker`, `first_day`."""

    code = "no-time-between"


class NotTheSame(LogisticsError):
    """Two bookings that can't follow each other: of two collections, or of one place. Facts: `collection`."""

    code = "not-the-same"


class HandedOn(LogisticsError):
    """The collection goes on to the next borrower; take that back first. Facts: `place` (name) of the next."""

    code = "handed-on"


class WayPlanned(LogisticsError):
    """A published plan has the way that would change. Facts: `shipment` (code)."""

    code = "way-planned"


class ChangeOpen(LogisticsError):
    """Another change of the booking waits for its owner. Facts: `change_id`."""

    code = "change-open"


class KeptAtHome(LogisticsError):
    """The owner keeps it at home then. Facts: `first`, `last`, `reason`, and `free_from` as in `AlreadyPromised`."""

    code = "kept-at-home"


class HoldClashes(LogisticsError):
    """It is promised on days on which it was to be kept at home. Facts: `place` (name), `first`, `last`."""

    code = "hold-clashes"


class PromisedMeanwhile(LogisticsError):
    """What was lost and replaced is promised to somebody else by now. Facts: `collection` (title), `collection_id`."""

    code = "promised-meanwhile"


NO_WAY = (
    TooFarAhead,
    TooSoon,
    PlaceClosed,
    PlaceNeverOpen,
    NoTour,
    NoTourHome,
    NoTimetableYet,
    TourFull,
    ShutWhenTourComes,
)
"""Refusals that say: not on these days."""
