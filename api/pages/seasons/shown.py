"""A rotation as it is read: its grid both ways, the rules it breaks in words, and how good it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from api.alphabet import alphabetical
from api.season_sentences import rule_sentence
from api.session import db
from logistics.access.people import Person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.bookings.rotations import Rotation, RotationCell, RotationCrate, RotationPlace, RotationState
from logistics.transport.rotating import Judged, judge
from logistics.transport.rotation_publications import Publication, latest_publication
from logistics.transport.rotation_runs import RotationRun, latest_search


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the page of a rotation says.

    Attributes:
        crates, places: in alphabetical order.
        cell: by collection and period, from 1.
        standing: crates by place and period.
        broken: sentences of broken rules.
        wrong: sentences by collection and period of the cells concerned.
    """

    rotation: Rotation
    judged: Judged
    run: RotationRun | None
    publication: Publication | None
    crates: list[RotationCrate]
    places: list[RotationPlace]
    cell: dict[tuple[str, int], RotationCell]
    standing: dict[tuple[str, int], list[RotationCrate]]
    broken: list[str]
    wrong: dict[tuple[str, int], list[str]]
    themes: list[str]
    rotates: bool
    draft: bool

    @property
    def busy(self) -> bool:
        """Whether a worker searches or publishes."""
        return any(work is not None and work.under_way for work in (self.run, self.publication))


def shown(rotation: Rotation, by: Person) -> Shown:
    """Judge a rotation and put it in order."""
    judged = judge(db(), rotation)
    crates = sorted(rotation.crates, key=lambda one: alphabetical(one.collection.title))
    by_id = {one.collection_id: one for one in crates}
    names = {one.place_id: one.place.name for one in rotation.places}
    names |= {one.collection_id: one.collection.title for one in crates}
    standing: dict[tuple[str, int], list[RotationCrate]] = defaultdict(list)
    for cell in rotation.cells:
        standing[cell.place_id, cell.period].append(by_id[cell.collection_id])
    wrong: dict[tuple[str, int], list[str]] = defaultdict(list)
    sentences = []
    for rule in judged.broken:
        said = rule_sentence(rule, lambda name: names.get(name, name))
        sentences.append(said)
        for crate, period in rule.cells:
            wrong[crate, period + 1].append(said)
    return Shown(
        rotation=rotation,
        judged=judged,
        run=latest_search(db(), rotation),
        publication=latest_publication(db(), rotation),
        crates=crates,
        places=sorted(rotation.places, key=lambda one: alphabetical(one.place.name)),
        cell={(cell.collection_id, cell.period): cell for cell in rotation.cells},
        standing=dict(standing),
        broken=sentences,
        wrong=dict(wrong),
        themes=sorted({one.theme for one in crates if one.theme}, key=alphabetical),
        rotates=may(by, Act.ROTATE, network_id=rotation.network_id),
        draft=rotation.state is RotationState.DRAFT,
    )
