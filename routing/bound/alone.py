"""A cheap floor for problems of any size: the shipment that is dearest to serve, as if it were the only one."""

from __future__ import annotations

from routing.problem import Problem
from routing.units import PER_METRE, PER_SECOND, UNIT, shortest


def dearest_alone(problem: Problem) -> int:
    """The largest sum that a single shipment forces on every plan, in whole öre.

    A vehicle must be used, drive from a home to the shipment's two places and back, stop at both and move
    its crates, or the penalty is paid. Ways may lead over any place, so shorter detours count.
    """
    if not problem.vehicles:
        return sum(s.penalty or 0 for s in problem.shipments)
    metres, seconds = shortest(problem.metres), shortest(problem.seconds)
    homes = sorted({problem.index[v.home] for v in problem.vehicles})
    fixed = min(v.cost_per_day for v in problem.vehicles) * UNIT
    per_metre = min(v.cost_per_km for v in problem.vehicles) * PER_METRE
    per_second = min(v.cost_per_hour for v in problem.vehicles) * PER_SECOND
    most = 0
    for shipment in problem.shipments:
        ends = problem.index[shipment.origin], problem.index[shipment.to]
        away = max(min(int(metres[h, end]) for h in homes) + min(int(metres[end, h]) for h in homes) for end in ends)
        duty = max(min(int(seconds[h, end]) for h in homes) + min(int(seconds[end, h]) for h in homes) for end in ends)
        work = duty + 2 * problem.crate_seconds * shipment.crates
        served = fixed + away * per_metre + work * per_second
        most = max(most, served if shipment.penalty is None else min(served, shipment.penalty * UNIT))
    return max(0, -(-most // UNIT) - 1)
