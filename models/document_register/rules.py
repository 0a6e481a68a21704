"""文件编号: one sequence a year, from 1, without holes (domain.md §3.4).

A number is drawn when a document is issued, never before: a draft that is given up leaves no gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.document_register.commands import DocumentRegisterCommand, Draw
from models.document_register.events import DocumentRegisterEvent, Drawn
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Fact, Request
from models.ids import stream_id


@dataclass(frozen=True, slots=True)
class DocumentRegisterState:
    """Stream ids of the year's documents in the order of their numbers."""

    documents: tuple[str, ...] = ()

    def serial_of(self, document: str) -> int | None:
        """Number of a document; None when it has none."""
        if document not in self.documents:
            return None
        return self.documents.index(document) + 1


def register_stream(committee: str, year: int) -> str:
    """Stream id of a year's register."""
    return stream_id(committee, "document_register", str(year))


def decide(
    state: DocumentRegisterState, request: Request[DocumentRegisterCommand]
) -> Sequence[DocumentRegisterEvent]:
    """The next number, or nothing when the document has one already.

    Raises:
        RuleRefusedError: Somebody else than the system asks; numbers follow from an issue.
        InvalidInputError: The document is not named by a stream id.
    """
    command = request.command
    if not isinstance(command, Draw):
        raise TypeError(f"not a command on the register: {command!r}")
    if "system" not in request.actor.roles:
        raise RuleRefusedError(
            "number_by_hand", "发文字号在文件批准印发时由系统编排，不能手工取号。"
        )
    if command.document.count("/") != 2:  # committee, entity, number
        raise InvalidInputError("document_malformed", "请写明取号文件的完整编号。", "document")
    if state.serial_of(command.document) is not None:
        return []
    return [Drawn(command.document, len(state.documents) + 1)]


def evolve(
    state: DocumentRegisterState, fact: Fact[DocumentRegisterEvent]
) -> DocumentRegisterState:
    """The register after one more fact; a refused attempt changes nothing."""
    if isinstance(fact.event, Drawn):
        return replace(state, documents=(*state.documents, fact.event.document))
    return state
