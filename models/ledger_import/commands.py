"""The command that records a ledger which was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.facts import Command


@dataclass(frozen=True, slots=True)
class RecordRefusal(Command):
    """Record that a ledger was to be written and was not, because rows were refused.

    Attributes:
        sha256: Hash of the file, hex. Its name may hold a person's and stays out.
        row_count: Rows of data in it.
        refused_count: Those that were refused.
    """

    name: ClassVar[str] = "record_refusal"
    sha256: str
    row_count: int
    refused_count: int


COMMANDS: dict[str, type[RecordRefusal]] = {RecordRefusal.name: RecordRefusal}
