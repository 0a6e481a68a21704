"""Values that make no sense by themselves, refused before any rule is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from models.annual_plan.commands import Propose
from models.annual_plan.months import MONTHS
from models.annual_plan.records import Carried, Joint, UnitRecord
from models.annual_plan.stage import Scope
from models.annual_plan.state import AnnualPlanState
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Actor
from models.inputs import LONGEST_WORD, check_length, checked_text

_FIRST_YEAR, _LAST_YEAR = 2000, 2999
_MOST_REVIEWS = 1000
_MOST_TEAMS = 100


def check_year(year: int) -> None:
    """Refuse what is no year."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InvalidInputError("year_unknown", f"年度须为四位数字，不能是{year}。", "year")


def check_month(month: int, field: str = "month") -> None:
    """Refuse what is no month."""
    if month not in MONTHS:
        raise InvalidInputError("month_unknown", f"月份须为1至12，不能是{month}。", field)


def check_by_register(
    actor: Actor, units: Collection[UnitRecord] | None, carried: Collection[Carried] = ()
) -> None:
    """Refuse units that somebody typed: they come from the register, by gathering."""
    if (units or carried) and "system" not in actor.roles:
        raise RuleRefusedError(
            "units_by_hand", "单位信息取自单位名册，不能手工填写，请只填年度后提交。"
        )


def check_proposal(state: AnnualPlanState, command: Propose) -> None:
    """Refuse settings that no plan could follow."""
    check_length(command.seed, "seed", "随机种子", LONGEST_WORD)
    if command.month_max is not None:
        _check_between(command.month_max, 1, _MOST_REVIEWS, "month_max", "每月上限")
    _check_between(command.teams, 1, _MOST_TEAMS, "teams", "复盘组数")
    for blackout in command.blackouts:
        _check_known(state, blackout.unit, "blackouts")
        for month in blackout.months:
            check_month(month, "blackouts")
    _check_joint(state, command.joint, command.scope)
    if command.partial_reason:
        checked_text(command.partial_reason, "partial_reason", "未全覆盖的理由")


def _check_between(value: int, least: int, most: int, field: str, label: str) -> None:
    if not least <= value <= most:
        raise InvalidInputError(
            "number_senseless", f"{label}须为{least}至{most}，不能是{value}。", field
        )


def _check_known(state: AnnualPlanState, code: str, field: str) -> UnitRecord:
    unit = state.unit(code)
    if unit is None:
        raise InvalidInputError("unit_unknown", f"本年度名册中没有单位“{code}”。", field)
    return unit


def _check_joint(state: AnnualPlanState, joint: Sequence[Joint], scope: Scope) -> None:
    """Sisters have the same reviewers: of one general branch, or each standing for itself."""
    seen: set[str] = set()
    for each in joint:
        units = [_check_known(state, code, "joint") for code in each.units]
        if not _are_sisters(units, scope):
            raise InvalidInputError(
                "joint_not_sisters", "联合复盘的单位须属于同一党总支，或均为直属单位。", "joint"
            )
        if len(set(each.units)) != len(each.units) or seen & set(each.units):
            raise InvalidInputError("joint_twice", "同一单位只能列入一组联合复盘。", "joint")
        seen |= set(each.units)


def _are_sisters(units: Sequence[UnitRecord], scope: Scope) -> bool:
    is_alike = scope is Scope.ALL or len({unit.is_direct for unit in units}) <= 1
    is_apart = scope is Scope.DIRECT and all(unit.is_direct for unit in units)
    return is_alike and (is_apart or len({unit.group for unit in units}) <= 1)
