"""What is known of one look-back after its facts. Of the population only the sample travels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from models.escalation.countdown import Countdown
from models.ids import stream_id
from models.look_back.candidate import Candidate
from models.look_back.commands import TeamMember
from models.look_back.sampling import Reason
from models.look_back.stage import Stage
from models.look_back.verdict import Verdict
from models.rendering import RenderedFile
from models.terms import TermsVersion


@dataclass(frozen=True, slots=True)
class SampledItem:
    """One item of the sample.

    Attributes:
        candidate: As it stood when the sample was drawn.
        reasons: Why it is in the sample.
        verdict: None while it has none.
        judges: Who gave the last verdict: account, and whom it acted for.
        is_reopened: A verdict of this look-back has reopened it, which stays so.
        dropped_reason: Why it is not looked at any more; empty: it is.
        has_ended: It was dropped because it ended some other way.
    """

    candidate: Candidate
    reasons: tuple[Reason, ...]
    verdict: Verdict | None = None
    note: str = ""
    finding: str = ""
    judges: tuple[str, ...] = ()
    is_reopened: bool = False
    dropped_reason: str = ""
    has_ended: bool = False

    @property
    def is_pending(self) -> bool:
        """True while somebody still has to look at it."""
        return self.verdict is None and not self.dropped_reason


@dataclass(frozen=True, slots=True)
class LookBackState:
    """A look-back as of its last fact.

    Attributes:
        units: Codes of the units that were reviewed in the half-year.
        population_count, rest_count, quota: Candidates, those not looked at in any case, and how
            many of these were drawn as the share.
        items: The sample, in the order of the drawing.
        lead: None before there is a team.
        countdowns: The promise to finish, while it is open.
        rounds: Due days so far; the next one's round is one more.
        level_points: Points taken so far, zero or negative.
        documents: Files of the report.
    """

    state: Stage = Stage.NONE
    committee: str = ""
    number: str = ""
    year: int = 0
    half: int = 0
    seed: str = ""
    sample_percent: int = 0
    whole_from_severity: int = 0
    units: tuple[str, ...] = ()
    population_count: int = 0
    rest_count: int = 0
    quota: int = 0
    items: tuple[SampledItem, ...] = ()
    lead: TeamMember | None = None
    members: tuple[TeamMember, ...] = ()
    requirements: str = ""
    finished_on: date | None = None
    documents: tuple[RenderedFile, ...] = ()
    countdowns: tuple[Countdown, ...] = ()
    rounds: int = 0
    provisional: bool = False
    level_points: int = 0
    terms: TermsVersion = field(default_factory=TermsVersion)

    @property
    def stream(self) -> str:
        """The look-back's own stream id."""
        return stream_id(self.committee, "look_back", self.number)

    @property
    def team(self) -> tuple[TeamMember, ...]:
        """Everyone who may judge, the lead first."""
        return (self.lead, *self.members) if self.lead else ()

    @property
    def pending(self) -> tuple[SampledItem, ...]:
        """Items that still wait for a verdict."""
        return tuple(each for each in self.items if each.is_pending)

    def item(self, number: str) -> SampledItem | None:
        """An item of the sample; None when it is not in it."""
        return next((each for each in self.items if each.candidate.item == number), None)

    def with_item(self, number: str, **changes: Any) -> LookBackState:
        """The state with one item of the sample changed."""
        changed = tuple(
            replace(each, **changes) if each.candidate.item == number else each
            for each in self.items
        )
        return replace(self, items=changed)
