"""有 or 无: each unit answers for itself, and the campaign closes with the last of them."""

from __future__ import annotations

from collections.abc import Sequence

from models.account.roles import ROLE_LABELS, Role
from models.common_issue.campaign import AskedUnit
from models.common_issue.commands import RefreshUnits, Reply
from models.common_issue.events import Closed, CommonIssueEvent, Replied, UnitsDropped
from models.common_issue.machine import MACHINE
from models.common_issue.state import CommonIssueState
from models.errors import RuleRefusedError
from models.facts import Actor, Request
from models.inputs import LONGEST_WORD, check_length, checked_text
from models.rectification.separation import check_owner_belongs
from models.terms import Terms


def reply(
    state: CommonIssueState, request: Request[Reply], terms: Terms
) -> Sequence[CommonIssueEvent]:
    """By the unit's own secretary, or whoever acts for that secretary; once."""
    command, actor = request.command, request.actor
    code = command.unit.strip() or actor.unit
    unit = next((each for each in state.asked if each.code == code), None)
    if unit is None:
        raise RuleRefusedError("not_asked", f"本次自查没有要求单位“{code}”答复。")
    if not (unit.secretary_role in actor.roles and actor.unit == unit.code):
        raise MACHINE.not_entitled(command.name)
    if unit not in state.silent:
        raise RuleRefusedError("replied_already", f"{unit.name}已经答复，不能重复答复。")
    left = len(state.silent) - 1
    answer = (
        _found(state, unit, request, left) if command.found else _not_found(command, unit, left)
    )
    return [answer, *_closed(left, state.found_count + command.found)]


def refresh_units(
    state: CommonIssueState, request: Request[RefreshUnits], terms: Terms
) -> Sequence[CommonIssueEvent]:
    """Silent units that exist no more drop out; answers that were given stay."""
    active = {each.code for each in request.command.units}
    gone = tuple(each.code for each in state.silent if each.code not in active)
    if not gone:
        return []
    left = len(state.silent) - len(gone)
    return [UnitsDropped(gone, left), *_closed(left, state.found_count)]


def _not_found(command: Reply, unit: AskedUnit, left: int) -> Replied:
    return Replied(unit.code, False, checked_text(command.note, "note", "自查情况"), left)


def _found(state: CommonIssueState, unit: AskedUnit, request: Request[Reply], left: int) -> Replied:
    """Everything that the item will be asked for is checked here: it must not be lost there."""
    command = request.command
    owner, post = _owner(command, unit, request.actor)
    return Replied(
        unit=unit.code,
        found=True,
        note=checked_text(command.note, "note", "问题表现"),
        silent_count=left,
        item=f"{state.number}-{unit.code}",
        owner=owner,
        owner_post=post,
        category=command.category,
    )


def _owner(command: Reply, unit: AskedUnit, actor: Actor) -> tuple[str, str]:
    """The owner who is named; else the secretary, also when somebody acts for that secretary."""
    if not command.owner:
        return actor.on_behalf_of or actor.account, ROLE_LABELS[Role(unit.secretary_role)]
    check_length(command.owner, "owner", "整改责任人账号", LONGEST_WORD)
    check_owner_belongs(unit.code, command.owner_belonging)
    post = checked_text(command.owner_post, "owner_post", "整改责任人职务")
    check_length(post, "owner_post", "整改责任人职务", LONGEST_WORD)
    return command.owner, post


def _closed(left: int, found_count: int) -> list[CommonIssueEvent]:
    return [] if left else [Closed(found_count)]
