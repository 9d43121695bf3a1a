"""Publishing a rotation without letting anybody wait: asked for, done by one worker, watched, called off.

The loans are looked for while nothing is locked, and written down in one short transaction: all of them, or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from threading import Event

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.notices import coordinators_of, tell
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.rotation_loans import Chain, loans_of
from logistics.bookings.rotation_plans import draft_of
from logistics.bookings.rotations import Rotation, RotationState
from logistics.database import Sessions, fetch, new_id, reading, unit_of_work
from logistics.errors import LogisticsError
from logistics.transport.queued import Clock, Queue, Queued, RunState, call_off
from logistics.transport.rotation_publishing import book, cells_mark, require_unbroken
from logistics.transport.rotation_runs import latest_search
from logistics.transport.season_refusals import AlreadyPublishing, AlreadySearching, NotAsConfirmed

MOST_TRIES = 3
"""How often loans are looked for anew because somebody booked something else meanwhile."""


class Publication(Queued):
    """One word to publish a rotation.

    Attributes:
        mark: of the cells that were to be published, as `cells_mark` makes it.
        progress: `done` of `all` loans; once it has ended well, all that were booked.
    """

    __tablename__ = "rotation_publication"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rotation_id: Mapped[str] = mapped_column(ForeignKey("rotation.id", ondelete="CASCADE"), index=True)
    mark: Mapped[str] = mapped_column(String(64))
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))

    rotation: Mapped[Rotation] = relationship()
    asked_by: Mapped[Person] = relationship()


PUBLICATIONS = Queue(Publication)


def ask_to_publish(session: Session, rotation_id: str, *, by: Person, now: datetime) -> Publication:
    """Ask for a rotation to be published as it stands.

    Raises:
        NotFound, NotAllowed: no such rotation; `by` makes none there.
        NotADraft: it is published already.
        BrokenRotation: it breaks rules.
        AlreadySearching, AlreadyPublishing: a worker is at it.
    """
    rotation = draft_of(session, rotation_id, by)
    require_unbroken(session, rotation)
    searching, publishing = latest_search(session, rotation), latest_publication(session, rotation)
    if searching is not None and searching.under_way:
        raise AlreadySearching(rotation=rotation.name)
    if publishing is not None and publishing.under_way:
        raise AlreadyPublishing(rotation=rotation.name)
    publication = Publication(
        id=new_id(),
        rotation_id=rotation.id,
        mark=cells_mark(rotation),
        state=RunState.WAITING,
        progress={},
        asked_by_id=by.id,
        asked_at=now,
    )
    session.add(publication)
    session.flush()
    return publication


def stop_publishing(session: Session, publication_id: str, *, by: Person, now: datetime) -> Publication:
    """Call it off; the rotation stays a draft, unless its loans are being written down by now.

    Raises:
        NotFound, NotAllowed: no such publication; `by` makes no rotations there.
        WrongState: it has ended.
    """
    publication = fetch(session, Publication, publication_id, lock=True)
    allow(by, Act.ROTATE, network_id=publication.rotation.network_id)
    call_off(publication, publication.id, now)
    session.flush()
    return publication


def publication_of(session: Session, publication_id: str, by: Person) -> Publication:
    """One publication.

    Raises:
        NotFound, NotAllowed: there is none; `by` makes no rotations there.
    """
    publication = fetch(session, Publication, publication_id)
    allow(by, Act.ROTATE, network_id=publication.rotation.network_id)
    return publication


def latest_publication(session: Session, rotation: Rotation) -> Publication | None:
    """The publication of a rotation that was asked for last."""
    return PUBLICATIONS.latest(session, Publication.rotation_id == rotation.id)


def run_publication(sessions: Sessions, publication_id: str, attempt: int, clock: Clock) -> None:
    """Take a publication and carry it out; do nothing where somebody else has taken it.

    How it ended stands in the row, and coordinators are told: done, cancelled, or failed with the code of a refusal or
    "defect", which is raised again. A worker that is killed has written nothing, and the next begins anew.
    """
    with unit_of_work(sessions) as session:
        ours = PUBLICATIONS.claim(session, publication_id, attempt, clock())
    if ours is None:
        return
    try:
        for tries in range(1, MOST_TRIES + 1):
            try:
                _carry_out(sessions, ours, clock)
                return
            except NotAsConfirmed:
                if tries == MOST_TRIES:
                    raise
    except LogisticsError as refusal:
        _fail(sessions, ours, refusal.code, refusal.facts, clock())
    except Exception as defect:
        _fail(sessions, ours, "defect", {"kind": type(defect).__name__}, clock())
        raise


def _carry_out(sessions: Sessions, ours: Publication, clock: Clock) -> None:
    now = clock()
    with reading(sessions) as seen:
        rotation = fetch(seen, Rotation, ours.rotation_id)
        _require_confirmed(rotation, ours)
        chains = _found(sessions, ours, seen, rotation, clock)
        with unit_of_work(sessions) as session:
            row = PUBLICATIONS.owned(session, ours.id, ours.attempt)
            if row is None:
                return
            if row.cancel_wanted:
                row.state, row.ended_at = RunState.CANCELLED, clock()
                return
            rotation = fetch(session, Rotation, ours.rotation_id, lock=True)
            _require_confirmed(rotation, ours)
            booked = book(session, rotation, chains, by=row.asked_by, now=now)
            row.state, row.ended_at, row.progress = RunState.DONE, clock(), {"done": booked, "all": booked}
            _tell(session, row, "rotation-booked", {"loans": booked}, now)


def _found(sessions: Sessions, ours: Publication, seen: Session, rotation: Rotation, clock: Clock) -> list[Chain]:
    """The loans of every crate, or of some where it is called off."""
    homes = {crate.collection_id: crate.collection.home_id for crate in rotation.crates}
    away = sum(cell.place_id != homes[cell.collection_id] for cell in rotation.cells)
    told, stop = {"done": 0, "all": away}, Event()

    def hear(found: int) -> None:
        told["done"] = found

    def until_stopped(chains: Iterator[Chain]) -> Iterator[Chain]:
        for chain in chains:
            yield chain
            if stop.is_set():
                return

    with PUBLICATIONS.beating(sessions, ours.id, ours.attempt, clock, lambda: dict(told), stop.set):
        return list(until_stopped(loans_of(seen, rotation, clock(), hear)))


def _require_confirmed(rotation: Rotation, ours: Publication) -> None:
    """Do nothing, or refuse.

    Raises:
        NotAsConfirmed: it is no draft any more, or its cells are not those that were to be published.
    """
    if rotation.state is not RotationState.DRAFT or cells_mark(rotation) != ours.mark:
        raise NotAsConfirmed(rotation=rotation.name)


def _fail(sessions: Sessions, ours: Publication, code: str, facts: Mapping[str, object], now: datetime) -> None:
    with unit_of_work(sessions) as session:
        row = PUBLICATIONS.owned(session, ours.id, ours.attempt)
        if row is not None:
            PUBLICATIONS.fail(session, ours.id, ours.attempt, code, facts, now)
            _tell(session, row, "rotation-not-published", {}, now)


def _tell(session: Session, row: Publication, code: str, facts: Mapping[str, int], now: datetime) -> None:
    """Tell those who coordinate, and whoever asked."""
    people = {person.id: person for person in coordinators_of(session, row.rotation.network_id)}
    tell(
        session,
        (people | {row.asked_by_id: row.asked_by}).values(),
        code=code,
        facts={"rotation": row.rotation.name, **facts},
        about=f"rotation:{row.rotation_id}",
        key=f"{code}:{row.id}",
        now=now,
    )
