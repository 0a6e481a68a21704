"""When a year cannot be covered: by how much, who is missed, and the four ways out.

Nothing is ever capped silently (domain.md §2.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from models.annual_plan.planner import Draft, Problem, candidates, is_coverable
from models.annual_plan.records import UnitRecord
from models.annual_plan.stage import Scope

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Shortage:
    """The arithmetic of a year that does not fit.

    Attributes:
        units: Units that the department has to review.
        months: Months that are left.
        month_max: Reviews a month takes at most, all teams together.
        capacity: Months times maximum.
        missed: Units that no arrangement could place, delegated ones included.
        needed_max: Smallest maximum under which everyone fits; None when none would do.
        delegable: Units that their general branches could review instead.
    """

    units: int
    months: int
    month_max: int
    capacity: int
    missed: tuple[UnitRecord, ...]
    needed_max: int | None
    delegable: int

    @property
    def short(self) -> int:
        """How many units are missed."""
        return len(self.missed)


def shortage_of(problem: Problem, draft: Draft) -> Shortage:
    """What stands in the way of a draft that misses units."""
    own = [unit for unit in problem.units if problem.is_departments(unit)]
    return Shortage(
        units=len(own),
        months=len(problem.months),
        month_max=problem.month_max,
        capacity=len(problem.months) * problem.month_max,
        missed=draft.missed,
        needed_max=_needed_max(problem, own),
        delegable=sum(not unit.is_direct for unit in own),
    )


def explain(shortage: Shortage, problem: Problem) -> str:
    """The refusal: the sum, the units, and what can be done."""
    return (
        f"不能全覆盖：组织部须复盘{shortage.units}个单位，余{shortage.months}个月、"
        f"每月至多{shortage.month_max}个，最多{shortage.capacity}个；"
        f"缺{shortage.short}个：{named(shortage.missed)}。"
        f"可选办法：{'；'.join(options(shortage, problem))}。"
    )


def options(shortage: Shortage, problem: Problem) -> tuple[str, ...]:
    """The four ways of domain.md §2.3, with this year's numbers."""
    own = shortage.units - shortage.delegable
    delegation = (
        f"一、委托总支复盘所属支部{shortage.delegable}个，组织部复盘直属{own}个（推荐）"
        if problem.scope is Scope.ALL
        else "一、委托总支复盘所属支部（已采用，可核对单位的复盘层级）"
    )
    limit = shortage.needed_max
    if limit is None:
        blocked = "二、受避开月份、存续时间或同一总支每月一个的限制，仅提高每月上限不能解决"
        return (delegation, blocked, *_further(shortage))
    teams = -(-limit // max(1, problem.month_max))
    return (
        delegation,
        f"二、将每月上限提高到{limit}个",
        f"三、由{teams}倍的复盘组并行开展",
        f"四、至少{shortage.short}个单位与相近单位联合复盘，各有各的问题清单",
    )


def named(units: Iterable[UnitRecord]) -> str:
    """Names of the first of them."""
    labels = [unit.label for unit in units]
    more = f"等{len(labels)}个单位" if len(labels) > _MOST_NAMED else ""
    return "、".join(labels[:_MOST_NAMED]) + more


def _further(shortage: Shortage) -> tuple[str, str]:
    return (
        "三、增加并行的复盘组（受同样限制）",
        f"四、将受限的{shortage.short}个单位与相近单位联合复盘，各有各的问题清单",
    )


def _needed_max(problem: Problem, own: Sequence[UnitRecord]) -> int | None:
    """Found by doubling, then halving: who fits under a maximum fits under every higher one."""
    visits = len(candidates(problem, own))
    low = max(problem.month_max, -(-visits // max(1, len(problem.months))) - 1)
    step, high = 1, low + 1
    while not is_coverable(replace(problem, month_max=high)):
        if high >= visits:
            return None
        low, high, step = high, min(high + step, visits), step * 2
    while low + 1 < high:
        middle = (low + high) // 2
        if is_coverable(replace(problem, month_max=middle)):
            high = middle
        else:
            low = middle
    return high
