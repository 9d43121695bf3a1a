"""A rotation as `routing.rotation` sees it: what is to be decided, whether it keeps the rules, and how good it is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.bookings.rotation_calendar import Pairs, kept_at_home, not_reached, promised_to_others
from logistics.bookings.rotations import Rotation
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.tours import Season as TourSeason
from logistics.network.tours import Tour
from logistics.transport.known_roads import known_roads
from routing.rotation.check import Broken, check
from routing.rotation.figures import Figures, Service, figures
from routing.rotation.season import Crate, Season, Wish
from routing.rotation.season import Place as Room
from routing.rotation.wire import write_season

ON_TOUR_PERCENT = 10
"""What a kilometre counts that a tour drives anyhow."""

Cells = dict[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a search proved of a season.

    Attributes:
        floor: metres that every rotation needs at least which misses no more than `service`; 0: nothing is known.
        service_proven: no rotation misses less.
        fingerprint: of the season; what it says holds for no other.
    """

    floor: int
    service: Service
    service_proven: bool
    fingerprint: str

    def stored(self) -> dict[str, object]:
        """As JSON holds it."""
        return asdict(self)

    @classmethod
    def of(cls, rotation: Rotation) -> Proof | None:
        """What is stored with a rotation."""
        if rotation.proven is None:
            return None
        return cls(**rotation.proven | {"service": Service(**rotation.proven["service"])})


@dataclass(frozen=True, slots=True)
class Judged:
    """A rotation as a coordinator judges it.

    Attributes:
        broken: rules that it breaks; periods are counted from 0.
        gap: how far its driving can lie above the least possible at this service, as a share; None: not known.
        service_proven: no rotation serves libraries better.
    """

    season: Season
    cells: Cells
    broken: list[Broken]
    figures: Figures
    gap: float | None
    service_proven: bool


def judge(session: Session, rotation: Rotation) -> Judged:
    """Judge a rotation as it stands, without a solver."""
    season, cells = season_of(session, rotation), cells_of(rotation)
    found, proof = figures(season, cells), Proof.of(rotation)
    holds = proof is not None and proof.fingerprint == fingerprint(season) and proof.service == found.service
    gap = None
    if proof is not None and holds and proof.floor:
        gap = max(0.0, found.metres / proof.floor - 1)
    return Judged(season, cells, check(season, cells), found, gap, bool(proof and holds and proof.service_proven))


def cells_of(rotation: Rotation) -> Cells:
    """Where crates stand, periods counted from 0."""
    return {(cell.collection_id, cell.period - 1): cell.place_id for cell in rotation.cells}


def fingerprint(season: Season) -> str:
    """SHA-256 of everything that a season says."""
    return hashlib.sha256(json.dumps(write_season(season), sort_keys=True).encode()).hexdigest()


def season_of(session: Session, rotation: Rotation) -> Season:
    """What is to be decided in a rotation; roads and tours are those of its first day."""
    network = session.get_one(Network, rotation.network_id)
    places = {one.place_id: one.place for one in rotation.places}
    homes = {one.collection.home_id: one.collection.home for one in rotation.crates}
    spots = [place for _, place in sorted((homes | places).items())]
    return Season(
        periods=len(rotation.periods),
        places=tuple(Room(one.place_id, one.capacity) for one in rotation.places),
        crates=tuple(Crate(one.collection_id, one.collection.home_id, one.theme) for one in rotation.crates),
        spots=tuple(place.id for place in spots),
        metres=_ways(session, network, rotation, spots),
        excluded=frozenset(
            (one.collection_id, one.place_id) for one in rotation.wishes if one.never and one.collection_id
        ),
        closed=_from_zero(not_reached(network, rotation)),
        promised=_from_zero(promised_to_others(session, rotation)),
        kept=_from_zero(kept_at_home(session, rotation)),
        wishes=tuple(
            Wish(one.place_id, one.collection_id, one.theme, None if one.period is None else one.period - 1)
            for one in rotation.wishes
            if not one.never
        ),
        fixed={(cell.collection_id, cell.period - 1): cell.place_id for cell in rotation.cells if cell.fixed},
    )


def _from_zero(pairs: Pairs) -> Pairs:
    return frozenset((one, period - 1) for one, period in pairs)


def _ways(session: Session, network: Network, rotation: Rotation, spots: list[Place]) -> tuple[tuple[int, ...], ...]:
    """Metres that moving a crate counts: those of the road, a tenth of them where a tour takes it."""
    roads = known_roads(session, network, spots, [rotation.first_day]).roads
    rides = _rides(session, network, rotation)
    return tuple(
        tuple(
            metres * ON_TOUR_PERCENT // 100 if (one.id, other.id) in rides else metres
            for other, metres in zip(spots, row, strict=True)
        )
        for one, row in zip(spots, roads.metres, strict=True)
    )


def _rides(session: Session, network: Network, rotation: Rotation) -> set[tuple[str, str]]:
    """Pairs of places between which tours take a crate, straight or over a hub."""
    tours = session.scalars(
        select(Tour)
        .join(TourSeason)
        .where(
            TourSeason.network_id == network.id,
            TourSeason.first_day <= rotation.last_day,
            TourSeason.last_day >= rotation.first_day,
            Tour.active,
        )
    )
    straight = {
        (stop.place_id, later.place_id)
        for tour in tours
        for number, stop in enumerate(tour.stops)
        for later in tour.stops[number + 1 :]
    }
    hubs = {place.id for place in network.places if place.hub}
    over = {(a, b) for a, hub in straight if hub in hubs for same, b in straight if same == hub}
    return straight | over
