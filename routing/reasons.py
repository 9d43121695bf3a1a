"""Why something stays behind: the codes."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "no-vehicle": "no vehicle has a shift",
    "too-heavy": "more crates than any vehicle holds",
    "out-of-reach": "no trip there and home fits into a shift and the driving rules, whatever is open when",
    "closed-at-origin": "its origin is closed when a vehicle could take it up in time",
    "closed-at-destination": "its goal is closed when a vehicle could bring it in time",
    "closed-at-both": "either end alone could open longer and it would not help; both would",
    "too-late": "the earliest arrival lies after its due time",
    "can-wait": "it is due after the last day planned",
    "dearer-than-penalty": "its way costs more than leaving it",
    "no-room": "the vehicles there are have no time or no room for it beside the rest of the plan",
}
