"""Who may do what: one table of role x act."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """What a person is to the network."""

    LIBRARIAN = "librarian"
    DRIVER = "driver"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Act(Enum):
    """What can be done; every view, endpoint and service asks for one."""

    SEE_NETWORK = "see-network"
    CLOSE_PLACE = "close-place"
    MANAGE_NETWORK = "manage-network"
    MANAGE_TOURS = "manage-tours"
    SEE_HOLDINGS = "see-holdings"
    MANAGE_HOLDINGS = "manage-holdings"
    REQUEST = "request"
    SEE_BOOKINGS = "see-bookings"
    DECIDE = "decide"
    SET_RULES = "set-rules"
    KEEP_CONTACTS = "keep-contacts"
    SEND = "send"
    SEE_SHIPMENTS = "see-shipments"
    PLAN = "plan"
    SEE_PLANS = "see-plans"
    PUBLISH = "publish"
    STUDY = "study"
    SEE_SHEETS = "see-sheets"
    DRIVE = "drive"
    RECEIVE = "receive"
    RESOLVE_DEVIATION = "resolve-deviation"
    SEE_COSTS = "see-costs"
    SEE_SEASONS = "see-seasons"
    WISH = "wish"
    ROTATE = "rotate"
    SHARE_OUT = "share-out"
    MARK_YEAR = "mark-year"
    MANAGE_PEOPLE = "manage-people"


class Scope(Enum):
    """How far a right reaches."""

    PLACE = "place"  # what the person's own place takes part in
    NETWORK = "network"
    EVERYWHERE = "everywhere"


RIGHTS: dict[Role, dict[Act, Scope]] = {
    Role.LIBRARIAN: {
        Act.SEE_SEASONS: Scope.NETWORK,
        Act.WISH: Scope.PLACE,
        Act.MARK_YEAR: Scope.PLACE,
        Act.SEE_NETWORK: Scope.NETWORK,
        Act.CLOSE_PLACE: Scope.PLACE,
        Act.SEE_HOLDINGS: Scope.NETWORK,
        Act.MANAGE_HOLDINGS: Scope.PLACE,
        Act.REQUEST: Scope.PLACE,
        Act.SEE_BOOKINGS: Scope.PLACE,
        Act.DECIDE: Scope.PLACE,
        Act.SET_RULES: Scope.PLACE,
        Act.KEEP_CONTACTS: Scope.PLACE,
        Act.SEND: Scope.PLACE,
        Act.SEE_SHIPMENTS: Scope.PLACE,
        Act.RECEIVE: Scope.PLACE,
    },
    Role.DRIVER: {
        Act.SEE_NETWORK: Scope.NETWORK,
        Act.SEE_SHEETS: Scope.NETWORK,
        Act.DRIVE: Scope.NETWORK,
    },
    Role.COORDINATOR: {act: Scope.NETWORK for act in Act if act is not Act.MANAGE_PEOPLE},
    Role.ADMINISTRATOR: dict.fromkeys(Act, Scope.EVERYWHERE),
}
