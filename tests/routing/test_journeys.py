"""Journeys over a timetable: never earlier than any run allows, and no later than need be."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from routing.journeys import MINUTES_A_DAY, Days, Hop, Journey, earliest, latest

HUB_MINUTES = 30


def by_day(hops: Sequence[Hop]) -> Days:
    """A timetable of a few hops."""
    return Days(lambda day: [hop for hop in hops if hop.departs // MINUTES_A_DAY == day])


def run(name: str, *stops: tuple[str, int], **more: int) -> list[Hop]:
    """A run that stands at each place for no time."""
    return [Hop(name, one, other, at, then, **more) for (one, at), (other, then) in pairwise(stops)]  # type: ignore[arg-type]


NORTH = run("north", ("hub", 480), ("sunne", 540), ("torsby", 600), ("hub", 700))
SOUTH = run("south", ("hub", 720), ("saffle", 800), ("hub", 900))
NEXT_DAY = run("next", ("hub", 2000), ("saffle", 2100))


def test_a_crate_rides_straight_where_one_run_serves_both_places() -> None:
    found = earliest(by_day(NORTH), "sunne", "torsby", 0, 3)
    assert found is not None
    assert [(ride.run, ride.departs, ride.arrives) for ride in found] == [("north", 540, 600)]


def test_a_crate_changes_at_the_hub_once_it_is_sorted() -> None:
    found = earliest(by_day(NORTH + SOUTH), "sunne", "saffle", 0, 3, sorting={"hub": 20})
    assert found is not None
    assert [(ride.run, ride.start, ride.end) for ride in found] == [
        ("north", "sunne", "hub"),
        ("south", "hub", "saffle"),
    ]


def test_a_crate_that_is_not_sorted_in_time_waits_for_the_next_run() -> None:
    found = earliest(by_day(NORTH + SOUTH + NEXT_DAY), "sunne", "saffle", 0, 3, sorting={"hub": 21})
    assert found is not None
    assert found[-1].arrives == 2100


def test_a_crate_changes_nowhere_but_at_a_hub() -> None:
    assert earliest(by_day(NORTH + SOUTH), "sunne", "saffle", 0, 3) is None


def test_a_run_that_is_full_takes_nothing() -> None:
    full = run("north", ("hub", 480), ("sunne", 540), room=3)
    assert earliest(by_day(full), "hub", "sunne", 0, 3, crates=3) is not None
    assert earliest(by_day(full), "hub", "sunne", 0, 3, crates=4) is None


def test_a_crate_cannot_stay_aboard_where_the_run_is_full() -> None:
    hops = [Hop("r", "a", "b", 10, 20), Hop("r", "b", "c", 20, 30, room=0), Hop("r", "c", "d", 30, 40)]
    assert earliest(by_day(hops), "a", "d", 0, 0) is None


def test_a_crate_stays_aboard_past_a_place_that_is_closed() -> None:
    hops = [Hop("r", "a", "b", 10, 20, alights=False), Hop("r", "b", "c", 20, 30, boards=False)]
    assert earliest(by_day(hops), "a", "b", 0, 0) is None
    assert earliest(by_day(hops), "b", "c", 0, 0) is None
    assert earliest(by_day(hops), "a", "c", 0, 0) is not None


def test_what_arrives_first_leaves_as_late_as_it_can() -> None:
    feeders = run("early", ("sunne", 100), ("hub", 200)) + run("late", ("sunne", 300), ("hub", 400))
    found = earliest(by_day(feeders + SOUTH), "sunne", "saffle", 0, 3, sorting={"hub": HUB_MINUTES})
    assert found is not None
    assert [ride.run for ride in found] == ["late", "south"]


def test_what_leaves_last_arrives_as_early_as_it_can() -> None:
    goals = run("first", ("hub", 500), ("saffle", 600)) + run("second", ("hub", 700), ("saffle", 800))
    feeder = run("feeder", ("sunne", 300), ("hub", 400))
    found = latest(by_day(feeder + goals), "sunne", "saffle", 5000, 0, sorting={"hub": HUB_MINUTES})
    assert found is not None
    assert [ride.run for ride in found] == ["feeder", "first"]


def test_nothing_leaves_before_it_is_ready() -> None:
    assert latest(by_day(NORTH), "sunne", "torsby", 5000, 541) is None
    assert earliest(by_day(NORTH), "sunne", "torsby", 541, 3) is None


def test_nothing_arrives_after_the_last_day() -> None:
    assert earliest(by_day(NEXT_DAY), "hub", "saffle", 0, 0) is None
    assert earliest(by_day(NEXT_DAY), "hub", "saffle", 0, 1) is not None


PLACES = ("a", "b", "hub", "second-hub", "z")
SORTING = {"hub": HUB_MINUTES, "second-hub": 0}


@st.composite
def timetables(draw: st.DrawFn) -> list[Hop]:
    """A few runs on three days, some of them full or past closed doors."""
    hops: list[Hop] = []
    for number in range(draw(st.integers(1, 5))):
        day = draw(st.integers(0, 2))
        stops = draw(st.lists(st.sampled_from(PLACES), min_size=2, max_size=5))
        times = sorted(draw(st.sets(st.integers(0, 24), min_size=len(stops), max_size=len(stops))))
        doors = [draw(st.sampled_from((True, True, True, False))) for _ in stops]
        for (one, at, out), (other, then, into) in pairwise(zip(stops, times, doors, strict=True)):
            room = draw(st.sampled_from((5, 5, 5, 0)))
            begins = MINUTES_A_DAY * day
            hops.append(Hop(number, one, other, begins + 15 * at, begins + 15 * then, out, into, room))
    return hops


def every_way(hops: Sequence[Hop], start: str, end: str, ready: int) -> Iterator[tuple[int, int]]:
    """When each journey there is leaves and arrives, found by trying everything."""

    def onwards(place: object, free: int, left: int | None) -> Iterator[tuple[int, int]]:
        for first in hops:
            if first.start != place or first.departs < free or not first.boards:
                continue
            of_run = sorted(
                (h for h in hops if h.run == first.run and h.departs >= first.departs), key=lambda h: h.departs
            )
            for hop in of_run:
                if hop.room < 1:
                    break
                if not hop.alights:
                    continue
                leaves = first.departs if left is None else left
                if hop.end == end:
                    yield leaves, hop.arrives
                if hop.end in SORTING and hop.end != end:
                    yield from onwards(hop.end, hop.arrives + SORTING[str(hop.end)], leaves)

    return onwards(start, ready, None)


ENDS = st.permutations(PLACES).map(lambda places: (places[0], places[1]))


@given(hops=timetables(), ends=ENDS, ready=st.integers(0, 2 * MINUTES_A_DAY))
def test_a_promise_is_never_earlier_than_any_run_allows_nor_later_than_need_be(
    hops: list[Hop], ends: tuple[str, str], ready: int
) -> None:
    found = earliest(by_day(hops), *ends, ready, 3, sorting=SORTING)
    arrivals = [arrives for _, arrives in every_way(hops, *ends, ready)]
    assert (found[-1].arrives if found else None) == min(arrivals, default=None)


@given(hops=timetables(), ends=ENDS, by=st.integers(0, 3 * MINUTES_A_DAY))
def test_a_crate_never_has_to_leave_earlier_than_need_be(hops: list[Hop], ends: tuple[str, str], by: int) -> None:
    found = latest(by_day(hops), *ends, by, 0, sorting=SORTING)
    leaving = [leaves for leaves, arrives in every_way(hops, *ends, 0) if arrives <= by]
    assert (found[0].departs if found else None) == max(leaving, default=None)


@given(hops=timetables(), ends=ENDS)
def test_the_rides_of_a_journey_follow_each_other(hops: list[Hop], ends: tuple[str, str]) -> None:
    found: Journey | None = earliest(by_day(hops), *ends, 0, 3, sorting=SORTING)
    if found is None:
        return
    assert (found[0].start, found[-1].end) == ends
    for one, other in pairwise(found):
        assert one.end == other.start
        assert one.arrives + SORTING[str(one.end)] <= other.departs
