"""What an organization may decide for itself: terms, ladder, points, quiet hours.

The sources name no day counts, colours or points (domain.md §1.6 G2): every number here is our
default, marked as such wherever it is shown, and an organization edits it as a new version.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import time
from enum import StrEnum

from models.account.roles import Role
from models.errors import InvalidInputError


class Level(StrEnum):
    """Supervision levels in rising order (domain.md §3.2): 蓝、黄、橙、红、提级."""

    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    RAISE = "raise"

    @property
    def rank(self) -> int:
        """0 for blue up to 4 for raise."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of a ladder.

    Attributes:
        level: Level that is raised.
        offset_workdays: Working days after the due day D; negative before it.
        roles: Who is told, all of them (each rung names the lower ones again).
        points: Points taken from the unit, zero or negative.
        action: What follows, in Chinese, for the notice.
    """

    level: Level
    offset_workdays: int
    roles: tuple[str, ...]
    points: int = 0
    action: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs by offset, and the interval at which the last one is repeated until it is done.

    Attributes:
        rungs: Sorted by `offset_workdays`.
        repeat_every_workdays: An overdue subject is never silent (peers.md §5.2); at least 1.
    """

    rungs: tuple[Rung, ...]
    repeat_every_workdays: int = 5


@dataclass(frozen=True, slots=True)
class StepTerms:
    """Working days that each step may take (domain.md §2.6, §2.10)."""

    accept_workdays: int = 2
    plan_workdays: int = 5
    approve_plan_workdays: int = 3
    verify_workdays: int = 5
    answer_extension_workdays: int = 2


@dataclass(frozen=True, slots=True)
class CategoryTerms:
    """Working days to rectify (domain.md §3.2): 立行立改 and 限期整改 with its maximum."""

    immediate_workdays: int = 5
    fixed_term_workdays: int = 30
    fixed_term_max_workdays: int = 90


@dataclass(frozen=True, slots=True)
class ExtensionTerms:
    """Limits of an extension (domain.md §2.6): how often, how early, how long."""

    max_count: int = 1
    min_notice_workdays: int = 3
    max_share_percent: int = 50


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """When people are told. Wall-clock times are Asia/Shanghai.

    Attributes:
        fire_at: Time of day at which a level is raised.
        spread_seconds: Clocks of one instant are spread over this many seconds.
        digest_at: Time of the daily digest.
        quiet_from: Start of the quiet hours, inclusive.
        quiet_until: End of the quiet hours, exclusive.
        late_after_seconds: A clock that fires later than this is marked late.
    """

    fire_at: time = time(9, 0)
    spread_seconds: int = 600
    digest_at: time = time(9, 30)
    quiet_from: time = time(20, 0)
    quiet_until: time = time(8, 0)
    late_after_seconds: int = 900


@dataclass(frozen=True, slots=True)
class ObservationTerms:
    """Days of observation after closure, and clean half-years before a long-term item may end."""

    observation_days: int = 90
    long_term_clean_half_years: int = 2


NEVER = "never"


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """How a year is planned (domain.md §2.3).

    Attributes:
        month_min: Reviews that a month should have at least, where there are units enough.
        month_max: Reviews that a month may have at most (S0: 每月1至2家).
        light_months: Months whose working days count only in part, for look-back and year end.
        light_month_percent: That part.
        min_active_days: A unit that exists for fewer days of the year is not in scope.
        new_until_month: A unit that begins in a later month comes first in the next year.
        alarm_from_month: From the first of this month on a forecast gap alarms.
        confirm_month_workdays: A month's plan is confirmed by this working day of it.
    """

    month_min: int = 1
    month_max: int = 2
    light_months: tuple[str, ...] = ("1", "7", "12")
    light_month_percent: int = 50
    min_active_days: int = 90
    new_until_month: int = 9
    alarm_from_month: int = 10
    confirm_month_workdays: int = 5


@dataclass(frozen=True, slots=True)
class ReviewTerms:
    """Terms of a monthly review (domain.md §2.4, §2.10).

    Attributes:
        notice_workdays: A unit is told at least so long before the visit, unless unannounced.
        min_forms: Forms of visit that a complete review needs.
        feedback_workdays: From the visit to the issued feedback.
        confirm_workdays: From the draft to the unit's confirmation or objection.
    """

    notice_workdays: int = 3
    min_forms: int = 2
    feedback_workdays: int = 3
    confirm_workdays: int = 2


@dataclass(frozen=True, slots=True)
class CommonIssueTerms:
    """When a problem is common, and how long units may look at themselves (domain.md §2.6).

    Attributes:
        units_in_quarter: Units with the same problem in a quarter that make it common.
        units_in_half: The same in a half-year.
        reply_workdays: From the notice to a unit's answer.
    """

    units_in_quarter: int = 2
    units_in_half: int = 3
    reply_workdays: int = 10


@dataclass(frozen=True, slots=True)
class BulletinTerms:
    """Terms and form of a quarterly bulletin (domain.md §2.7, §2.10, §3.4).

    Attributes:
        issue_workdays: From the end of the quarter to the issue.
        acknowledge_workdays: From the issue to a unit's acknowledgement.
        names_units_from: Level from which overdue units are named; `NEVER` names none.
        longest_characters: Above it the draft is marked as too long.
        document_code: 发文机关代字.
        letterhead: 发文机关标志.
        signature: 发文机关署名.
    """

    issue_workdays: int = 10
    acknowledge_workdays: int = 5
    names_units_from: str = Level.RED.value  # or NEVER
    longest_characters: int = 4000
    document_code: str = "示例矿组通"
    letterhead: str = "中共示例矿委员会组织部文件"
    signature: str = "中共示例矿委员会组织部"


@dataclass(frozen=True, slots=True)
class LookBackTerms:
    """How a half-year is looked back on (domain.md §2.8).

    Attributes:
        start_workdays: From the end of the half-year to the drawing of the sample.
        finish_months: Months after the half-year within which it is finished.
        sample_percent: Share of the items that are not looked at anyway.
        whole_from_severity: Items of this severity or higher are all looked at.
    """

    start_workdays: int = 1
    finish_months: int = 1
    sample_percent: int = 30
    whole_from_severity: int = 3


_UNIT = ("owner", "branch_secretary")
_YELLOW = (*_UNIT, "gb_secretary", "org_officer")
_ORANGE = (*_YELLOW, "org_head", "liaison_cadre")
_RED = (*_ORANGE, "committee_deputy")
_RAISE = (*_RED, "committee_secretary", "auditor")

ITEM_LADDER = Ladder(
    (
        Rung(Level.BLUE, -5, _UNIT, 0, "到期提醒"),
        Rung(Level.BLUE, -2, _UNIT, 0, "到期提醒"),
        Rung(Level.YELLOW, 1, _YELLOW, -1, "催办单，2个工作日内回复"),
        Rung(Level.ORANGE, 5, _ORANGE, -2, "督办单，明确最后期限并说明原因"),
        Rung(Level.RED, 10, _RED, -4, "点名通报，提请约谈"),
        Rung(Level.RAISE, 20, _RAISE, 0, "提请党委会研究，取消评先资格，提出问责建议"),
    )
)


def _step_ladder(owner: tuple[str, ...], first: str, second: str) -> Ladder:
    """First and second escalation of a step clock (domain.md §2.10)."""
    return Ladder(
        (
            Rung(Level.YELLOW, 1, (*owner, first), 0, "催办"),
            Rung(Level.ORANGE, 3, (*owner, first, second), 0, "督办"),
        )
    )


STEP_LADDERS: dict[str, Ladder] = {
    "accept": _step_ladder(("branch_secretary",), "gb_secretary", "org_head"),
    "plan": _step_ladder(("owner", "branch_secretary"), "gb_secretary", "org_head"),
    "approve_plan": _step_ladder(("org_officer",), "org_head", "committee_deputy"),
    "verify": _step_ladder(("verifier",), "org_head", "auditor"),
    "answer_extension": _step_ladder(("committee_deputy",), "org_head", "committee_secretary"),
    "checkpoint": _step_ladder(("owner", "verifier"), "org_officer", "org_head"),
    "confirm_month": _step_ladder(("org_officer",), "org_head", "committee_deputy"),
    "coverage": _step_ladder(("org_head",), "committee_deputy", "committee_secretary"),
    "hold_review": _step_ladder(("review_lead",), "org_head", "committee_deputy"),
    "confirm_feedback": _step_ladder(("branch_secretary",), "gb_secretary", "org_head"),
    "issue_feedback": _step_ladder(("review_lead",), "org_head", "committee_deputy"),
    "reply_common_issue": _step_ladder(("branch_secretary",), "gb_secretary", "org_head"),
    "issue_bulletin": _step_ladder(("org_officer",), "org_head", "committee_secretary"),
    "acknowledge_bulletin": _step_ladder(("branch_secretary",), "gb_secretary", "org_head"),
    "finish_look_back": _step_ladder(("review_lead",), "org_head", "committee_deputy"),
}
DEFAULT_LADDERS: dict[str, Ladder] = {"item": ITEM_LADDER, **STEP_LADDERS}


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of everything that an organization decides for itself.

    Attributes:
        version: From 1; 0 is the built-in default that no one has confirmed.
        ladders: Ladder by clock subject: `item` and the steps of domain.md §2.10.
        second_signer_from_severity: Closing at or above this severity needs a second signer.
    """

    version: int = 0
    steps: StepTerms = field(default_factory=StepTerms)
    categories: CategoryTerms = field(default_factory=CategoryTerms)
    extension: ExtensionTerms = field(default_factory=ExtensionTerms)
    notices: NoticeTerms = field(default_factory=NoticeTerms)
    observation: ObservationTerms = field(default_factory=ObservationTerms)
    annual_plan: PlanTerms = field(default_factory=PlanTerms)
    review: ReviewTerms = field(default_factory=ReviewTerms)
    common_issue: CommonIssueTerms = field(default_factory=CommonIssueTerms)
    bulletin: BulletinTerms = field(default_factory=BulletinTerms)
    look_back: LookBackTerms = field(default_factory=LookBackTerms)
    ladders: dict[str, Ladder] = field(default_factory=lambda: dict(DEFAULT_LADDERS))
    second_signer_from_severity: int = 3

    def __post_init__(self) -> None:
        """A policy that was written before a subject existed has that subject's default ladder."""
        object.__setattr__(self, "ladders", {**DEFAULT_LADDERS, **self.ladders})


_MONTHS = frozenset(str(month) for month in range(1, 13))
_MOST_UNITS = 1000
_MOST_WORKDAYS = 1000  # about four years; more is a slip of the pen


def check(policy: Policy) -> None:
    """Refuse a policy under which an overdue item could fall silent or never begin.

    Raises:
        InvalidInputError: Names the first value at fault by its path, `item.yellow.points`.
    """
    for part in ("steps", "categories", "extension", "observation"):
        terms = getattr(policy, part)
        for one in fields(terms):
            _check_at_least(f"{part}.{one.name}", getattr(terms, one.name), 0)
    for one in fields(StepTerms):
        _check_at_least(f"steps.{one.name}", getattr(policy.steps, one.name), 1)
    _check_categories(policy.categories)
    _check_notices(policy.notices)
    _check_at_least("second_signer_from_severity", policy.second_signer_from_severity, 1)
    _check_year(policy)
    for subject, ladder in policy.ladders.items():
        if subject not in DEFAULT_LADDERS:
            raise _fault(subject, f"没有名为“{subject}”的督办对象")
        _check_ladder(subject, ladder)


def _check_categories(terms: CategoryTerms) -> None:
    _check_at_least("categories.immediate_workdays", terms.immediate_workdays, 1)
    _check_at_least("categories.fixed_term_workdays", terms.fixed_term_workdays, 1)
    if terms.fixed_term_max_workdays < terms.fixed_term_workdays:
        raise _fault("categories.fixed_term_max_workdays", "最长期限不能短于一般期限")


def _check_year(policy: Policy) -> None:
    """Refuse terms under which a step of the year could never be done or never be due."""
    plan = policy.annual_plan
    _check_between("annual_plan.month_min", plan.month_min, 0, plan.month_max)
    _check_between("annual_plan.month_max", plan.month_max, 1, _MOST_UNITS)
    _check_months("annual_plan.light_months", plan.light_months)
    _check_between("annual_plan.light_month_percent", plan.light_month_percent, 1, 100)
    _check_between("annual_plan.min_active_days", plan.min_active_days, 1, 366)
    _check_between("annual_plan.new_until_month", plan.new_until_month, 1, 12)
    _check_between("annual_plan.alarm_from_month", plan.alarm_from_month, 1, 10)
    _check_between("annual_plan.confirm_month_workdays", plan.confirm_month_workdays, 1, 10)
    _check_between("review.notice_workdays", policy.review.notice_workdays, 0, 20)
    _check_between("review.min_forms", policy.review.min_forms, 1, 3)
    _check_between("review.feedback_workdays", policy.review.feedback_workdays, 1, 60)
    _check_between("review.confirm_workdays", policy.review.confirm_workdays, 1, 60)
    _check_between("common_issue.units_in_quarter", policy.common_issue.units_in_quarter, 2, 999)
    _check_between("common_issue.units_in_half", policy.common_issue.units_in_half, 2, 999)
    _check_between("common_issue.reply_workdays", policy.common_issue.reply_workdays, 1, 60)
    _check_bulletins(policy.bulletin)
    _check_between("look_back.start_workdays", policy.look_back.start_workdays, 1, 20)
    _check_between("look_back.finish_months", policy.look_back.finish_months, 1, 3)
    _check_between("look_back.sample_percent", policy.look_back.sample_percent, 1, 100)
    _check_at_least("look_back.whole_from_severity", policy.look_back.whole_from_severity, 1)


def _check_bulletins(terms: BulletinTerms) -> None:
    _check_between("bulletin.issue_workdays", terms.issue_workdays, 1, 60)
    _check_between("bulletin.acknowledge_workdays", terms.acknowledge_workdays, 1, 60)
    _check_at_least("bulletin.longest_characters", terms.longest_characters, 1)
    if terms.names_units_from not in {NEVER, *Level}:
        raise _fault("bulletin.names_units_from", f"只能是 {NEVER} 或督办等级")
    for name in ("document_code", "letterhead", "signature"):
        if not getattr(terms, name).strip():
            raise _fault(f"bulletin.{name}", "不能为空")


def _check_months(path: str, months: tuple[str, ...]) -> None:
    if unknown := [month for month in months if month not in _MONTHS]:
        raise _fault(path, f"没有“{unknown[0]}”月，月份写作 1 至 12")


def _check_between(path: str, value: int, least: int, most: int) -> None:
    _check_at_least(path, value, least)
    if value > most:
        raise _fault(path, f"不能大于 {most}，现为 {value}")


def _check_notices(terms: NoticeTerms) -> None:
    _check_at_least("notices.spread_seconds", terms.spread_seconds, 0)
    _check_at_least("notices.late_after_seconds", terms.late_after_seconds, terms.spread_seconds)


def _check_ladder(subject: str, ladder: Ladder) -> None:
    _check_at_least(f"{subject}.repeat_every_workdays", ladder.repeat_every_workdays, 1)
    offsets = [rung.offset_workdays for rung in ladder.rungs]
    if not any(offset > 0 for offset in offsets):
        raise _fault(subject, "逾期之后至少要有一级督办")
    if offsets != sorted(set(offsets)):
        raise _fault(subject, "各级督办的工作日须由早到晚且互不相同")
    # Each level once after the due day: subject, round and level are the key of what is raised.
    ranks = [rung.level.rank for rung in ladder.rungs if rung.offset_workdays > 0]
    if ranks != sorted(set(ranks)):
        raise _fault(subject, "逾期之后的督办等级须由低到高，每级只出现一次")
    for rung in ladder.rungs:
        _check_rung(f"{subject}.{rung.level.value}", rung)


def _check_rung(path: str, rung: Rung) -> None:
    if abs(rung.offset_workdays) > _MOST_WORKDAYS:
        raise _fault(f"{path}.offset_workdays", f"不能超过 {_MOST_WORKDAYS} 个工作日")
    if (rung.level is Level.BLUE) != (rung.offset_workdays <= 0):
        raise _fault(f"{path}.offset_workdays", "到期当日及之前只能是蓝色提醒，逾期之后不能是蓝色")
    if not rung.roles:
        raise _fault(f"{path}.roles", "每级督办至少要有一个通知对象")
    if unknown := [role for role in rung.roles if role not in set(Role)]:
        raise _fault(f"{path}.roles", f"没有名为“{unknown[0]}”的岗位")
    if rung.points > 0:
        raise _fault(f"{path}.points", "扣分只能是零或负数")


def _check_at_least(path: str, value: int, least: int) -> None:
    if value < least:
        raise _fault(path, f"不能小于 {least}，现为 {value}")


def _fault(path: str, what: str) -> InvalidInputError:
    return InvalidInputError("policy_senseless", f"督办规则 {path}：{what}。", path)
