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
}


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
    ladders: dict[str, Ladder] = field(
        default_factory=lambda: {"item": ITEM_LADDER, **STEP_LADDERS}
    )
    second_signer_from_severity: int = 3


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
    for subject in {"item", *STEP_LADDERS}:
        if subject not in policy.ladders:
            raise _fault(subject, f"缺少“{subject}”的督办阶梯")
    for subject, ladder in policy.ladders.items():
        if subject not in {"item", *STEP_LADDERS}:
            raise _fault(subject, f"没有名为“{subject}”的督办对象")
        _check_ladder(subject, ladder)


def _check_categories(terms: CategoryTerms) -> None:
    _check_at_least("categories.immediate_workdays", terms.immediate_workdays, 1)
    _check_at_least("categories.fixed_term_workdays", terms.fixed_term_workdays, 1)
    if terms.fixed_term_max_workdays < terms.fixed_term_workdays:
        raise _fault("categories.fixed_term_max_workdays", "最长期限不能短于一般期限")


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
