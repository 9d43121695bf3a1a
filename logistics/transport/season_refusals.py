"""What searching for rotations, publishing them, and sharing rounds out refuse."""

from __future__ import annotations

from logistics.errors import LogisticsError


class AlreadySearching(LogisticsError):
    """A search for this rotation is under way. Facts: `rotation` (name)."""

    code = "already-searching"


class RotationChanged(LogisticsError):
    """The rotation was changed while a better one was looked for; what was found is dropped. Facts: `rotation`."""

    code = "rotation-changed"


class BrokenRotation(LogisticsError):
    """A rotation that breaks rules can't be published. Facts: `broken`, how many."""

    code = "broken-rotation"


class RotationBegun(LogisticsError):
    """A crate of the rotation is on its way already. Facts: `rotation` (name)."""

    code = "rotation-begun"


class AlreadyPublishing(LogisticsError):
    """The rotation is being published. Facts: `rotation` (name)."""

    code = "already-publishing"


class NotAsConfirmed(LogisticsError):
    """The rotation was changed between the word to publish it and the publishing. Facts: `rotation` (name)."""

    code = "not-as-confirmed"


class AlreadySharing(LogisticsError):
    """The best way to share the round out is being looked for. Facts: `round` (name)."""

    code = "already-sharing"


class StillOpen(LogisticsError):
    """The round takes applications still. Facts: `round` (name), `closes_on`."""

    code = "still-open"


class NoProposal(LogisticsError):
    """Nobody has looked at an answer since something changed. Facts: `round` (name)."""

    code = "no-proposal"
