"""What may happen to an account (domain.md §2.1, §3.8): least privilege, duties kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from models.account.commands import (
    AccountCommand,
    ChangePassword,
    Close,
    Delegate,
    EndDelegation,
    GrantPost,
    Lock,
    Open,
    RevokePost,
    Unlock,
)
from models.account.events import (
    AccountEvent,
    Closed,
    Delegated,
    DelegationEnded,
    Locked,
    Opened,
    PasswordChanged,
    PostGranted,
    PostRevoked,
    Unlocked,
)
from models.account.roles import DUTY_LABELS, ROLE_LABELS, Duty, Role, duty_of
from models.account.state import AccountStanding, AccountState
from models.calendar import on_shanghai
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Actor, Request

ACCOUNT_MANAGERS = frozenset({"system", "sys_admin"})


def decide(state: AccountState, request: Request[AccountCommand]) -> Sequence[AccountEvent]:
    """What happens if the command is allowed; nothing when it would change nothing."""
    match request.command:
        case ChangePassword(is_generated):
            _check_own_or_manager(state, request.actor)
            return [PasswordChanged(is_generated)]
        case Delegate() as command:
            return _delegate(state, request.actor, command)
        case EndDelegation() as command:
            return _end_delegation(state, request.actor, command)
    return _manage(state, request)


def _manage(state: AccountState, request: Request[AccountCommand]) -> Sequence[AccountEvent]:
    _check_manager(state, request.actor)
    match request.command:
        case Open() as command:
            return _open(state, command)
        case GrantPost() as command:
            return _grant(state, command)
        case RevokePost() as command:
            return _revoke(state, command)
        case Lock() as command:
            return _lock(state, command)
        case Unlock():
            _check_open(state)
            return [Unlocked()] if state.is_locked else []
        case Close() as command:
            return _close(state, command, on_shanghai(request.at))
    raise TypeError(f"not a command on an account: {request.command!r}")


def _open(state: AccountState, command: Open) -> Sequence[AccountEvent]:
    if state.standing is not AccountStanding.NONE:
        raise RuleRefusedError("account_exists", "该账号已经开立。")
    if not command.account or not command.unit:
        raise InvalidInputError("account_incomplete", "开立账号须有账号编号和所属组织。", "unit")
    return [Opened(command.account, command.unit)]


def _grant(state: AccountState, command: GrantPost) -> Sequence[AccountEvent]:
    _check_open(state)
    _check_span(command.from_on, command.until_on)
    for post in state.posts:
        is_same = (post.role, post.unit) == (command.role, command.unit)
        if is_same and post.meets(command.from_on, command.until_on):
            raise RuleRefusedError(
                "post_held_already", f"该账号在此期间已任{ROLE_LABELS[command.role]}。"
            )
    # Posts that never overlap in time may follow one another: people change jobs.
    held = [post.role for post in state.posts if post.meets(command.from_on, command.until_on)]
    check_duties_apart([command.role], held)
    return [PostGranted(command.role, command.unit, command.from_on, command.until_on)]


def _revoke(state: AccountState, command: RevokePost) -> Sequence[AccountEvent]:
    _check_open(state)
    for post in state.posts:
        is_same = (post.role, post.unit) == (command.role, command.unit)
        if is_same and (post.until_on is None or command.until_on < post.until_on):
            return [PostRevoked(command.role, command.unit, command.until_on)]
    raise RuleRefusedError(
        "post_not_held", f"该账号未任{ROLE_LABELS[command.role]}，或该日之前已经免去。"
    )


def _delegate(state: AccountState, actor: Actor, command: Delegate) -> Sequence[AccountEvent]:
    _check_own_or_manager(state, actor)
    _check_span(command.from_on, command.until_on)
    if command.to == state.account:
        raise InvalidInputError("delegated_to_itself", "不能委托给本人，请选择其他账号。", "to")
    for given in state.delegations:
        if given.to == command.to and given.meets(command.from_on, command.until_on):
            raise RuleRefusedError("delegated_already", "此期间已经委托该账号，不必重复委托。")
    own = [post.role for post in state.posts if post.meets(command.from_on, command.until_on)]
    if not own:
        raise RuleRefusedError("nothing_to_delegate", "该账号在此期间没有岗位，无可委托。")
    # Otherwise an auditor could act as the head of the department for a week.
    check_duties_apart(own, command.to_roles)
    return [Delegated(command.to, command.from_on, command.until_on)]


def _end_delegation(
    state: AccountState, actor: Actor, command: EndDelegation
) -> Sequence[AccountEvent]:
    _check_own_or_manager(state, actor)
    for delegation in state.delegations:
        if delegation.to == command.to and command.until_on < delegation.until_on:
            return [DelegationEnded(command.to, command.until_on)]
    raise RuleRefusedError("delegation_not_found", "没有这项委托，或该日之前已经结束。")


def _lock(state: AccountState, command: Lock) -> Sequence[AccountEvent]:
    _check_open(state)
    return [Locked(_checked_reason(command.reason), command.until_at)]


def _close(state: AccountState, command: Close, today: date) -> Sequence[AccountEvent]:
    _check_open(state)
    if any(post.role is Role.SYS_ADMIN and post.holds_on(today) for post in state.posts):
        raise RuleRefusedError(
            "sys_admin_closed", "该账号任系统管理员，请先免去该岗位并确认另有系统管理员。"
        )
    return [Closed(_checked_reason(command.reason))]


def check_duties_apart(roles: Iterable[Role], others: Iterable[Role]) -> None:
    """Refuse roles of different duties in one hand (三员分立; auditors hold no business role).

    Raises:
        RuleRefusedError: Some role belongs to another duty than some other role.
    """
    wanted: set[Duty] = {duty_of(role) for role in roles}
    held: set[Duty] = {duty_of(role) for role in others}
    if held and len(wanted | held) > 1:
        names = "、".join(DUTY_LABELS[duty] for duty in sorted(wanted | held))
        raise RuleRefusedError("duties_mixed", f"{names}必须由不同账号担任。")


def _check_manager(state: AccountState, actor: Actor) -> None:
    if not ACCOUNT_MANAGERS & set(actor.roles):
        raise RuleRefusedError("not_account_manager", "只有系统管理员可以管理账号。")
    if state.account and actor.account == state.account:
        raise RuleRefusedError("own_account", "不能管理自己的账号，请由另一名系统管理员办理。")


def _check_own_or_manager(state: AccountState, actor: Actor) -> None:
    _check_open(state)
    is_own = actor.account == state.account
    if not is_own and not ACCOUNT_MANAGERS & set(actor.roles):
        raise RuleRefusedError("not_own_account", "只有本人或系统管理员可以办理。")


def _check_open(state: AccountState) -> None:
    if state.standing is AccountStanding.NONE:
        raise RuleRefusedError("account_unknown", "没有这个账号。")
    if state.standing is AccountStanding.CLOSED:
        raise RuleRefusedError("account_closed", "该账号已经注销。")


def _check_span(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on <= from_on:
        raise InvalidInputError("span_empty", "止日须晚于起日（止日不含当日）。", "until_on")


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInputError("reason_missing", "请填写原因。", "reason")
    return reason.strip()
