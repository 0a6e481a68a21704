"""What may happen to a unit (domain.md §2.2): dated, never edited, never a ring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Request
from models.org_unit.commands import (
    Describe,
    Dissolve,
    MergeInto,
    Move,
    OrgUnitCommand,
    OtherUnit,
    Register,
    Rename,
)
from models.org_unit.events import (
    Described,
    Dissolved,
    Merged,
    Moved,
    OrgUnitEvent,
    Registered,
    Renamed,
)
from models.org_unit.kinds import KIND_LABELS, PARENT_KINDS, UnitKind, UnitStanding, tier_under
from models.org_unit.state import OrgUnitState

REGISTRARS = frozenset({"system", "sys_admin", "org_head", "org_officer"})
_CODE_MAX_CHARACTERS = 40
_NAME_MAX_CHARACTERS = 100


def decide(state: OrgUnitState, request: Request[OrgUnitCommand]) -> Sequence[OrgUnitEvent]:
    """What happens if the command is allowed; nothing when it would change nothing."""
    if not REGISTRARS & set(request.actor.roles):
        raise RuleRefusedError(
            "not_registrar", "只有系统管理员、组织部部长或组织部干事可以维护组织机构。"
        )
    match request.command:
        case Register() as command:
            return _register(state, command)
        case Rename() as command:
            return _rename(state, command)
        case Move() as command:
            return _move(state, command)
        case Describe() as command:
            return _describe(state, command)
        case MergeInto() as command:
            return _merge(state, command)
        case Dissolve() as command:
            return _dissolve(state, command)
    raise TypeError(f"not a command on a unit: {request.command!r}")


def _register(state: OrgUnitState, command: Register) -> Sequence[OrgUnitEvent]:
    if state.standing is not UnitStanding.UNREGISTERED:
        raise RuleRefusedError(
            "unit_code_taken", f"编码 {command.code} 已登记为“{state.name}”，撤销后也不能再用。"
        )
    title = _checked_name(command.title)
    _check_members(command.members_count)
    parent = command.parent
    _check_place(_checked_code(command.code), command.kind, parent)
    return [
        Registered(
            code=command.code,
            name=title,
            kind=command.kind,
            parent=parent.code if parent else "",
            tier=tier_under(parent.kind) if parent else None,
            leader_post=command.leader_post,
            location=command.location,
            members_count=command.members_count,
            effective_on=command.effective_on,
        )
    ]


def _rename(state: OrgUnitState, command: Rename) -> Sequence[OrgUnitEvent]:
    _check_change(state, command.effective_on)
    title = _checked_name(command.title)
    return [] if title == state.name else [Renamed(title, command.effective_on)]


def _move(state: OrgUnitState, command: Move) -> Sequence[OrgUnitEvent]:
    _check_change(state, command.effective_on)
    parent = command.parent
    if parent.code == state.parent:
        return []
    _check_place(state.code, state.kind, parent)
    return [Moved(parent.code, tier_under(parent.kind), command.effective_on)]


def _describe(state: OrgUnitState, command: Describe) -> Sequence[OrgUnitEvent]:
    _check_change(state, command.effective_on)
    _check_members(command.members_count)
    wanted = (command.leader_post, command.location, command.members_count)
    if wanted == (state.leader_post, state.location, state.members_count):
        return []
    return [Described(*wanted, effective_on=command.effective_on)]


def _merge(state: OrgUnitState, command: MergeInto) -> Sequence[OrgUnitEvent]:
    _check_end(state, command.effective_on, command.active_below)
    successor = command.successor
    if successor.code == state.code:
        raise InvalidInputError(
            "merged_into_itself", "不能并入自身，请填写并入的组织编码。", "into"
        )
    if not successor.is_active:
        raise RuleRefusedError(
            "successor_not_active", f"组织 {successor.code} 在生效日未设立或已撤销，不能并入。"
        )
    return [Merged(successor.code, command.effective_on)]


def _dissolve(state: OrgUnitState, command: Dissolve) -> Sequence[OrgUnitEvent]:
    _check_end(state, command.effective_on, command.active_below)
    if not command.reason.strip():
        raise InvalidInputError("reason_missing", "请填写撤销原因。", "reason")
    if command.open_items:
        raise RuleRefusedError(
            "unit_has_open_items",
            f"{state.name}还有 {command.open_items} 项整改未办结，请先办理移交再撤销。",
        )
    return [Dissolved(command.reason.strip(), command.effective_on)]


def _check_change(state: OrgUnitState, effective_on: date) -> None:
    if state.standing is UnitStanding.UNREGISTERED:
        raise RuleRefusedError("unit_not_registered", "该组织尚未登记，请先登记。")
    if state.standing is not UnitStanding.ACTIVE:
        raise RuleRefusedError("unit_ended", f"{state.name}已合并或撤销，不能再变更。")
    if effective_on < state.changed_on:
        raise RuleRefusedError(
            "change_before_last",
            f"生效日 {effective_on} 早于上一次变更的生效日 {state.changed_on}，请改为不早于该日。",
        )


def _check_end(state: OrgUnitState, effective_on: date, active_below: Sequence[str]) -> None:
    _check_change(state, effective_on)
    if state.kind is UnitKind.COMMITTEE:
        raise RuleRefusedError("committee_stays", "党委是组织体系的根，不能合并或撤销。")
    if active_below:
        raise RuleRefusedError(
            "unit_has_units_below",
            f"{state.name}下还有组织：{'、'.join(active_below)}，请先调整其隶属关系。",
        )


def _check_place(code: str, kind: UnitKind, parent: OtherUnit | None) -> None:
    label = KIND_LABELS[kind]
    if parent is None:
        if kind is not UnitKind.COMMITTEE:
            raise InvalidInputError("parent_missing", f"{label}必须填写上级编码。", "parent")
        return
    if kind is UnitKind.COMMITTEE:
        raise InvalidInputError("committee_has_parent", "党委没有上级编码，请留空。", "parent")
    if not parent.is_active:
        raise RuleRefusedError(
            "parent_not_active", f"上级组织 {parent.code} 在生效日未设立或已撤销。"
        )
    # The ring is checked before the kinds: its message says more.
    if code == parent.code or code in parent.above:
        raise RuleRefusedError("unit_ring", f"{code} 不能隶属于自身或自己的下级。")
    if parent.kind not in PARENT_KINDS[kind]:
        raise RuleRefusedError(
            "parent_kind_unfit", f"{label}不能设在{KIND_LABELS[parent.kind]} {parent.code} 之下。"
        )


def _checked_code(code: str) -> str:
    # The code becomes part of a stream id, whose parts are separated by slashes.
    fits = 0 < len(code) <= _CODE_MAX_CHARACTERS and code.isprintable()
    if not fits or "/" in code or any(character.isspace() for character in code):
        raise InvalidInputError(
            "unit_code_malformed",
            f"组织编码应为 1～{_CODE_MAX_CHARACTERS} 个字符，不含空格和“/”。",
            "code",
        )
    return code


def _checked_name(title: str) -> str:
    name = title.strip()
    if not 0 < len(name) <= _NAME_MAX_CHARACTERS:
        raise InvalidInputError(
            "unit_name_malformed", f"组织名称应为 1～{_NAME_MAX_CHARACTERS} 个字。", "title"
        )
    return name


def _check_members(count: int | None) -> None:
    if count is not None and count < 0:
        raise InvalidInputError("members_negative", "党员数不能为负数。", "members_count")
