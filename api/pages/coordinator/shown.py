"""A plan as a coordinator judges it: its sheet, what it costs and who pays, what stays behind and why."""

from __future__ import annotations

from dataclasses import dataclass

from api.installation import today
from api.languages import moment
from api.reasons import Names, remedy, why
from api.session import db
from logistics.access.people import Person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.costs.statement import DayCosts, estimate
from logistics.errors import LogisticsError
from logistics.network.networks import Network
from logistics.transport.comparing import PlanDifference, differences
from logistics.transport.plans import LeftBehind, Plan, PlanState
from logistics.transport.sheet import Sheet, route_sheet
from logistics.transport.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Left:
    """What stays behind, with its reason and what would take it along, in words."""

    row: LeftBehind
    why: str
    remedy: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan and what is to be known of it.

    Attributes:
        costs: of the plan's own day; None: no agreement says who pays.
        gap: how far above the best possible its cost can lie, as a share; None: not known.
        metres, sailed_metres: driven, and by ferry.
        moved: shipments that its own day moves; `outlook` counts trips on later days.
        locked: by id of a trip, how many of its stops are locked.
        follows: the plan that a draft changes, or how a published plan was before its last change; with `difference`.
    """

    plan: Plan
    sheet: Sheet
    costs: DayCosts | None
    gap: float | None
    metres: int
    sailed_metres: int
    moved: int
    outlook: int
    left: list[Left]
    publishes: bool
    withdraws: bool
    studies: bool
    changes: bool
    undoes: bool
    brings_back: bool
    locked: dict[str, int]
    follows: Plan | None
    difference: PlanDifference | None


def shown(plan: Plan, by: Person) -> Shown:
    """Everything the page of a plan says."""
    network = db().get_one(Network, plan.network_id)
    sheet = route_sheet(db(), plan.id, by)
    trips = [trip for van in sheet.vans for trip in van.trips]
    may_plan = may(by, Act.PLAN, network_id=network.id)
    over = plan.day < today(network)
    follows = db().get(Plan, plan.follows_id) if plan.follows_id else None
    may_publish = may(by, Act.PUBLISH, network_id=network.id)
    return Shown(
        plan=plan,
        sheet=sheet,
        costs=_costs(plan),
        gap=plan.gap,
        metres=sum(trip.metres for trip in trips),
        sailed_metres=sum(trip.sailed_metres for trip in trips),
        moved=len({item.code for trip in trips for stop in trip.stops for item in stop.load}),
        outlook=sum(trip.day != plan.day for trip in plan.trips),
        left=[_left(row, names_in(network, plan)) for row in plan.left_behind],
        publishes=may_publish and plan.state is PlanState.DRAFT,
        withdraws=may_publish and plan.state is PlanState.PUBLISHED,
        studies=may(by, Act.STUDY, network_id=network.id),
        changes=may_plan and plan.state is not PlanState.REPLACED and not over,
        undoes=may_publish and plan.state is PlanState.PUBLISHED and plan.follows_id is not None and not over,
        brings_back=may_plan and plan.state is PlanState.REPLACED and not over,
        locked={trip.id: trip.locked_stops for trip in plan.trips},
        follows=follows,
        difference=differences(follows, plan) if follows else None,
    )


def names_in(network: Network, plan: Plan) -> Names:
    """What the facts of a plan's reasons are called."""
    places = {place.id: place.name for place in network.places}
    vans = {van.id: van.name for van in network.vehicles}
    timeline = Timeline(network, plan.day)
    return Names(
        place=lambda place_id: places.get(place_id, place_id),
        vehicle=lambda van_id: vans.get(van_id, van_id),
        moment=lambda second: moment(timeline.moment(second)),
        currency=network.currency,
    )


def _left(row: LeftBehind, names: Names) -> Left:
    return Left(row, why(row.reason, row.facts, names), remedy(row.facts, names))


def _costs(plan: Plan) -> DayCosts | None:
    try:
        return estimate(db(), plan)
    except LogisticsError:
        return None
