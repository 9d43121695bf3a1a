"""The rotation as a CP-SAT model. Importing this takes seconds: done in the solving process only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from routing.rotation.figures import Service, open_in, shares
from routing.rotation.polish import Pool
from routing.rotation.season import Cells, Season, Wish


@dataclass
class Model:
    """The model and what its variables mean.

    Attributes:
        stands: crate, period and place to the variable that says whether it stands there then.
        lost, empty, short, unmet: the figures of `routing.rotation.figures.Service`, as sums of variables.
        chosen: seasons of crates to choose from, where `choose` was asked for.
    """

    season: Season
    proto: cp_model.CpModel
    stands: dict[tuple[str, int, str], Any]
    lost: Any
    empty: Any
    short: Any
    unmet: Any
    chosen: dict[tuple[str, tuple[str | None, ...]], Any] = field(default_factory=dict)

    def cells(self, value: Callable[[Any], int]) -> dict[tuple[str, int], str]:
        """What an answer of the solver says."""
        return {(crate, period): place for (crate, period, place), here in self.stands.items() if value(here)}

    def serve_best(self) -> None:
        """Ask for the best service, each figure before all later ones."""
        season = self.season
        most_unmet = len(season.wishes) + 1
        most_short = sum(shares(season).values()) + 1
        most_empty = season.periods * len(season.places) + 1
        self.proto.minimize(((self.lost * most_empty + self.empty) * most_short + self.short) * most_unmet + self.unmet)

    def choose(self, pool: Pool, service: Service) -> None:
        """Ask for one season of the pool for each crate, that together drive least and serve no worse."""
        for figure, most in zip((self.lost, self.empty, self.short, self.unmet), astuple(service), strict=True):
            self.proto.add(figure <= most)
        by_crate: dict[str, list[Any]] = {crate.id: [] for crate in self.season.crates}
        standing: dict[tuple[str, int, str], list[Any]] = {cell: [] for cell in self.stands}
        for crate, places in sorted(pool, key=str):
            self.chosen[crate, places] = chosen = self.proto.new_bool_var("")
            by_crate[crate].append(chosen)
            for period, place in enumerate(places):
                if place is not None:
                    standing[crate, period, place].append(chosen)
        for chosen_of in by_crate.values():
            self.proto.add_exactly_one(chosen_of)
        for cell, chosen_there in standing.items():
            self.proto.add(sum(chosen_there) == self.stands[cell])
        self.proto.minimize(
            sum(self._metres(crate, places) * chosen for (crate, places), chosen in self.chosen.items())
        )

    def hint(self, cells: Cells) -> None:
        """Begin with a rotation that is known."""
        for (crate, period, place), here in self.stands.items():
            self.proto.add_hint(here, cells.get((crate, period)) == place)
        for (crate, places), chosen in self.chosen.items():
            self.proto.add_hint(chosen, all(cells.get((crate, t)) == place for t, place in enumerate(places)))

    def _metres(self, crate: str, places: tuple[str | None, ...]) -> int:
        home = self.season.crate[crate].home
        rows = [self.season.row[place or home] for place in (home, *places, home)]
        return sum(self.season.metres[a][b] for a, b in pairwise(rows))


def model_of(season: Season) -> Model:
    """Every rule of a season: a crate stands at one place at a time, at each at most once, and so on."""
    proto = cp_model.CpModel()
    stands = {
        (crate.id, period, place.id): proto.new_bool_var("")
        for crate in season.crates
        for period in range(season.periods)
        for place in season.places
        if season.allows(crate.id, period, place.id)
    }
    for (crate, period), place in season.fixed.items():
        proto.add(stands[crate, period, place] == 1)
    groups: dict[tuple[object, ...], list[Any]] = defaultdict(list)
    for (crate, period, place), here in stands.items():
        groups["crate in period", crate, period].append(here)
        groups["crate at place", crate, place].append(here)
        groups["place in period", place, period].append(here)
    for key, variables in groups.items():
        if key[0] != "place in period":
            proto.add_at_most_one(variables)
    empties: list[Any] = []
    for one in season.places:
        for period in open_in(season, one.id):
            there = groups["place in period", one.id, period]
            proto.add(sum(there) <= one.capacity)
            empty = proto.new_bool_var("")
            proto.add_bool_or([*there, empty])
            empties.append(empty)
    _themes_apart(season, proto, stands)
    return Model(
        season,
        proto,
        stands,
        lost=season.periods * len(season.crates) - sum(stands.values()),
        empty=sum(empties),
        short=sum(_shortfalls(season, proto, stands)),
        unmet=sum(_unmet(proto, season, stands, wish) for wish in season.wishes),
    )


def _themes_apart(season: Season, proto: cp_model.CpModel, stands: Mapping[tuple[str, int, str], Any]) -> None:
    themes = {crate.theme for crate in season.crates if crate.theme}
    for theme in sorted(themes):
        crates = [crate.id for crate in season.crates if crate.theme == theme]
        if len(crates) < 2:
            continue
        for place in season.places:
            seen = [proto.new_bool_var("") for _ in range(season.periods)]
            for period in range(season.periods):
                for crate in crates:
                    if (crate, period, place.id) in stands:
                        proto.add_implication(stands[crate, period, place.id], seen[period])
                if period:
                    proto.add_at_most_one(seen[period - 1], seen[period])


def _shortfalls(season: Season, proto: cp_model.CpModel, stands: Mapping[tuple[str, int, str], Any]) -> list[Any]:
    found: list[Any] = []
    for place, share in shares(season).items():
        short = proto.new_int_var(0, share, "")
        proto.add(sum(here for (_, _, other), here in stands.items() if other == place) + short >= share)
        found.append(short)
    return found


def _unmet(proto: cp_model.CpModel, season: Season, stands: Mapping[tuple[str, int, str], Any], wish: Wish) -> Any:
    unmet = proto.new_bool_var("")
    proto.add_bool_or(
        [here for cell, here in stands.items() if wish.holds(season, {(cell[0], cell[1]): cell[2]})] + [unmet]
    )
    return unmet
