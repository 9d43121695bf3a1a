"""What can ride from one place to another within a day, as constraints of the program."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from routing.bound.calls import Calls
from routing.bound.ground import Ground
from routing.bound.program import Program


class Rides:
    """The rides of one day between two places besides home.

    Attributes:
        possible: crates can be fetched at one place and brought to the other on this day.
    """

    def __init__(self, program: Program, ground: Ground, calls: Calls) -> None:
        self.program, self.ground, self.calls = program, ground, calls
        self.possible: dict[tuple[int, int], cp_model.IntVar] = {}
        self.chosen: dict[tuple[int, bool], cp_model.IntVar] = {}
        self.ends: dict[int, cp_model.IntVar] = {}

    def ride(self, origin: int, to: int) -> cp_model.IntVar:
        """The choice to make a ride possible between two places that can be called at."""
        if (origin, to) not in self.possible:
            ride = self.possible[origin, to] = self.program.literal()
            for place in (origin, to):
                self.program.model.add_implication(ride, self.calls.made[place, False])
            if self.calls.at:
                self._order(ride, origin, to)
                if self.ground.changes_at_home:
                    self._carry(ride, origin, to)
        return self.possible[origin, to]

    def seconds(self, origin: int, to: int) -> int:
        """From the beginning of one call to that of the next, at least."""
        return int(self.ground.stops[origin] + self.ground.drive[origin, to])

    def _order(self, ride: cp_model.IntVar, origin: int, to: int) -> None:
        """The last call at the destination comes after the first one at the origin."""
        model, calls = self.program.model, self.calls
        if to not in self.ends:
            end = self.ends[to] = self.program.number(0, calls.end)
            for call in calls.of(to):
                again = calls.made[to, True]
                model.add(end == calls.at[call]).only_enforce_if(again if call[1] else ~again)
        model.add(self.ends[to] >= calls.at[origin, False] + self.seconds(origin, to)).only_enforce_if(ride)
        against = calls.arcs.get(((to, False), (origin, False)))
        if against is not None and self.seconds(origin, to) + self.seconds(to, origin) > 0:
            model.add(ride + against <= sum([calls.again(origin), calls.again(to)], 1))

    def _carry(self, ride: cp_model.IntVar, origin: int, to: int) -> None:
        """Both in one segment; or one is back, and the other leaves later: with the same vehicle, or after sorting.

        A middle call at either end may do it in any other way.
        """
        model, calls = self.program.model, self.calls
        ways = [calls.middle[origin], calls.middle[to]]
        for a in calls.of(origin):
            for b in calls.of(to):
                straight = self.program.literal()
                model.add_implication(straight, calls.made[a])
                model.add_implication(straight, calls.made[b])
                model.add(calls.left[a] == calls.left[b]).only_enforce_if(straight)
                model.add(calls.back[a] == calls.back[b]).only_enforce_if(straight)
                model.add(calls.at[b] >= calls.at[a] + self.seconds(origin, to)).only_enforce_if(straight)
                ways.append(straight)
        back, leaves = self._chosen(origin, leaves=False), self._chosen(to, leaves=True)
        aboard, changed = self.program.literal(), self.program.literal()
        model.add(leaves >= back).only_enforce_if(aboard)
        model.add(calls.segments >= calls.vehicles + 1).only_enforce_if(aboard)
        moved = 2 * self.ground.hub_stop + self.ground.sorting
        model.add(leaves >= back + moved).only_enforce_if(changed)
        model.add(calls.segments >= 2).only_enforce_if(changed)
        if self.ground.hub_stop:
            model.add_implication(changed, calls.put)
            model.add_implication(changed, calls.taken)
        model.add_bool_or([*ways, aboard, changed, ~ride])

    def _chosen(self, place: int, leaves: bool) -> cp_model.IntVar:
        """When the segment of one of the place's calls leaves home, or is back: whichever call suits."""
        if (place, leaves) not in self.chosen:
            calls, times = self.calls, self.calls.left if leaves else self.calls.back
            time = self.chosen[place, leaves] = self.program.number(0, calls.end)
            last = self.program.literal()
            self.program.model.add_implication(last, calls.made[place, True])
            for call in calls.of(place):
                self.program.model.add(time == times[call]).only_enforce_if(last if call[1] else ~last)
        return self.chosen[place, leaves]

    def close(self) -> None:
        """Say what follows for two and three rides in a circle: one of the places is called at twice."""
        if not self.calls.at:
            return
        for one, two in self.possible:
            if one < two:
                self._circle((one, two))
            for three in self.calls.places:
                if one < min(two, three) and two != three:
                    self._circle((one, two, three))

    def _circle(self, places: Sequence[int]) -> None:
        pairs = list(zip(places, (*places[1:], places[0]), strict=True))
        if all(pair in self.possible for pair in pairs) and sum(self.seconds(*pair) for pair in pairs) > 0:
            again = sum(self.calls.again(place) for place in places)
            self.program.model.add(sum(self.possible[pair] for pair in pairs) <= len(places) - 1 + again)
