"""What is known of one review after its facts. It travels in workflow payloads: texts are bounded.

`rules` refuses to record more than `MOST_CHARACTERS` in one review.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from models.escalation.countdown import Countdown, Subject
from models.ids import stream_id
from models.review.content import (
    COUNTED_FORMS,
    ZERO_INDICATORS,
    Finding,
    Indicator,
    IndicatorResult,
    Move,
    MoveText,
    ReviewKind,
    ReviewTier,
    SpotTest,
    Strength,
    TeamMember,
    TrackedItem,
    VisitForm,
    Weakness,
)
from models.review.stage import ReviewStage
from models.terms import TermsVersion


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A review as of its last fact.

    Attributes:
        lead: None until a team is appointed.
        kin: Units of the reviewed unit's general branch, as of the team's appointment.
        visit_on: Day of the visit that was told; None before.
        held_on: Day of the last visit; None before.
        moves: Those recorded so far, in their order.
        findings: Without the withdrawn ones; `findings_recorded` counts all of them.
        authors: Accounts that recorded anything, and whom they acted for.
        objection: The unit's reason while its objection waits for an answer, else empty.
        is_objection_rejected: True when the present draft stands in spite of an objection.
        items: Everything that came of it; `open_items` are the numbers that are waited for.
        countdowns: What is promised now, at most one of each subject.
        steps_begun: Countdowns so far; the next one's round is one more.
        provisional: Subjects whose due day rests on a year without an announced calendar.
        level_points: Points taken so far, zero or negative.
    """

    state: ReviewStage = ReviewStage.NONE
    committee: str = ""
    number: str = ""
    unit: str = ""
    unit_name: str = ""
    parent_unit: str = ""
    secretary_role: str = "branch_secretary"
    tier: ReviewTier = ReviewTier.DIRECT
    kind: ReviewKind = ReviewKind.PLANNED
    month: str = ""
    plan: str = ""
    is_imported: bool = False
    lead: TeamMember | None = None
    members: tuple[TeamMember, ...] = ()
    kin: tuple[str, ...] = ()
    visit_on: date | None = None
    is_unannounced: bool = False
    held_on: date | None = None
    forms: tuple[VisitForm, ...] = ()
    moves: tuple[MoveText, ...] = ()
    indicators: tuple[IndicatorResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    findings_recorded: int = 0
    spot_test: SpotTest | None = None
    authors: tuple[str, ...] = ()
    draft_no: int = 0
    drafted_on: date | None = None
    objection: str = ""
    is_objection_rejected: bool = False
    feedback_on: date | None = None
    items: tuple[TrackedItem, ...] = ()
    open_items: tuple[str, ...] = ()
    closed_on: date | None = None
    countdowns: tuple[Countdown, ...] = ()
    steps_begun: int = 0
    provisional: tuple[Subject, ...] = ()
    level_points: int = 0
    terms: TermsVersion = field(default_factory=TermsVersion)

    @property
    def stream(self) -> str:
        """The review's own stream id."""
        return self.stream_of("review", self.number)

    def stream_of(self, entity: str, number: str) -> str:
        """Stream id of another entity of the same committee."""
        return stream_id(self.committee, entity, number)

    @property
    def is_unit_told(self) -> bool:
        """True when the unit has been told of the visit that is to come."""
        return self.visit_on is not None and not self.is_unannounced

    @property
    def plan_number(self) -> str:
        """Number of the annual plan that counts the review: that of its month's year."""
        return self.plan or self.month[:4]

    @property
    def team(self) -> tuple[TeamMember, ...]:
        """Lead and members; empty until they are appointed."""
        return (self.lead, *self.members) if self.lead else ()

    @property
    def team_accounts(self) -> tuple[str, ...]:
        """Accounts of the team."""
        return tuple(each.account for each in self.team)

    @property
    def counted_forms(self) -> int:
        """Forms that count for completeness."""
        return len(set(self.forms) & set(COUNTED_FORMS))

    @property
    def missing_moves(self) -> tuple[Move, ...]:
        """Moves that are not recorded yet, in their order."""
        recorded = {each.move for each in self.moves}
        return tuple(move for move in Move if move not in recorded)

    @property
    def red_dots(self) -> tuple[Indicator, ...]:
        """Indicators that should be zero and are not."""
        return red_dots(self.indicators)

    @property
    def strengths(self) -> tuple[Strength, ...]:
        """What is done well, in the order of the findings."""
        return tuple(each.strength for each in self.findings if each.strength)

    @property
    def weaknesses(self) -> tuple[Weakness, ...]:
        """What is wrong, in the order of the findings."""
        return tuple(each.weakness for each in self.findings if each.weakness)

    def finding(self, no: int) -> Finding | None:
        """The finding with a number; None when there is none, or it was withdrawn."""
        return next((each for each in self.findings if each.no == no), None)

    def countdown(self, subject: Subject) -> Countdown | None:
        """The subject's countdown; None when nothing of the kind is promised."""
        return next((each for each in self.countdowns if each.subject is subject), None)

    def with_countdown(self, new: Countdown, provisional: bool) -> ReviewState:
        """The state with a countdown begun; it takes the place of its subject's former one."""
        kept = self.without(new.subject)
        return replace(
            kept,
            countdowns=(*kept.countdowns, new),
            steps_begun=max(self.steps_begun, new.round),
            provisional=(*kept.provisional, new.subject) if provisional else kept.provisional,
        )

    def without(self, *subjects: Subject) -> ReviewState:
        """The state with countdowns ended."""
        return replace(
            self,
            countdowns=tuple(each for each in self.countdowns if each.subject not in subjects),
            provisional=tuple(each for each in self.provisional if each not in subjects),
        )

    def with_authors(self, *accounts: str) -> ReviewState:
        """The state in which these accounts have recorded something."""
        return replace(self, authors=tuple(dict.fromkeys((*self.authors, *accounts))))


def red_dots(indicators: Iterable[IndicatorResult]) -> tuple[Indicator, ...]:
    """Indicators that should be zero and are not."""
    return tuple(
        each.indicator for each in indicators if each.indicator in ZERO_INDICATORS and each.actual
    )
