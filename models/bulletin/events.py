"""Events of one bulletin. Dates are civil dates in Asia/Shanghai; accounts are opaque ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from models.bulletin.addressees import AddressedUnit
from models.bulletin.figures import Figures
from models.bulletin.promise import Promise
from models.bulletin.stage import BulletinStage
from models.bulletin.text import Section
from models.escalation import events as escalation
from models.facts import Event
from models.rendering import RenderedFile
from models.terms import TermsVersion


class BulletinEvent(Event):
    """Base of a bulletin's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun(BulletinEvent):
    """已起草: the figures are frozen.

    Attributes:
        figures_hash: SHA-256 (hex) over `figures`, see `models.bulletin.figures.figures_hash`.
        sections: First text by section.
        corrects, correction, reason: As in the command `Begin`.
        letterhead, signature, document_code, longest_characters: Form, as the policy had it.
        promise: To issue it.
    """

    type: ClassVar[str] = "bulletin.begun"
    committee: str
    number: str
    year: int
    quarter: int
    figures: Figures
    figures_hash: str
    sections: dict[Section, str]
    corrects: str = ""
    correction: int = 0
    reason: str = ""
    letterhead: str
    signature: str
    document_code: str
    longest_characters: int
    promise: Promise
    terms: TermsVersion = field(default_factory=TermsVersion)
    state: BulletinStage = BulletinStage.DRAFTED


@dataclass(frozen=True, slots=True)
class TextEdited(BulletinEvent):
    """文稿已修改; whoever did it approves nothing."""

    type: ClassVar[str] = "bulletin.text_edited"
    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class Submitted(BulletinEvent):
    """已送审. `characters`: length of title and body."""

    type: ClassVar[str] = "bulletin.submitted"
    characters: int
    state: BulletinStage = BulletinStage.SUBMITTED


@dataclass(frozen=True, slots=True)
class DraftReturned(BulletinEvent):
    """已退回修改."""

    type: ClassVar[str] = "bulletin.draft_returned"
    reason: str
    state: BulletinStage = BulletinStage.DRAFTED


@dataclass(frozen=True, slots=True)
class Approved(BulletinEvent):
    """已批准印发; the number follows."""

    type: ClassVar[str] = "bulletin.approved"
    opinion: str
    state: BulletinStage = BulletinStage.APPROVED


@dataclass(frozen=True, slots=True)
class Issued(BulletinEvent):
    """已印发.

    Attributes:
        document_number: 发文字号, `示例矿组通〔2026〕2号`.
        units: Whom it is addressed to.
        promise: That they acknowledge; None when nobody is addressed.
    """

    type: ClassVar[str] = "bulletin.issued"
    document_number: str
    issued_on: date
    units: tuple[AddressedUnit, ...]
    promise: Promise | None
    state: BulletinStage = BulletinStage.ISSUED


@dataclass(frozen=True, slots=True)
class RenderingRecorded(BulletinEvent):
    """文件已归存; made once and never again."""

    type: ClassVar[str] = "bulletin.rendering_recorded"
    files: tuple[RenderedFile, ...]


@dataclass(frozen=True, slots=True)
class Acknowledged(BulletinEvent):
    """单位已签收. `silent_count`: units that have not yet."""

    type: ClassVar[str] = "bulletin.acknowledged"
    unit: str
    silent_count: int


@dataclass(frozen=True, slots=True)
class UnitsDropped(BulletinEvent):
    """单位已不存在: nobody is left there to acknowledge. `units` are codes."""

    type: ClassVar[str] = "bulletin.units_dropped"
    units: tuple[str, ...]
    silent_count: int


@dataclass(frozen=True, slots=True)
class Closed(BulletinEvent):
    """全部签收."""

    type: ClassVar[str] = "bulletin.closed"
    state: BulletinStage = BulletinStage.CLOSED


@dataclass(frozen=True, slots=True)
class Corrected(BulletinEvent):
    """已更正: `correction` is the number of the bulletin that corrects this one."""

    type: ClassVar[str] = "bulletin.corrected"
    correction: str
    reason: str


class Reminded(escalation.Reminded, BulletinEvent):
    """已提醒 before the due day."""

    type: ClassVar[str] = "bulletin.reminded"
    __slots__ = ()


class RemindersLapsed(escalation.RemindersLapsed, BulletinEvent):
    """提醒已过时."""

    type: ClassVar[str] = "bulletin.reminders_lapsed"
    __slots__ = ()


class LevelRaised(escalation.LevelRaised, BulletinEvent):
    """督办等级已升."""

    type: ClassVar[str] = "bulletin.level_raised"
    __slots__ = ()


class LevelRepeated(escalation.LevelRepeated, BulletinEvent):
    """再次督办."""

    type: ClassVar[str] = "bulletin.level_repeated"
    __slots__ = ()


class EscalationAcknowledged(escalation.EscalationAcknowledged, BulletinEvent):
    """督办已回复."""

    type: ClassVar[str] = "bulletin.escalation_acknowledged"
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TermsAdopted(BulletinEvent):
    """改用新版制度或日历. `promise`: only when a due day moved or is no longer provisional."""

    type: ClassVar[str] = "bulletin.terms_adopted"
    terms: TermsVersion
    reason: str
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class AttemptRefused(BulletinEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "bulletin.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[BulletinEvent]] = {
    kind.type: kind
    for kind in (
        Begun,
        TextEdited,
        Submitted,
        DraftReturned,
        Approved,
        Issued,
        RenderingRecorded,
        Acknowledged,
        UnitsDropped,
        Closed,
        Corrected,
        Reminded,
        RemindersLapsed,
        LevelRaised,
        LevelRepeated,
        EscalationAcknowledged,
        TermsAdopted,
        AttemptRefused,
    )
}
