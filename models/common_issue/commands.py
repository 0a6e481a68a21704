"""Commands on one common issue. Texts are Chinese free text, without names of persons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from models.common_issue.campaign import AskedUnit
from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind, RepeatLevel
from models.facts import AdoptTerms, Command
from models.rectification.belonging import Belonging
from models.rectification.content import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose(Command):
    """提出共性问题 (the annual plan, from issued feedback).

    Attributes:
        committee: First part of the stream id.
        period: `2026-Q2` or `2026-H1`.
        problem_code: What the problem is; with the period it is the number.
        units: Codes of the units in which it was found.
        findings: Numbers of the findings.
    """

    name: ClassVar[str] = "propose"
    committee: str = "dw"
    period: str
    problem_code: str
    units: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept(Command):
    """认定共性问题: every active unit shall look whether it has the problem too.

    Attributes:
        problem: What to look for; items of units that have it begin with these words.
        goal: 整改目标 of those items.
    """

    name: ClassVar[str] = "accept"
    problem: str
    goal: str


@dataclass(frozen=True, slots=True)
class Dismiss(Command):
    """不作共性问题, with the reason."""

    name: ClassVar[str] = "dismiss"
    reason: str


@dataclass(frozen=True, slots=True)
class AskUnits(Command):
    """下发自查通知 (the system): `units` are those that exist, from the gatherer."""

    name: ClassVar[str] = "ask_units"
    units: tuple[AskedUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply(Command):
    """答复自查: 有 or 无; 有 opens an item of the unit in the same step.

    Attributes:
        found: True: the unit has the problem too.
        note: What was looked at; with 有 how the problem shows itself.
        unit: Code of the unit that answers; empty means the one in whose post one acts.
        owner: Account of the item's 责任人; empty means whoever answers.
        owner_post: Its post title.
        owner_belonging: Where the owner belongs, by the roster.
        category: Of the item, whose term follows from it.
    """

    name: ClassVar[str] = "reply"
    found: bool
    note: str
    unit: str = ""
    owner: str = ""
    owner_post: str = ""
    owner_belonging: Belonging = field(default_factory=Belonging)
    category: Category = Category.FIXED_TERM


@dataclass(frozen=True, slots=True)
class RefreshUnits(Command):
    """核对单位 (the system): units that are no more need not answer."""

    name: ClassVar[str] = "refresh_units"
    units: tuple[AskedUnit, ...] = ()


COMMANDS: dict[str, type[Command]] = {
    kind.name: kind
    for kind in (
        Propose,
        Accept,
        Dismiss,
        AskUnits,
        Reply,
        RefreshUnits,
        AcknowledgeEscalation,
        Remind,
        RaiseLevel,
        RepeatLevel,
        AdoptTerms,
    )
}
