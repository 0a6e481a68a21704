"""How people behave in a simulation: shares and habits, none of them a rule of the source.

Every number is an assumption of ours that a department replaces by its own experience.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta

from models.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody or something is away.

    Attributes:
        from_on: First day.
        days: Civil days.
        role: Role whose holders do nothing then; empty: the service itself stands still.
    """

    from_on: date
    days: int
    role: str = ""

    def covers(self, day: date) -> bool:
        """True on each of its days."""
        return self.from_on <= day < self.back_on

    @property
    def back_on(self) -> date:
        """First day after it."""
        return self.from_on + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Assumptions about people. Percents are chances of a single act.

    Attributes:
        unit_late_percent: A unit signs, plans, confirms or acknowledges after its term.
        department_late_percent: The department approves, visits, answers or issues after its term.
        verifier_late_percent: A verifier judges after the term.
        rectify_late_percent: A closure is asked for after the due day.
        late_workdays: How late on average, in working days beyond the term.
        weak_unit_percent: Share of units that are late `weak_factor` times as often.
        weak_factor: See there.
        plan_returned_percent: A plan of measures is sent back.
        closure_rejected_percent: A closure is sent back by its verifier.
        extension_percent: An extension is asked for, in time.
        extension_granted_percent: It is granted.
        postponed_percent: A review is put off to the next month.
        objection_percent: A unit objects to a draft.
        weaknesses_min, weaknesses_max: Weaknesses that a review finds.
        common_problem_percent: A weakness is one that other units have, too.
        no_item_percent: A weakness is put right on the spot and becomes no item.
        immediate_percent, long_term_percent: Categories of items; the rest are fixed-term.
        severe_percent: An item of severity 3, which needs a second signer.
        found_percent: A unit finds a common issue with itself, too.
        rebound_percent: A look-back finds that a problem has come back.
        false_closure_percent: A look-back finds that it was never put right.
        away: Absences and downtime.
    """

    unit_late_percent: int = 15
    department_late_percent: int = 5
    verifier_late_percent: int = 10
    rectify_late_percent: int = 20
    late_workdays: float = 4.0
    weak_unit_percent: int = 10
    weak_factor: int = 2
    plan_returned_percent: int = 10
    closure_rejected_percent: int = 15
    extension_percent: int = 10
    extension_granted_percent: int = 70
    postponed_percent: int = 3
    objection_percent: int = 5
    weaknesses_min: int = 2
    weaknesses_max: int = 5
    common_problem_percent: int = 30
    no_item_percent: int = 15
    immediate_percent: int = 40
    long_term_percent: int = 5
    severe_percent: int = 10
    found_percent: int = 10
    rebound_percent: int = 5
    false_closure_percent: int = 1
    away: tuple[Away, ...] = ()

    def is_away(self, role: str, day: date) -> bool:
        """True when holders of a role do nothing on a day."""
        return any(each.role == role and each.covers(day) for each in self.away)

    def is_down(self, day: date) -> bool:
        """True when the service stands still on a day."""
        return self.is_away("", day)


def check(behaviour: Behaviour) -> None:
    """Refuse assumptions that mean nothing.

    Raises:
        InvalidInputError: Names the value.
    """
    for one in fields(behaviour):
        value = getattr(behaviour, one.name)
        if one.name.endswith("_percent") and not 0 <= value <= 100:
            raise _fault(one.name, f"应在 0 到 100 之间，现为 {value}")
    if not 0 <= behaviour.weaknesses_min <= behaviour.weaknesses_max <= 20:
        raise _fault("weaknesses_max", "每次复盘的不足应为 0 到 20 项，且上限不小于下限")
    if not 0 < behaviour.late_workdays <= 60:
        raise _fault("late_workdays", "平均迟延应大于 0 且不超过 60 个工作日")
    if not 1 <= behaviour.weak_factor <= 10:
        raise _fault("weak_factor", "薄弱单位的倍数应在 1 到 10 之间")
    if behaviour.immediate_percent + behaviour.long_term_percent > 100:
        raise _fault("long_term_percent", "立行立改与长期坚持的比例之和不能超过 100")
    if any(each.days < 1 for each in behaviour.away):
        raise _fault("away", "停机或缺勤的天数至少为 1")


def _fault(name: str, what: str) -> InvalidInputError:
    return InvalidInputError("behaviour_senseless", f"行为参数 {name}：{what}。", name)
