"""Events of one common issue. Values are absolute; dates are civil dates in Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from models.common_issue.campaign import AskedUnit
from models.common_issue.stage import Stage
from models.escalation import events as escalation
from models.escalation.countdown import Countdown
from models.facts import Event
from models.rectification.content import Category
from models.terms import TermsVersion


class CommonIssueEvent(Event):
    """Base of a common issue's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(CommonIssueEvent):
    """已提出; fields as in the command `Propose`."""

    type: ClassVar[str] = "common_issue.proposed"
    number: str
    committee: str
    period: str
    problem_code: str
    units: tuple[str, ...]
    findings: tuple[str, ...]
    terms: TermsVersion = field(default_factory=TermsVersion)
    state: Stage = Stage.PROPOSED


@dataclass(frozen=True, slots=True)
class Accepted(CommonIssueEvent):
    """已认定."""

    type: ClassVar[str] = "common_issue.accepted"
    problem: str
    goal: str
    state: Stage = Stage.ACCEPTED


@dataclass(frozen=True, slots=True)
class Dismissed(CommonIssueEvent):
    """不作共性问题."""

    type: ClassVar[str] = "common_issue.dismissed"
    reason: str
    state: Stage = Stage.DISMISSED


@dataclass(frozen=True, slots=True)
class UnitsAsked(CommonIssueEvent):
    """自查通知已下发.

    Attributes:
        asked: Every unit that has to answer.
        asked_on: Day of the notice.
        countdown: The promise of all of them; one for the campaign.
        provisional: True when it rests on a year without an announced calendar.
    """

    type: ClassVar[str] = "common_issue.units_asked"
    asked: tuple[AskedUnit, ...]
    asked_on: date
    countdown: Countdown
    provisional: bool
    state: Stage = Stage.REPLYING


@dataclass(frozen=True, slots=True)
class Replied(CommonIssueEvent):
    """一个单位已答复.

    Attributes:
        unit, found, note, owner, owner_post, category: As in the command `Reply`.
        item: Number of the item that begins; empty when the unit has not found the problem.
        silent_count: Units that have not answered yet.
    """

    type: ClassVar[str] = "common_issue.replied"
    unit: str
    found: bool
    note: str
    silent_count: int
    item: str = ""
    owner: str = ""
    owner_post: str = ""
    category: Category = Category.FIXED_TERM


@dataclass(frozen=True, slots=True)
class UnitsDropped(CommonIssueEvent):
    """撤销单位免于答复: they ended before they answered."""

    type: ClassVar[str] = "common_issue.units_dropped"
    units: tuple[str, ...]
    silent_count: int


@dataclass(frozen=True, slots=True)
class Closed(CommonIssueEvent):
    """已全部答复. `found_count`: units that have the problem."""

    type: ClassVar[str] = "common_issue.closed"
    found_count: int
    state: Stage = Stage.CLOSED


class Reminded(escalation.Reminded, CommonIssueEvent):
    """已提醒 before the due day."""

    type: ClassVar[str] = "common_issue.reminded"
    __slots__ = ()


class RemindersLapsed(escalation.RemindersLapsed, CommonIssueEvent):
    """提醒已过时."""

    type: ClassVar[str] = "common_issue.reminders_lapsed"
    __slots__ = ()


class LevelRaised(escalation.LevelRaised, CommonIssueEvent):
    """督办等级已升."""

    type: ClassVar[str] = "common_issue.level_raised"
    __slots__ = ()


class LevelRepeated(escalation.LevelRepeated, CommonIssueEvent):
    """再次督办 at the last rung."""

    type: ClassVar[str] = "common_issue.level_repeated"
    __slots__ = ()


class EscalationAcknowledged(escalation.EscalationAcknowledged, CommonIssueEvent):
    """督办已回复."""

    type: ClassVar[str] = "common_issue.escalation_acknowledged"
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TermsAdopted(CommonIssueEvent):
    """改用新版制度或日历.

    Attributes:
        countdown: The new promise when the due day rested on an unannounced year and moved.
        former_due_on: The due day before, when it moved; else None.
    """

    type: ClassVar[str] = "common_issue.terms_adopted"
    terms: TermsVersion
    reason: str
    provisional: bool
    countdown: Countdown | None = None
    former_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AttemptRefused(CommonIssueEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "common_issue.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[CommonIssueEvent]] = {
    kind.type: kind
    for kind in (
        Proposed,
        Accepted,
        Dismissed,
        UnitsAsked,
        Replied,
        UnitsDropped,
        Closed,
        Reminded,
        RemindersLapsed,
        LevelRaised,
        LevelRepeated,
        EscalationAcknowledged,
        TermsAdopted,
        AttemptRefused,
    )
}
