"""Codes for labels: short, unmistakable when read aloud or copied by hand."""

from __future__ import annotations

import secrets
import unicodedata
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.shipments import Shipment

ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXYZ"
"""Without 0, 1, I, L, O and S: 30 signs, so 24 million codes for each pair of letters before the hyphen."""

LENGTH = 5


def new_code(session: Session, network: Network, goal: Place) -> str:
    """A code that the network has not used: initials of network and goal, then five signs ("VS-4F7K2")."""
    return new_codes(session, network, [goal])[0]


def new_codes(session: Session, network: Network, goals: Sequence[Place]) -> list[str]:
    """A code for each goal, in their order; none of them is used, and no two are the same."""
    codes = [_drawn(network, goal) for goal in goals]
    while True:
        taken = select(Shipment.code).where(Shipment.network_id == network.id, Shipment.code.in_(codes))
        unusable = set(session.scalars(taken)) | {code for code, times in Counter(codes).items() if times > 1}
        if not unusable:
            return codes
        codes = [_drawn(network, goal) if code in unusable else code for goal, code in zip(goals, codes, strict=True)]


def _drawn(network: Network, goal: Place) -> str:
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{initial(network.name)}{initial(goal.name)}-{signs}"


def normal(written: str) -> str:
    """A code as people type it, or a camera reads it, in the form in which it is stored."""
    return "".join(sign for sign in written.upper() if sign.isalnum() or sign == "-")


def initial(name: str) -> str:
    """The first letter of a name as a plain capital: Å gives A, Ø gives O; X where there is none."""
    plain = unicodedata.normalize("NFKD", name).upper().replace("Ø", "O").replace("Æ", "A")
    return next((letter for letter in plain if "A" <= letter <= "Z"), "X")
