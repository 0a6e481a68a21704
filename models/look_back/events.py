"""Events of one look-back. Values are absolute; dates are civil dates in Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from models.escalation import events as escalation
from models.escalation.countdown import Countdown
from models.facts import Event
from models.look_back.candidate import Candidate
from models.look_back.commands import TeamMember
from models.look_back.sampling import Drawn
from models.look_back.stage import Stage
from models.look_back.verdict import Verdict
from models.rendering import RenderedFile
from models.terms import TermsVersion


class LookBackEvent(Event):
    """Base of a look-back's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled(LookBackEvent):
    """已抽样: everything that is needed to draw the sample again stands here.

    Attributes:
        number, year, half, committee, population, units, seed: As in the command `Begin`.
        sample: What was drawn, in the order of the drawing.
        sample_percent, whole_from_severity: Terms of the drawing.
        countdown: The promise to finish.
        provisional: True when that rests on a year without an announced calendar.
        terms: Policy and calendar that the look-back lives under.
    """

    type: ClassVar[str] = "look_back.sampled"
    number: str
    year: int
    half: int
    committee: str
    population: tuple[Candidate, ...]
    units: tuple[str, ...]
    seed: str
    sample: tuple[Drawn, ...]
    sample_percent: int
    whole_from_severity: int
    countdown: Countdown
    provisional: bool = False
    terms: TermsVersion = field(default_factory=TermsVersion)
    state: Stage = Stage.SAMPLED


@dataclass(frozen=True, slots=True)
class TeamAppointed(LookBackEvent):
    """回头看组已组建."""

    type: ClassVar[str] = "look_back.team_appointed"
    lead: TeamMember
    members: tuple[TeamMember, ...]
    state: Stage = Stage.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class Judged(LookBackEvent):
    """已认定.

    Attributes:
        item, verdict, note, finding, due_on, correction_reason: As in the command `Judge`.
        former: Verdict that is corrected; None for the first one.
    """

    type: ClassVar[str] = "look_back.judged"
    item: str
    verdict: Verdict
    note: str
    finding: str
    due_on: date | None
    former: Verdict | None = None
    correction_reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemDropped(LookBackEvent):
    """不再核查. `has_ended`: the item itself says that it ended meanwhile."""

    type: ClassVar[str] = "look_back.item_dropped"
    item: str
    reason: str
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Finished(LookBackEvent):
    """核查完毕."""

    type: ClassVar[str] = "look_back.finished"
    finished_on: date
    requirements: str
    state: Stage = Stage.FINISHED


@dataclass(frozen=True, slots=True)
class ReportRecorded(LookBackEvent):
    """报告已登记: hashes of the files."""

    type: ClassVar[str] = "look_back.report_recorded"
    documents: tuple[RenderedFile, ...]
    state: Stage = Stage.REPORTED


class Reminded(escalation.Reminded, LookBackEvent):
    """已提醒 before the due day."""

    type: ClassVar[str] = "look_back.reminded"
    __slots__ = ()


class RemindersLapsed(escalation.RemindersLapsed, LookBackEvent):
    """提醒已过时."""

    type: ClassVar[str] = "look_back.reminders_lapsed"
    __slots__ = ()


class LevelRaised(escalation.LevelRaised, LookBackEvent):
    """督办等级已升."""

    type: ClassVar[str] = "look_back.level_raised"
    __slots__ = ()


class LevelRepeated(escalation.LevelRepeated, LookBackEvent):
    """再次督办 at the last rung."""

    type: ClassVar[str] = "look_back.level_repeated"
    __slots__ = ()


class EscalationAcknowledged(escalation.EscalationAcknowledged, LookBackEvent):
    """督办已回复."""

    type: ClassVar[str] = "look_back.escalation_acknowledged"
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TermsAdopted(LookBackEvent):
    """改用新版制度或日历. The sample stays as it was drawn.

    Attributes:
        countdown: The new promise when the due day rested on an unannounced year and moved.
        former_due_on: The due day before, when it moved; else None.
    """

    type: ClassVar[str] = "look_back.terms_adopted"
    terms: TermsVersion
    reason: str
    provisional: bool
    countdown: Countdown | None = None
    former_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AttemptRefused(LookBackEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "look_back.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[LookBackEvent]] = {
    kind.type: kind
    for kind in (
        Sampled,
        TeamAppointed,
        Judged,
        ItemDropped,
        Finished,
        ReportRecorded,
        Reminded,
        RemindersLapsed,
        LevelRaised,
        LevelRepeated,
        EscalationAcknowledged,
        TermsAdopted,
        AttemptRefused,
    )
}
