"""A search's plan as trips with times, and who is loaded and unloaded where."""

from __future__ import annotations

from routing.engines.anneal import price_all
from routing.engines.best import Best, restore
from routing.engines.schedule import FROM, LEG, WORK, lay_out, narrow, positions
from routing.engines.state import LENGTH, REST_LEG, REST_LEG_2, RIDERS, TIMED_RIDERS, State, empty_state
from routing.engines.tables import BREAK_S, ORIGIN, TO, TRIPS, VEHICLE, Tables
from routing.plan import Plan, Stop, Trip, Unserved
from routing.problem import Problem


def plan_of(problem: Problem, tab: Tables, best: Best) -> Plan:
    """The best plan of a search in the words of `routing.plan`.

    What it leaves behind is unserved as `not-placed`; reasons are found elsewhere.
    """
    state = empty_state(tab, 0)
    restore(tab, state, best)
    price_all(tab, state)
    trips = [driven(problem, tab, state, t) for t in range(len(state.cost)) if state.trip[t, LENGTH] > 2]
    left = [problem.shipments[s].id for s in range(len(state.way)) if state.way[s, 0] < 0]
    return Plan(tuple(trips), tuple(Unserved(name, "not-placed") for name in left))


def driven(problem: Problem, tab: Tables, state: State, t: int) -> Trip:
    """Trip t with the hour of each stop: it leaves at its start and waits only where it must."""
    n = int(state.trip[t, LENGTH])
    unload: list[list[str]] = [[] for _ in range(n)]
    load: list[list[str]] = [[] for _ in range(n)]
    for ride in state.rider[t, : state.trip[t, RIDERS]].tolist():
        s, second = ride >> 1, ride & 1
        hub = int(state.way[s, 2])
        p = hub if second else int(tab.ship[s, ORIGIN])
        q = int(tab.ship[s, TO]) if second or hub < 0 else hub
        i, j = positions(state, t, p, q)
        load[i].append(problem.shipments[s].id)
        unload[j].append(problem.shipments[s].id)
    lay_out(tab, state, t)
    if state.trip[t, TIMED_RIDERS] > 0:
        narrow(tab, state, t)
    rests = (int(state.trip[t, REST_LEG]), int(state.trip[t, REST_LEG_2]))
    stops = []
    clock = int(state.start[t])
    for i in range(n):
        if i:
            clock += int(state.seg[LEG, i]) + (int(tab.rule[BREAK_S]) if i in rests else 0)
            clock = max(clock, int(state.seg[FROM, i]))
        leave = clock + int(state.seg[WORK, i])
        place = problem.places[state.seq[t, i]].id
        stops.append(Stop(place, clock, leave, tuple(sorted(unload[i])), tuple(sorted(load[i]))))
        clock = leave
    vehicle = problem.vehicles[tab.slot[t // int(tab.rule[TRIPS]), VEHICLE]]
    return Trip(vehicle.id, tuple(stops))
