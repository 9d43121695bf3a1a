"""What rotations and rounds of applications refuse."""

from __future__ import annotations

from logistics.errors import LogisticsError


class NotADraft(LogisticsError):
    """A rotation that is published can't be changed. Facts: `rotation` (name), `rotation_id`."""

    code = "not-a-draft"


class NotInRotation(LogisticsError):
    """Facts: `what` (place, collection, theme, period), `id`."""

    code = "not-in-rotation"


class RoundClosed(LogisticsError):
    """The round takes no applications today. Facts: `round` (name), `opens_on`, `closes_on`."""

    code = "round-closed"


class NotInRound(LogisticsError):
    """A wish or a period is none of the round's, comes twice, or there is none at all."""

    code = "not-in-round"


class CrateNotFree(LogisticsError):
    """A crate can't be booked for its season. Facts: `crate` (title), `period`, `cause`, the code of the refusal."""

    code = "crate-not-free"


class CratesNotFree(CrateNotFree):
    """Several crates can't be booked. Facts: `crates`, how many; `refused`, for each the `code` and `facts` of why."""

    code = "crates-not-free"


class CrateTooLate(CrateNotFree):
    """Nothing brings it there soon enough. Facts: `crate` (title), `period`, `place` (name), `earliest`."""

    code = "crate-too-late"
