"""Rows whose state changes only as a table says."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from logistics.errors import WrongState

State = TypeVar("State", bound=Enum)


class Stateful(Generic[State]):
    """A part of every such row.

    Attributes:
        moves: the states that may follow each; a class names its own table.
    """

    moves: ClassVar[Mapping[Any, frozenset[Any]]]

    if TYPE_CHECKING:
        __tablename__: str
        id: Any
        state: Any

    def move_to(self, new: State) -> None:
        """Change state, or raise WrongState and change nothing."""
        self.require(new)
        self.state = new

    def require(self, new: State) -> None:
        """Do nothing, or raise WrongState where that state can't follow."""
        if new not in self.moves[self.state]:
            what = self.__tablename__.replace("_", "-")
            raise WrongState(what=what, id=self.id, was=self.state.value, wanted=new.value)
