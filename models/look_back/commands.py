"""Commands on one look-back. Texts are Chinese free text, without names of persons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind, RepeatLevel
from models.facts import AdoptTerms, Command
from models.look_back.candidate import Candidate
from models.look_back.verdict import Verdict
from models.rectification.belonging import Belonging
from models.rendering import RenderedFile


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One of the team.

    Attributes:
        account: Account id.
        post: Post title, as documents show it.
        belonging: Where the account belongs, by the roster; filled in by whoever takes commands
            from people, for the separation of duties rests on it.
    """

    account: str
    post: str = ""
    belonging: Belonging = field(default_factory=Belonging)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin(Command):
    """启动: the half-year is over and the sample is drawn (the annual plan's clock).

    Attributes:
        year: Year of the half that is looked back on.
        half: 1 or 2.
        committee: First part of the stream id.
        population: Every item that may be looked at, gathered as of the end of the half-year.
        units: Codes of the units that were reviewed in the half-year.
        seed: Random text, drawn by the gatherer; from it the sample follows.
    """

    name: ClassVar[str] = "begin"
    year: int
    half: int
    committee: str = "dw"
    population: tuple[Candidate, ...] = ()
    units: tuple[str, ...] = ()
    seed: str = ""


@dataclass(frozen=True, slots=True)
class AppointTeam(Command):
    """组建回头看组, or change it. The lead belongs to it without being named twice."""

    name: ClassVar[str] = "appoint_team"
    lead: TeamMember
    members: tuple[TeamMember, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge(Command):
    """核查认定 of one item; given again, it corrects the verdict.

    Attributes:
        item: 问题编号.
        verdict: 巩固、基本巩固、反弹、虚假整改.
        note: What was looked at; for 基本巩固 the measure that makes it hold (补强措施).
        finding: What was found to have come back; needed when the item is to be reopened.
        due_on: Due day of the item that follows; None means its category's term.
        correction_reason: Needed when the item has a verdict already.
    """

    name: ClassVar[str] = "judge"
    item: str
    verdict: Verdict
    note: str = ""
    finding: str = ""
    due_on: date | None = None
    correction_reason: str = ""


@dataclass(frozen=True, slots=True)
class DropItem(Command):
    """不再核查: the item ended some other way, or cannot be looked at; with the reason."""

    name: ClassVar[str] = "drop_item"
    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finish(Command):
    """完成核查: every item of the sample has its verdict.

    Attributes:
        requirements: 下步要求 for the report; empty takes the usual ones.
    """

    name: ClassVar[str] = "finish"
    requirements: str = ""


@dataclass(frozen=True, slots=True)
class RecordReport(Command):
    """登记报告: the files that were made of the report (the system)."""

    name: ClassVar[str] = "record_report"
    documents: tuple[RenderedFile, ...] = ()


COMMANDS: dict[str, type[Command]] = {
    kind.name: kind
    for kind in (
        Begin,
        AppointTeam,
        Judge,
        DropItem,
        Finish,
        RecordReport,
        AcknowledgeEscalation,
        Remind,
        RaiseLevel,
        RepeatLevel,
        AdoptTerms,
    )
}
