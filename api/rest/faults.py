"""Faults of a message: each names its field and has a code, facts and a sentence; all are told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response

from api.languages import N_, gettext
from api.problems import problem, problem_response
from api.sentences import written

SENTENCES: dict[str, str] = {
    "bad-input": N_("Some fields have faults; nothing was changed."),
    "not-json": N_("The body is not sound JSON."),
    "not-a-json-message": N_("Send the body as application/json."),
    "idempotency-key-missing": N_("Send an Idempotency-Key header, so that a repeated message counts once."),
    "bad-idempotency-key": N_("An idempotency key is 1 to 128 visible ASCII characters."),
    "precondition-failed": N_("Somebody else has changed this meanwhile. Read it again before you change it."),
    "precondition-required": N_("Send the ETag that you read in an If-Match header."),
    # one field
    "missing-field": N_("This field is missing."),
    "empty-field": N_("This field can't be null."),
    "unknown-field": N_("There is no such field."),
    "repeated-field": N_("This field is given more than once."),
    "not-an-object": N_("An object is wanted here."),
    "not-a-picture": N_("Give a JPEG, PNG or WebP picture."),
    "not-base64": N_("Give the file in Base64."),
    "not-a-list": N_("A list is wanted here."),
    "not-text": N_("Text is wanted here."),
    "unwritable-text": N_("This text has characters that can't be written."),
    "wrong-length": N_("The length must lie between %(least)s and %(most)s."),
    "not-a-whole-number": N_("A whole number is wanted here."),
    "not-a-number": N_("A number is wanted here."),
    "out-of-range": N_("The value must lie between %(least)s and %(most)s."),
    "not-yes-or-no": N_("true or false is wanted here."),
    "not-a-day": N_("A day is wanted here, as 2026-11-23."),
    "not-a-moment": N_("A moment with its offset is wanted here, as 2026-11-23T07:00:00Z."),
    "not-a-choice": N_("One of these is wanted here: %(choices)s."),
    "no-pdf": N_("Nothing can be printed here: %(packages)s are missing."),
    "nothing-to-change": N_("Name at least one field to change."),
}
"""Code of a fault to its sentence; `%(fact)s` names the fault's facts."""


class Fault(str):
    """A code that carries facts, and passes through marshmallow as its message."""

    __slots__ = ("facts",)
    facts: Mapping[str, object]

    def __new__(cls, code: str, **facts: object) -> Fault:
        """A fault of that code."""
        made = super().__new__(cls, code)
        made.facts = facts
        return made

    @property
    def sentence(self) -> str:
        """What to tell somebody, in the language in use."""
        said = gettext(SENTENCES[self])
        return said % {name: _listed(fact) for name, fact in self.facts.items()} if self.facts else said

    @property
    def plain_facts(self) -> dict[str, object]:
        """The facts as JSON has them."""
        return {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in self.facts.items()}


@dataclass(frozen=True, slots=True)
class FieldFault:
    """A fault and where it is: "first_day", "scans[3].kind"; "" for the whole message."""

    field: str
    fault: Fault


class BadMessage(Exception):
    """A message that can't be taken; nothing was changed.

    Attributes:
        status: HTTP status.
        fault: of the message as a whole.
        fields: what is wrong with its fields.
    """

    def __init__(self, status: int, fault: Fault, fields: Sequence[FieldFault] = ()) -> None:
        super().__init__(fault, fields)
        self.status = status
        self.fault = fault
        self.fields = tuple(fields)


def bad_input(*fields: FieldFault) -> BadMessage:
    """A message whose fields have faults."""
    return BadMessage(422, Fault("bad-input"), fields)


def faults_in(messages: object, path: str = "") -> Iterator[FieldFault]:
    """The faults in what marshmallow says, by field."""
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from faults_in(inner, _below(path, name))
    elif isinstance(messages, Sequence) and not isinstance(messages, str):
        for message in messages:
            yield from faults_in(message, path)
    else:
        fault = messages if isinstance(messages, Fault) else Fault(str(messages))
        yield FieldFault(path, fault)


def told(error: BadMessage) -> Response:
    """The message's faults as problem+json."""
    errors = [
        {"field": at.field, "code": str(at.fault), "title": at.fault.sentence, "facts": at.fault.plain_facts}
        for at in error.fields
    ]
    more = {"errors": errors} if errors else {}
    return problem_response(problem(error.status, str(error.fault), error.fault.sentence, **more))


def _below(path: str, name: object) -> str:
    if name == "_schema":
        return path
    if isinstance(name, int):
        return f"{path}[{name}]"
    return f"{path}.{name}" if path else str(name)


def _listed(fact: object) -> str:
    return ", ".join(str(item) for item in fact) if isinstance(fact, list) else written(fact)
