"""Who may change the policy, and how: one proposes, another adopts and says what it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Actor, Request
from models.policy import Policy, check
from models.policy_edition.commands import Adopt, Establish, PolicyCommand, Propose, Withdraw
from models.policy_edition.events import Adopted, PolicyEvent, Proposed, Reach, Withdrawn
from models.policy_edition.state import PolicyState

PROPOSERS = frozenset(
    {"system", "sec_admin", "org_officer", "org_head", "committee_deputy", "committee_secretary"}
)
# 组织部干事起草，不审批（domain.md §2.1）.
ADOPTERS = PROPOSERS - {"org_officer"}


def decide(state: PolicyState, request: Request[PolicyCommand]) -> Sequence[PolicyEvent]:
    """What happens if the command is allowed; nothing when it would change nothing."""
    match request.command:
        case Establish(policy):
            return _establish(state, request.actor, policy)
        case Propose() as command:
            return _propose(state, request.actor, command)
        case Adopt() as command:
            return _adopt(state, request.actor, command)
        case Withdraw() as command:
            return _withdraw(state, request.actor, command)
    raise TypeError(f"not a command on the policy: {request.command!r}")


def _establish(state: PolicyState, actor: Actor, policy: Policy) -> Sequence[PolicyEvent]:
    if "system" not in actor.roles:
        raise RuleRefusedError("not_system", "制度的初始版本只能由系统建立。")
    if state.last_number:
        return []
    check(policy)
    first = replace(policy, version=1)
    return [
        Proposed(first, "系统默认值"),
        Adopted(1, Reach.NEW_ITEMS_ONLY, "系统默认值"),
    ]


def _propose(state: PolicyState, actor: Actor, command: Propose) -> Sequence[PolicyEvent]:
    if not PROPOSERS & set(actor.roles):
        raise RuleRefusedError(
            "not_policy_proposer", "只有安全管理员、组织部和党委负责人可以提出制度修改。"
        )
    reason = _checked_reason(command.reason)
    check(command.policy)
    policy = replace(command.policy, version=state.last_number + 1)
    standing = state.draft or state.current
    if standing is not None and replace(policy, version=standing.version) == standing:
        return []
    return [Proposed(policy, reason)]


def _adopt(state: PolicyState, actor: Actor, command: Adopt) -> Sequence[PolicyEvent]:
    if not ADOPTERS & set(actor.roles):
        raise RuleRefusedError(
            "not_policy_adopter", "只有安全管理员、组织部部长和党委负责人可以批准制度修改。"
        )
    _check_draft(state, command.version)
    hands = {actor.account, actor.on_behalf_of}
    if state.draft_by in hands:
        raise RuleRefusedError(
            "policy_proposer_adopts", "提出修改的人不能批准自己的修改，请由他人批准。"
        )
    return [Adopted(command.version, command.reach, _checked_reason(command.reason))]


def _withdraw(state: PolicyState, actor: Actor, command: Withdraw) -> Sequence[PolicyEvent]:
    _check_draft(state, command.version)
    if actor.account != state.draft_by and not ADOPTERS & set(actor.roles):
        raise RuleRefusedError("not_policy_proposer", "只有提出人或批准人可以撤回修改。")
    return [Withdrawn(command.version, _checked_reason(command.reason))]


def _check_draft(state: PolicyState, version: int) -> None:
    if state.draft is None:
        raise RuleRefusedError("no_policy_draft", "没有待批准的制度修改，请先用 policy set 提出。")
    # Whoever adopts must have read this very version, not one that replaced it meanwhile.
    if state.draft.version != version:
        raise RuleRefusedError(
            "policy_draft_replaced",
            f"待批准的是第 {state.draft.version} 版，不是第 {version} 版，请重新查看。",
        )


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInputError("reason_missing", "请填写理由。", "reason")
    return reason.strip()
