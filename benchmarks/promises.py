"""Promises a second: random loans among the sixteen libraries of the sample network, by five tours.

python -m benchmarks.promises [SECONDS] [PROCESSES]        5 seconds, 2 processes
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from logistics.bookings.promise import next_open, promise
from logistics.bookings.timetable import Timetable
from logistics.database import open_engine
from logistics.errors import LogisticsError
from logistics.files.load import SAMPLES, load_network
from logistics.models import METADATA
from logistics.network.networks import Network
from logistics.network.places import Closure
from logistics.network.tours import Season, Tour, TourStop

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
HUB = "karlstad"
TOURS = {
    "Norr": ("sunne", "torsby", "hagfors", "munkfors", "forshaga"),
    "Väster": ("kil", "arvika", "eda", "arjang"),
    "Söder": ("grums", "saffle", "hammaro"),
    "Öster": ("kristinehamn", "storfors", "filipstad"),
    "Nära": ("hammaro", "forshaga", "kil", "grums"),
}
WEEKDAYS = {"Norr": [0, 2, 4], "Väster": [1, 3], "Söder": [1, 3, 4], "Öster": [0, 2, 3], "Nära": [0, 1, 2, 3, 4]}
FIRST_STOP, BETWEEN_STOPS = 8 * 60, 55


def a_network(session: Session) -> Network:
    """Värmland with tours, and a closure for each library."""
    load_network(session, SAMPLES["varmland"], now=NOW)
    network = session.get_one(Network, "varmland")
    season = Season(
        id="varmland-year",
        network_id=network.id,
        name="Året",
        first_day=date(2026, 8, 1),
        last_day=date(2028, 7, 31),
    )
    session.add(season)
    for number, (name, places) in enumerate(TOURS.items()):
        stops = (HUB, *places, HUB)
        season.tours.append(
            Tour(
                id=f"varmland-{number}",
                vehicle_id="varmland-van-1",
                name=name,
                weekdays=WEEKDAYS[name],
                school_days_only=False,
                stops=[
                    TourStop(
                        position=position,
                        place_id=f"varmland-{place}",
                        arrives_minute=FIRST_STOP + BETWEEN_STOPS * position,
                        leaves_minute=FIRST_STOP + BETWEEN_STOPS * position + 10,
                    )
                    for position, place in enumerate(stops, start=1)
                ],
            )
        )
    for ahead, place in enumerate(network.places):
        first = NOW.date() + timedelta(days=7 * ahead + 20)
        place.closures.append(Closure(first_day=first, last_day=first + timedelta(days=4), reason=""))
    session.flush()
    session.expire_all()
    return network


def measured(seed: int, seconds: float) -> tuple[int, float, float, Counter[str]]:
    """How many promises one process made, in how many seconds, what the first took, and what came of them."""
    engine = open_engine("sqlite://")
    METADATA.create_all(engine)
    outcomes: Counter[str] = Counter()
    with Session(engine) as session:
        network = a_network(session)
        places = list(network.places)
        chance = Random(seed)  # noqa: S311  # a draw of loans, no secret
        timetable = Timetable(network)
        begun = time.perf_counter()
        first_took = 0.0
        while (passed := time.perf_counter() - begun) < seconds:
            home, place = chance.sample(places, 2)
            first = next_open(network, place, NOW.date() + timedelta(days=chance.randrange(1, 300)))
            last = first + timedelta(days=chance.randrange(0, 60))
            try:
                promise(network, home, place, first, last, NOW, crates=chance.randrange(1, 5), timetable=timetable)
                outcomes["promised"] += 1
            except LogisticsError as refusal:
                outcomes[refusal.code] += 1
            first_took = first_took or time.perf_counter() - begun
    return sum(outcomes.values()), passed, first_took, outcomes


def main(seconds: float, processes: int) -> None:
    """Print the figure of each process and of all together."""
    with ProcessPoolExecutor(processes) as pool:
        found = list(pool.map(measured, range(processes), [seconds] * processes))
    for made, took, first, outcomes in found:
        told = ", ".join(f"{count:,} {code}" for code, count in outcomes.most_common())
        print(f"{made / took:>8,.0f} a second; the first took {1000 * first:.1f} ms ({told})")
    print(f"{sum(made / took for made, took, _, _ in found):>8,.0f} promises a second, {processes} processes together")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0, int(sys.argv[2]) if len(sys.argv) > 2 else 2)
