"""What can go wrong with roads, as codes and facts."""

from __future__ import annotations

from routing.errors import Faulty, RoutingError


class BadExtract(RoutingError):
    """The file is no OpenStreetMap extract, or not a whole one. Facts: `file`, `cause` in the reader's English."""

    code = "bad-extract"


class NoRoads(RoutingError):
    """The extract has no road that a van may use. Facts: `file`."""

    code = "no-roads-in-extract"


class BadSpeeds(Faulty):
    """A table of speeds that cannot be used."""

    code = "bad-speeds"


class BadGraph(RoutingError):
    """The stored graph is damaged. Facts: `folder`."""

    code = "bad-graph"


class OffRoad(RoutingError):
    """No road lies within reach of a place. Facts: `place`, `within_metres`."""

    code = "off-road"


class NoRoute(RoutingError):
    """No way leads from one place to another. Facts: `origin`, `to`, and how far each lies from its road:
    `origin_snapped_metres`, `to_snapped_metres`.
    """

    code = "no-route"


class NoAnswer(RoutingError):
    """A server of roads did not answer as it should. Facts: `engine`, `cause` as a code or in the reader's English."""

    code = "no-answer-from-roads"
