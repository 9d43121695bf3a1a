"""What transport refuses."""

from __future__ import annotations

from logistics.errors import LogisticsError


class SamePlace(LogisticsError):
    """Crates go from a place to another one. Facts: `place` (name), `place_id`."""

    code = "same-place"


class AlreadyMoved(LogisticsError):
    """The shipment has been seen on its way, so it can't be taken back. Facts: `shipment` (code)."""

    code = "already-moved"


class NotAServiceDay(LogisticsError):
    """Facts: `day`, `next`, the next service day."""

    code = "not-a-service-day"


class RunUnderWay(LogisticsError):
    """A plan for that day is being made. Facts: `run_id`, `day`."""

    code = "run-under-way"


class ChangedMeanwhile(LogisticsError):
    """What a plan rests on changed while it was made; it is not stored. Facts: `day`."""

    code = "changed-meanwhile"


class BrokenPlan(LogisticsError):
    """A plan that breaks a rule, so it is not stored: a defect of the planner. Facts: `faults`, a list of codes."""

    code = "broken-plan"


class StalePlan(LogisticsError):
    """What the draft rests on has changed since it was made. Facts: `day`."""

    code = "stale-plan"


class AlreadyPublished(LogisticsError):
    """Another plan of the day is published. Facts: `day`, `plan_id`."""

    code = "already-published"


class AlreadyUnderWay(LogisticsError):
    """The day's driving has begun. Facts: `day`, `scans` and `driven`, how many scans and finished trips there are."""

    code = "already-under-way"


class NoPublishedPlan(LogisticsError):
    """Nothing is published for that day. Facts: `day`."""

    code = "no-published-plan"


class NotPublished(LogisticsError):
    """Only what is published can be driven. Facts: `day`, `plan_id`."""

    code = "not-published"


class NotStarted(LogisticsError):
    """What has not begun can't have been driven. Facts: `day`, `starts_at`, as planned."""

    code = "not-started"


class ScanIdReused(LogisticsError):
    """The id stands for another scan. Facts: `scan_id`."""

    code = "scan-id-reused"


class NothingDiffers(LogisticsError):
    """A what-if in which everything is as it is."""

    code = "nothing-differs"


class TooManyStudies(LogisticsError):
    """So many studies of the network are under way already. Facts: `most`."""

    code = "too-many-studies"


class NoSingleHub(LogisticsError):
    """Timetables are designed for networks with one hub at which all vans are at home."""

    code = "no-single-hub"


class TooManyPlaces(LogisticsError):
    """More places than a timetable can be designed for. Facts: `places`, `most`, the hub left out."""

    code = "too-many-places"


class NoDemand(LogisticsError):
    """Nothing has moved in the weeks that were to show what is typical. Facts: `weeks`."""

    code = "no-demand"


class DrivenMeanwhile(LogisticsError):
    """Stops that would change are behind by now. Facts: `day`."""

    code = "driven-meanwhile"


class NothingToUndo(LogisticsError):
    """The plan is as it was published. Facts: `day`."""

    code = "nothing-to-undo"
