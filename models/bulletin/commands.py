"""Commands on one bulletin. Texts are Chinese free text, without names of persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.bulletin.addressees import AddressedUnit
from models.bulletin.figures import Figures
from models.bulletin.text import Section
from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind, RepeatLevel
from models.facts import AdoptTerms, Command
from models.rendering import RenderedFile


class BulletinCommand(Command):
    """Base of a bulletin's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin(BulletinCommand):
    """起草 (system): the annual plan after a quarter's end, or a bulletin that is corrected.

    Attributes:
        figures: Looked up in the facts by the gatherer `bulletin_figures`.
        corrects: Number of the bulletin that this one corrects; empty for the first.
        correction: 0 for the first bulletin of a quarter, 1 for its first correction.
        reason: Why it is corrected.
    """

    name: ClassVar[str] = "begin"
    committee: str = "dw"
    year: int
    quarter: int
    figures: Figures
    corrects: str = ""
    correction: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EditText(BulletinCommand):
    """修改文稿: one section's text, whole."""

    name: ClassVar[str] = "edit_text"
    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class Submit(BulletinCommand):
    """送审."""

    name: ClassVar[str] = "submit"


@dataclass(frozen=True, slots=True)
class Approve(BulletinCommand):
    """批准印发."""

    name: ClassVar[str] = "approve"
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class ReturnDraft(BulletinCommand):
    """退回修改."""

    name: ClassVar[str] = "return_draft"
    reason: str


@dataclass(frozen=True, slots=True)
class TakeNumber(BulletinCommand):
    """编号印发 (system); the gatherer `document_number` finds every field.

    Attributes:
        year: Year of the number.
        serial: Place in that year's sequence, from 1.
        units: Whom the bulletin is addressed to: direct units that exist now.
    """

    name: ClassVar[str] = "take_number"
    year: int
    serial: int
    units: tuple[AddressedUnit, ...]


@dataclass(frozen=True, slots=True)
class RecordRendering(BulletinCommand):
    """归存文件 (system); the gatherer `bulletin_documents` renders and stores them."""

    name: ClassVar[str] = "record_rendering"
    files: tuple[RenderedFile, ...]


@dataclass(frozen=True, slots=True)
class Acknowledge(BulletinCommand):
    """签收通报. `unit` empty means the actor's own."""

    name: ClassVar[str] = "acknowledge"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RefreshUnits(BulletinCommand):
    """核对单位 (system): `active` are codes of units that exist, from `bulletin_units`."""

    name: ClassVar[str] = "refresh_units"
    active: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correct(BulletinCommand):
    """更正: a new bulletin takes its place; this one stays as it is."""

    name: ClassVar[str] = "correct"
    reason: str


COMMANDS: dict[str, type[Command]] = {
    kind.name: kind
    for kind in (
        Begin,
        EditText,
        Submit,
        Approve,
        ReturnDraft,
        TakeNumber,
        RecordRendering,
        Acknowledge,
        RefreshUnits,
        Correct,
        AcknowledgeEscalation,
        Remind,
        RaiseLevel,
        RepeatLevel,
        AdoptTerms,
    )
}
