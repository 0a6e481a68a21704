"""What a review records: forms, moves, indicators, strengths and weaknesses (domain.md §2.4).

Minutes are for fewer eyes than the ledger: the five moves and the findings may be read by the
team, the department and the unit itself, the ledger's lines by more. Who may read what is decided
in `web/access`; nothing here depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.rectification.belonging import Belonging
from models.rectification.content import LOWEST_SEVERITY, Category, Measure


class ReviewKind(StrEnum):
    """Why a review takes place."""

    PLANNED = "planned"
    AD_HOC = "ad_hoc"
    ACCIDENT = "accident"
    REPEAT = "repeat"


class ReviewTier(StrEnum):
    """Who reviews: the committee's department, or by delegation the unit's general branch."""

    DIRECT = "direct"
    SUB = "sub"


class VisitForm(StrEnum):
    """Forms of a visit. The first three count for completeness (`policy.review.min_forms`)."""

    DISCUSSION = "discussion"
    INQUIRY = "inquiry"
    INSPECTION = "inspection"
    STUDY = "study"
    EXHIBITION = "exhibition"


COUNTED_FORMS = (VisitForm.DISCUSSION, VisitForm.INQUIRY, VisitForm.INSPECTION)


class Move(StrEnum):
    """The five moves in their order (S0; domain.md §2.4)."""

    GOALS = "goals"
    EXPERIENCE = "experience"
    RESULTS = "results"
    CAUSES = "causes"
    PATTERNS = "patterns"


class Indicator(StrEnum):
    """三零三增: three that must be zero, three that must grow (domain.md §4.4)."""

    SAFETY_ACCIDENTS = "safety_accidents"
    ENVIRONMENT_EVENTS = "environment_events"
    INTEGRITY_VIOLATIONS = "integrity_violations"
    COST_SAVING_10K_YUAN = "cost_saving_10k_yuan"
    REFORM_TASKS_DONE_PERCENT = "reform_tasks_done_percent"
    LIVELIHOOD_ITEMS_DONE = "livelihood_items_done"


ZERO_INDICATORS = (
    Indicator.SAFETY_ACCIDENTS,
    Indicator.ENVIRONMENT_EVENTS,
    Indicator.INTEGRITY_VIOLATIONS,
)


class Standing(StrEnum):
    """What an indicator's figures say."""

    MET = "met"
    UNMET = "unmet"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody in the team.

    Attributes:
        account: Account id.
        post: Post title, as documents show it.
        belonging: Where the account belongs, by the roster; filled in by whoever takes commands
            from people, for the separation of duties rests on it.
    """

    account: str
    post: str = ""
    belonging: Belonging = field(default_factory=Belonging)


@dataclass(frozen=True, slots=True)
class Figures:
    """Target and actual of one indicator, as written down.

    Attributes:
        indicator: Which one; its unit stands in its name.
        actual: None when the indicator does not apply to the unit.
        target: None for a zero indicator, whose target is 0, and in imported history.
    """

    indicator: Indicator
    actual: float | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """Figures with what they say; `standing` is None where no target was handed down."""

    indicator: Indicator
    actual: float | None
    target: float | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class MoveText:
    """What was said in one of the five moves."""

    move: Move
    text: str


@dataclass(frozen=True, slots=True)
class SpotTest:
    """抽考: how many were asked, how many passed."""

    count: int
    passed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """An item to be, issued together with the feedback.

    Attributes:
        goal, measures, category, owner, owner_post, liaison_post, verifier, verifier_unit,
            verifier_post, verifier_role, checks, assessment, funds, contingency,
            owner_belonging, verifier_belonging: As in the command `issue` of an item.
        owner_unit: Code of the responsible unit: the reviewed one when empty, or one of its
            branches where a general branch is reviewed.
        term_workdays: Working days from the feedback on; None means the category's term.
        due_on: A given due day instead of a term; None for none.
    """

    goal: str
    category: Category
    owner: str
    owner_post: str
    measures: tuple[Measure, ...] = ()
    owner_unit: str = ""
    term_workdays: int | None = None
    due_on: date | None = None
    liaison_post: str = ""
    verifier: str = ""
    verifier_unit: str = ""
    verifier_post: str = ""
    verifier_role: str = "verifier"
    checks: str = ""
    assessment: str = ""
    funds: str = ""
    contingency: str = ""
    owner_belonging: Belonging = field(default_factory=Belonging)
    verifier_belonging: Belonging = field(default_factory=Belonging)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """优点.

    Attributes:
        text: What is done well.
        cause: Why it works.
        is_example: True proposes it as 典型.
    """

    text: str
    cause: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakness:
    """不足: what is wrong, why, and what follows.

    Attributes:
        problem: 问题表现.
        cause: 原因分析.
        recommendation: 意见建议.
        problem_code: Groups equal problems of several units for 举一反三; empty means `work_axis`.
        party_plus, work_axis, cause_kind: Ids of the glossary, or empty.
        severity: From 1 (一般) to 4 (特别严重).
        items: What is to be rectified.
        no_item_reason: Why nothing is, for example 当场整改; needed without items.
    """

    problem: str
    cause: str = ""
    recommendation: str = ""
    problem_code: str = ""
    party_plus: str = ""
    work_axis: str = ""
    cause_kind: str = ""
    severity: int = LOWEST_SEVERITY
    items: tuple[ItemDraft, ...] = ()
    no_item_reason: str = ""

    @property
    def code(self) -> str:
        """What the problem is grouped by; empty when nothing is known."""
        return self.problem_code or self.work_axis


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, a strength or a weakness. `no` counts both, from 1, and is never used again."""

    no: int
    strength: Strength | None = None
    weakness: Weakness | None = None


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """An item that came of a review: its number, and the finding that it came of."""

    number: str
    finding: int
