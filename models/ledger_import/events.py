"""Events about ledgers that were not taken. Neither names of files nor contents of rows occur."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.facts import Event


class LedgerImportEvent(Event):
    """Base of the events about imports."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Refused(LedgerImportEvent):
    """Nothing of the file was written, because `refused_count` of its rows were refused."""

    type: ClassVar[str] = "ledger_import.refused"
    sha256: str
    row_count: int
    refused_count: int


@dataclass(frozen=True, slots=True)
class AttemptRefused(LedgerImportEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "ledger_import.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[LedgerImportEvent]] = {kind.type: kind for kind in (Refused, AttemptRefused)}
