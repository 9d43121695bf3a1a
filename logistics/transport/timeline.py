"""Seconds of a plan and moments of the world.

A plan counts seconds on the wall clock from midnight of its first day, 86,400 to a day whatever the clocks do, so
that receiving hours and shifts keep their meaning in the nights when clocks are changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from logistics.network.calendar import wall_clock
from logistics.network.networks import Network
from routing.problem import DAY


@dataclass(frozen=True, slots=True)
class Timeline:
    """The seconds of a plan of a network that begins on `day`."""

    network: Network
    day: date

    def second(self, moment: datetime) -> int:
        """The second of a moment; negative before the first day."""
        local = moment.astimezone(self.network.clock)
        return DAY * (local.date() - self.day).days + 3600 * local.hour + 60 * local.minute + local.second

    def moment(self, second: int) -> datetime:
        """The moment of a second, in UTC."""
        minutes, left = divmod(second, 60)
        days, minute = divmod(minutes, 1440)
        return wall_clock(self.network, self.day_at(days), minute) + timedelta(seconds=left)

    def day_at(self, number: int) -> date:
        """The date of a day counted from 0."""
        return self.day + timedelta(days=number)
