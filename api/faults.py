"""A sentence for every fault of a problem or plan file, and of a plan that breaks a rule."""

from __future__ import annotations

from api.languages import N_, count, duration, gettext
from routing.errors import Fault
from routing.plan import Fact
from routing.problem import DAY

FILE_SENTENCES: dict[str, str] = {
    "not-json": N_("This is not JSON (line %(line)s, column %(column)s)."),
    "not-toml": N_("This is not TOML."),
    "not-utf-8": N_("This is not UTF-8 (byte %(byte)s)."),
    "too-deep": N_("Nested too deeply."),
    "repeated-key": N_("The key %(key)s is there twice in one object."),
    "more-faults": N_("There are more faults; the first %(shown)s are shown."),
    "missing": N_("Missing."),
    "unknown-key": N_("No such key is known here."),
    "wrong-type": N_("Must be of type %(wanted)s, not %(got)s."),
    "not-finite": N_("Must be a finite number."),
    "negative": N_("Must not be negative (%(got)s)."),
    "too-small": N_("Must be at least %(least)s, not %(got)s."),
    "too-large": N_("Must be at most %(most)s, not %(got)s."),
    "out-of-range": N_("Must lie between %(least)s and %(most)s, not %(got)s."),
    "empty": N_("Must not be empty."),
    "too-long": N_("Too long: %(got)s, at most %(most)s."),
    "not-text": N_("Not readable as text: %(got)s."),
    "too-many": N_("Too many: %(got)s, at most %(most)s."),
    "too-few": N_("Too few: %(got)s, at least %(least)s."),
    "wrong-size": N_("Must have %(wanted)s entries, one for each place or end, not %(got)s."),
    "ends-before-it-begins": N_("Ends (%(ends)s) before it begins (%(begins)s)."),
    "unsorted": N_("Begins (%(begins)s) before the one listed before it (%(before_begins)s)."),
    "overlapping": N_("Begins (%(begins)s) before the one listed before it has ended (%(before_ends)s)."),
    "duplicate-id": N_("The id %(id)s is taken already, by %(first)s."),
    "not-zero-to-itself": N_("From a place to itself must be 0, not %(got)s."),
    "unknown-place": N_("There is no place with the id %(place)s."),
    "unknown-vehicle": N_("There is no vehicle with the id %(vehicle)s."),
    "unknown-shipment": N_("There is no shipment with the id %(shipment)s."),
    "outside-horizon": N_("Ends (%(ends)s) after the last day that is planned (%(horizon_ends)s)."),
    "from-is-to": N_("Comes from where it goes to (%(place)s)."),
    "home-forbidden": N_("The vehicle may not go to its own home %(place)s."),
    "split-too-short": N_("Both parts together last %(got)s seconds; a break lasts %(least)s."),
    "due-before-ready": N_("Is due (%(due)s) before it is ready (%(ready)s)."),
    "unknown-crossing": N_("There is no crossing with the id %(crossing)s."),
    "duplicate-leg": N_("This way is there already: %(first)s."),
    "leg-does-not-add-up": N_("Its drives and crossings make up %(wanted)s seconds, not %(got)s."),
    "needs-a-hub": N_("A timetable needs a hub, where every vehicle is at home; no place is one."),
    "one-hub-only": N_("A timetable takes one hub, and %(first)s is one already."),
    "home-is-no-hub": N_("In a timetable every vehicle is at home at the hub (%(hub)s), not at %(home)s."),
    "never-open": N_("The place never receives anything, but %(needed_by)s must go and needs it."),
}
"""Faults of a file: code to sentence."""

RULE_SENTENCES: dict[str, str] = {
    "no-stops": N_("The trip has no stop."),
    "not-from-home": N_("Begins at %(place)s, not at the vehicle's home %(home)s."),
    "not-to-home": N_("Ends at %(place)s, not at the vehicle's home %(home)s."),
    "trips-overlap": N_("Starts at %(starts)s, before the vehicle is back at %(free_at)s."),
    "outside-shifts": N_("Lasts from %(starts)s to %(ends)s; no shift holds it."),
    "too-many-trips": N_("More trips than the %(most)s allowed in the shift that begins at %(shift_begins)s."),
    "stop-too-short": N_("Lasts %(lasts)s, but the work there takes %(needs)s."),
    "place-closed": N_("%(place)s receives nothing at %(start)s."),
    "too-early": N_("Starts at %(start)s; the vehicle can't be there before %(earliest)s."),
    "no-crossing": N_("Leaves %(place)s at %(leaves)s; no departure is left after that."),
    "leg-too-long": N_("Drives %(drives)s in one piece; %(most)s are allowed."),
    "no-break": N_("Has driven %(driven)s without a break; %(most)s are allowed."),
    "over-capacity": N_("%(aboard)s crates are aboard; the vehicle holds %(capacity)s."),
    "over-weight": N_("%(aboard)s kg are aboard; the vehicle may carry %(max_kg)s."),
    "kept-apart": N_("%(shipment)s and %(other)s are aboard together; they are to be kept apart (%(group)s)."),
    "forbidden-place": N_("The vehicle may not go to %(place)s."),
    "too-long-on-duty": N_("The vehicle is on duty for %(lasts)s that day; %(most)s are allowed."),
    "no-such-stop": N_("The published plan has no %(stops)s stops in this trip."),
    "cannot-put-down": N_("%(shipment)s is aboard, and no place where it may be put down can be reached in time."),
    "not-aboard": N_("Unloads %(shipment)s, which is not aboard."),
    "left-aboard": N_("%(shipment)s is still aboard at the end of the trip."),
    "not-there": N_("Loads %(shipment)s, which does not lie at %(place)s then."),
    "not-free": N_("Loads %(shipment)s at %(start)s; it can be taken up there from %(free_from)s."),
    "already-delivered": N_("Loads %(shipment)s, which was delivered before."),
    "late": N_("Delivers %(shipment)s at %(start)s; it was due at %(due)s."),
    "no-hub": N_("Puts %(shipment)s down at %(place)s, which is no hub."),
    "named-twice": N_("%(shipment)s is named twice."),
    "delivered-yet-unserved": N_("%(shipment)s is delivered and yet named as left behind."),
    "unserved-not-named": N_("%(shipment)s is not delivered, and not named as left behind."),
    "must-go": N_("%(shipment)s must go, and is not delivered."),
    "bound-above-cost": N_("The floor of the cost (%(bound)s) lies above the cost (%(cost)s)."),
}
"""Rules that a plan breaks: code to sentence."""

MOMENTS = frozenset({"start", "earliest", "starts", "ends", "free_at", "free_from", "due", "shift_begins", "leaves"})
"""Facts of broken rules that are seconds from 00:00 of day 0."""

SPANS = {
    "stop-too-short": frozenset({"lasts", "needs"}),
    "leg-too-long": frozenset({"drives", "most"}),
    "no-break": frozenset({"driven", "most"}),
    "too-long-on-duty": frozenset({"lasts", "most"}),
}
"""Facts of broken rules that are lengths of time, in seconds."""


def in_words(fault: Fault) -> str:
    """The sentence of a fault, in the language in use; a code without one says only itself."""
    if fault.code in RULE_SENTENCES:
        facts = {name: _of_rule(fault.code, name, fact) for name, fact in fault.facts.items()}
        return gettext(RULE_SENTENCES[fault.code], **facts)
    if fault.code in FILE_SENTENCES:
        facts = {name: str(fact) for name, fact in fault.facts.items()}
        return gettext(FILE_SENTENCES[fault.code], **facts)
    return fault.code


def moment_of_plan(seconds: int) -> str:
    """Seconds from 00:00 of day 0 as a day, counted from 1, and a time of day."""
    day, second = divmod(seconds, DAY)
    return gettext("day %(day)s, %(time)s", day=day + 1, time=f"{second // 3600:02d}:{second % 3600 // 60:02d}")


def _of_rule(code: str, name: str, fact: Fact) -> str:
    if not isinstance(fact, int):
        return str(fact)
    if name in SPANS.get(code, ()):
        return duration(fact)
    return moment_of_plan(fact) if name in MOMENTS else count(fact)
