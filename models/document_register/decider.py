"""Decider of the document numbers; its streams are `{committee}/document_register/{year}`."""

from __future__ import annotations

from models.clockless import ClocklessDecider
from models.document_register.commands import COMMANDS, DocumentRegisterCommand
from models.document_register.events import EVENTS, AttemptRefused, DocumentRegisterEvent
from models.document_register.rules import DocumentRegisterState, decide, evolve

DOCUMENT_REGISTER: ClocklessDecider[
    DocumentRegisterState, DocumentRegisterCommand, DocumentRegisterEvent
] = ClocklessDecider(
    entity="document_register",
    commands=COMMANDS,
    events=EVENTS,
    state_type=DocumentRegisterState,
    rules=decide,
    fold=evolve,
    refused=AttemptRefused,
    ended=lambda state: False,
)
