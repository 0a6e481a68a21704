"""What is known of one common issue after its facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from models.common_issue.campaign import Answer, AskedUnit
from models.common_issue.stage import Stage
from models.escalation.countdown import Countdown
from models.ids import stream_id
from models.terms import TermsVersion


@dataclass(frozen=True, slots=True)
class CommonIssueState:
    """A common issue as of its last fact.

    Attributes:
        units: Codes of the units in which it was found first; they answer like all others.
        asked: Units that have to answer, in the register's order.
        answers: Those that have, or that ended.
        countdowns: The promise of the units that are silent, while there are some.
        rounds: Due days so far; the next one's round is one more.
        level_points: Points taken so far, zero or negative.
    """

    state: Stage = Stage.NONE
    committee: str = ""
    number: str = ""
    period: str = ""
    problem_code: str = ""
    units: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    problem: str = ""
    goal: str = ""
    asked: tuple[AskedUnit, ...] = ()
    asked_on: date | None = None
    answers: tuple[Answer, ...] = ()
    countdowns: tuple[Countdown, ...] = ()
    rounds: int = 0
    provisional: bool = False
    level_points: int = 0
    terms: TermsVersion = field(default_factory=TermsVersion)

    @property
    def stream(self) -> str:
        """The common issue's own stream id."""
        return stream_id(self.committee, "common_issue", self.number)

    @property
    def silent(self) -> tuple[AskedUnit, ...]:
        """Units that have not answered yet; after the due day they are the overdue ones."""
        answered = {each.unit for each in self.answers}
        return tuple(each for each in self.asked if each.code not in answered)

    @property
    def found_count(self) -> int:
        """Units that answered 有."""
        return sum(each.is_found is True for each in self.answers)
