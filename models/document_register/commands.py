"""Commands on the register of one year's document numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.facts import Command


class DocumentRegisterCommand(Command):
    """Base of the register's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Draw(DocumentRegisterCommand):
    """取号: the next number for a document.

    Attributes:
        document: Stream id of the document; the same one never gets a second number.
    """

    name: ClassVar[str] = "draw"
    document: str


COMMANDS: dict[str, type[DocumentRegisterCommand]] = {Draw.name: Draw}
