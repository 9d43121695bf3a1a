"""A network's tours as a timetable that can be searched: the one place in this room that speaks to `routing`.

Days are numbered as `date.toordinal` does and times counted in minutes of the network's wall clock from the midnight of
day 0; they become moments once a journey is found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from logistics.bookings.booking import BookingLeg
from logistics.bookings.riding import Load, Loads, Riding, nothing_rides
from logistics.network.calendar import cutoff_of, local_day, rests, tour_runs, usual_spans, wall_clock
from logistics.network.departures import departures_on
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.tours import Tour, TourStop
from logistics.network.whole_timetable import tours_at_once
from routing.journeys import MINUTES_A_DAY, Days, Hop, Journey, earliest, latest

LONGEST_WAY_DAYS = 120
"""How long a collection may be on its way; a bookmobile that rests in the summer comes back within that time."""

ALL_DOORS_OPEN = "doors"
ALL_ROOM_FREE = "room"


@dataclass(frozen=True, slots=True)
class Leg:
    """A collection rides with a tour on a day.

    Attributes:
        leaves_at, arrives_at: when it is handed over to the driver, and by the driver.
    """

    tour: Tour
    day: date
    from_place_id: str
    to_place_id: str
    leaves_at: datetime
    arrives_at: datetime


Way = tuple[Leg, ...]


class Timetable:
    """The tours of a network, with the doors that are open when they come and the room that is left.

    A day is worked out when it is first asked for and kept; make a new one when tours, closures or bookings change.
    """

    def __init__(self, network: Network, loads: Loads = nothing_rides) -> None:
        self.network = network
        self._tours = [tour for tour in tours_at_once(network) if tour.active]
        self._by_id = {tour.id: tour for tour in self._tours}
        self._sorting = {place.id: -(-network.sort_seconds // 60) for place in network.places if place.hub}
        self._days = {
            "": Days(self._with_loads),
            ALL_ROOM_FREE: Days(self._worked_out),
            ALL_DOORS_OPEN: Days(self._with_all_doors_open),
        }
        self._resting: dict[tuple[str, int], bool] = {}
        self._handed: dict[tuple[str, int, int, int], int | None] = {}
        self._riding = Riding(loads)

    @property
    def kept(self) -> bool:
        """Whether the network keeps a timetable at all."""
        return bool(self._tours)

    @property
    def last_day(self) -> date:
        """The last day that any season speaks of."""
        return max(tour.season.last_day for tour in self._tours)

    def way_out(
        self, home: Place, place: Place, by: date, now: datetime, crates: int, ignoring: str = ""
    ) -> Way | None:
        """The way that leaves last and arrives on a day or before; its first tour's cut-off is still to come."""
        earliest_day = max(_first_open(self.network, now), by - timedelta(days=LONGEST_WAY_DAYS))
        last = MINUTES_A_DAY * (by.toordinal() + 1) - 1
        ready = MINUTES_A_DAY * earliest_day.toordinal()
        return self._way(
            latest(self._days[ignoring], home.id, place.id, last, ready, crates=crates, sorting=self._sorting)
        )

    def way_on(
        self, start: Place, end: Place, from_day: date, now: datetime, crates: int, ignoring: str = ""
    ) -> Way | None:
        """The way that leaves on a day or later and arrives first; its first tour's cut-off is still to come."""
        first = max(_first_open(self.network, now), from_day).toordinal()
        return self._way(
            earliest(
                self._days[ignoring],
                start.id,
                end.id,
                MINUTES_A_DAY * first,
                first + LONGEST_WAY_DAYS,
                crates=crates,
                sorting=self._sorting,
            )
        )

    def take_along(self, way: Way, crates: int) -> None:
        """Let a collection ride a way: whoever asks this timetable from now on finds so much less room."""
        for leg in way:
            load = Load(
                tour_id=leg.tour.id,
                day=leg.day,
                leaves_minute=self._minute_of(leg.leaves_at, leg.day),
                arrives_minute=self._minute_of(leg.arrives_at, leg.day),
                crates=crates,
            )
            self._riding.take(load)
            self._days[""].forget(load.day.toordinal())

    def shut(self, way: Way) -> tuple[Leg, str] | None:
        """The first leg of a way with a place that receives nothing when its tour comes, and that place's id."""
        for leg in way:
            for place_id, at in ((leg.from_place_id, leg.leaves_at), (leg.to_place_id, leg.arrives_at)):
                minute = self._minute_of(at, leg.day)
                stop = next(
                    (stop for stop in leg.tour.stops if stop.place_id == place_id and stop.arrives_minute == minute),
                    None,
                )
                if stop is not None and self._handed_over(stop, leg.day.toordinal()) is None:
                    return leg, place_id
        return None

    def full(self, way: Way, crates: int) -> Leg | None:
        """The first leg of a way on which so many crates more do not fit."""
        for leg in way:
            begins, run = MINUTES_A_DAY * leg.day.toordinal(), (leg.tour.id, leg.day)
            leaves, arrives = (begins + self._minute_of(at, leg.day) for at in (leg.leaves_at, leg.arrives_at))
            ridden = (hop for hop in self._days[""].forwards(leg.day.toordinal()) if hop.run == run)
            if any(leaves <= hop.departs < arrives and hop.room < crates for hop in ridden):
                return leg
        return None

    def reached(self, first: date, last: date) -> set[str]:
        """Places at which a tour hands something over that it brings, on some day from first to last."""
        days = self._days[ALL_ROOM_FREE]
        return {
            hop.end
            for day in range(first.toordinal(), last.toordinal() + 1)
            for hop in days.forwards(day)
            if hop.alights
        }

    def holds(self, leg: Leg | BookingLeg) -> bool:
        """Whether a tour still takes and hands over at the times that a leg says."""
        day = self._days[ALL_ROOM_FREE].forwards(leg.day.toordinal())
        hops = [hop for hop in day if hop.run == (leg.tour.id, leg.day)]
        leaves, arrives = self._minute_of(leg.leaves_at, leg.day), self._minute_of(leg.arrives_at, leg.day)
        begins = MINUTES_A_DAY * leg.day.toordinal()
        return any(
            hop.start == leg.from_place_id and hop.departs - begins == leaves and hop.boards for hop in hops
        ) and any(hop.end == leg.to_place_id and hop.arrives - begins == arrives and hop.alights for hop in hops)

    def _with_loads(self, number: int) -> list[Hop]:
        riding = self._riding.on(number)
        return [self._less(hop, riding) for hop in self._days[ALL_ROOM_FREE].forwards(number)]

    def _with_all_doors_open(self, number: int) -> list[Hop]:
        return [replace(hop, boards=True, alights=True) for hop in self._worked_out(number, closed_doors=False)]

    def _worked_out(self, number: int, *, closed_doors: bool = True) -> list[Hop]:
        day = date.fromordinal(number)
        begins = MINUTES_A_DAY * number
        hops = []
        for tour in self._tours:
            if not tour_runs(self.network, tour, day):
                continue
            handed = [self._handed_over(stop, number) if closed_doors else None for stop in tour.stops]
            times = [
                begins + (stop.arrives_minute if minute is None else minute)
                for stop, minute in zip(tour.stops, handed, strict=True)
            ]
            reached = self.stops_reached(tour, day)
            ends = list(zip(tour.stops, times, handed, strict=True))[:reached]
            hops += [
                Hop(
                    (tour.id, day),
                    one.place_id,
                    other.place_id,
                    departs,
                    arrives,
                    door is not None,
                    next_door is not None,
                    tour.room,
                )
                for (one, departs, door), (other, arrives, next_door) in pairwise(ends)
            ]
        return hops

    def stops_reached(self, tour: Tour, day: date) -> int:
        """How many of its stops a tour reaches on a day: it turns where no departure over a crossing fits its times."""
        over = {crossing.position: crossing for crossing in tour.crossings}
        for before, stop in pairwise(tour.stops):
            named = over.get(stop.position)
            if named is None:
                continue
            crossing = named.crossing
            first = before.leaves_minute + -(-crossing.ahead_seconds // 60)
            last = stop.arrives_minute - -(-crossing.seconds // 60)
            spans = departures_on(self.network, crossing, day, back=named.back)
            if not any(max(opens, first) <= min(closes, last) for opens, closes in spans):
                return before.position
        return len(tour.stops)

    def _handed_over(self, stop: TourStop, number: int) -> int | None:
        """The minute after midnight at which somebody is there while the vehicle stands there; None: nobody is."""
        there = (stop.place_id, number)
        if there not in self._resting:
            self._resting[there] = rests(self.network, stop.place, date.fromordinal(number))
        if self._resting[there]:
            return None
        weekday = date.fromordinal(number).weekday()
        key = (stop.place_id, weekday, stop.arrives_minute, stop.leaves_minute)
        if key not in self._handed:
            spans = usual_spans(stop.place, weekday)
            together = (
                max(opens, stop.arrives_minute)
                for opens, closes in spans
                if max(opens, stop.arrives_minute) <= min(closes, stop.leaves_minute)
            )
            self._handed[key] = next(together, None)
        return self._handed[key]

    def _less(self, hop: Hop, riding: dict[tuple[str, int], list[Load]]) -> Hop:
        """A hop with what rides on it taken from its room."""
        number, departs = divmod(hop.departs, MINUTES_A_DAY)
        tour_id = hop.run[0] if isinstance(hop.run, tuple) else ""
        loads = riding.get((tour_id, number), ())
        taken = sum(load.crates for load in loads if load.leaves_minute <= departs < load.arrives_minute)
        return replace(hop, room=hop.room - taken) if taken else hop

    def _way(self, journey: Journey | None) -> Way | None:
        if journey is None:
            return None
        legs = []
        for ride in journey:
            tour_id, day = ride.run if isinstance(ride.run, tuple) else ("", date.min)
            begins = MINUTES_A_DAY * day.toordinal()
            legs.append(
                Leg(
                    tour=self._by_id[tour_id],
                    day=day,
                    from_place_id=ride.start,
                    to_place_id=ride.end,
                    leaves_at=wall_clock(self.network, day, ride.departs - begins),
                    arrives_at=wall_clock(self.network, day, ride.arrives - begins),
                )
            )
        return tuple(legs)

    def _minute_of(self, moment: datetime, day: date) -> int:
        """A moment as minutes of the wall clock after the midnight of a day."""
        local = moment.astimezone(self.network.clock)
        return MINUTES_A_DAY * (local.date() - day).days + 60 * local.hour + local.minute


def _first_open(network: Network, now: datetime) -> date:
    """The first day, from today on, whose cut-off is still to come."""
    day = local_day(network, now)
    while cutoff_of(network, day) < now:
        day += timedelta(days=1)
    return day
