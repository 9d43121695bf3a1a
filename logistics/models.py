"""Every table of every room, for those who need the whole schema: migrations, engines, tests."""

from logistics.access.notices import Notice
from logistics.access.people import Person
from logistics.access.replies import Reply
from logistics.access.tokens import Token
from logistics.access.uploads import Upload
from logistics.bookings.behalf import Contact, OnBehalf
from logistics.bookings.booking import Booking, BookingLeg
from logistics.bookings.changes import BookingChange
from logistics.bookings.feeds import Feed
from logistics.bookings.handing_on import HandOn
from logistics.bookings.holds import Hold
from logistics.bookings.rotations import (
    Rotation,
    RotationCell,
    RotationCrate,
    RotationPeriod,
    RotationPlace,
    RotationWish,
)
from logistics.bookings.rules import ApprovalRule
from logistics.bookings.series import Series, SeriesTurn
from logistics.bookings.sharing import Application, SharePeriod, ShareRound, ShareSet
from logistics.bookings.splits import SplitDelivery
from logistics.bookings.waiting import WaitingEntry
from logistics.bookings.wishes import Wish
from logistics.costs.funders import Agreement
from logistics.costs.ledger import LedgerEntry
from logistics.costs.replacements import Reminder, ReplacementCharge
from logistics.database import Base
from logistics.holdings import words  # noqa: F401  # whoever writes collections keeps their words
from logistics.holdings.collections import Collection, Part
from logistics.holdings.part_loans import PartLoan
from logistics.holdings.photos import Photo
from logistics.holdings.shortfalls import Shortfall
from logistics.holdings.stocktakes import Stocktake
from logistics.network.closed_roads import ClosedRoad
from logistics.network.crossings import Crossing, CrossingService
from logistics.network.fleet import Vehicle
from logistics.network.networks import Network
from logistics.network.places import Closure, Municipality, Place, ReceivingHours
from logistics.network.roads import RoadDetours, RoadMatrix, RoadOverride, RoadPath
from logistics.network.terms import SchoolBreak, SchoolYear
from logistics.network.tours import Season, Tour, TourCrossing, TourDay, TourStop
from logistics.network.wheel import WheelEntry
from logistics.transport.counting import ShipmentCount
from logistics.transport.custody import Scan
from logistics.transport.deviations import Deviation
from logistics.transport.plans import Handling, LeftBehind, Plan, PlanningRun, Stop, Trip
from logistics.transport.rotation_publications import Publication
from logistics.transport.rotation_runs import RotationRun
from logistics.transport.sharing_runs import ShareRun
from logistics.transport.shipments import Shipment
from logistics.transport.studies import Study

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "Agreement",
    "Application",
    "ApprovalRule",
    "Booking",
    "BookingChange",
    "BookingLeg",
    "ClosedRoad",
    "Closure",
    "Collection",
    "Contact",
    "Crossing",
    "CrossingService",
    "Deviation",
    "Feed",
    "HandOn",
    "Handling",
    "Hold",
    "LedgerEntry",
    "LeftBehind",
    "Municipality",
    "Network",
    "Notice",
    "OnBehalf",
    "Part",
    "PartLoan",
    "Person",
    "Photo",
    "Place",
    "Plan",
    "PlanningRun",
    "Publication",
    "ReceivingHours",
    "Reminder",
    "ReplacementCharge",
    "Reply",
    "RoadDetours",
    "RoadMatrix",
    "RoadOverride",
    "RoadPath",
    "Rotation",
    "RotationCell",
    "RotationCrate",
    "RotationPeriod",
    "RotationPlace",
    "RotationRun",
    "RotationWish",
    "Scan",
    "SchoolBreak",
    "SchoolYear",
    "Season",
    "Series",
    "SeriesTurn",
    "SharePeriod",
    "ShareRound",
    "ShareRun",
    "ShareSet",
    "Shipment",
    "ShipmentCount",
    "Shortfall",
    "SplitDelivery",
    "Stocktake",
    "Stop",
    "Study",
    "Token",
    "Tour",
    "TourCrossing",
    "TourDay",
    "TourStop",
    "Trip",
    "Upload",
    "Vehicle",
    "WaitingEntry",
    "WheelEntry",
    "Wish",
]
