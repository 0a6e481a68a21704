"""A digest is composed once, and each channel comes to one end."""

from __future__ import annotations

from collections.abc import Sequence

from models.digest.commands import (
    Begin,
    Compose,
    DigestCommand,
    RecordFailure,
    RecordSent,
    RecordSkip,
)
from models.digest.events import Begun, Composed, DigestEvent, Failed, GaveUp, Sent, Skipped
from models.digest.state import Digest, Outcome
from models.errors import RuleRefusedError
from models.facts import SYSTEM_ACCOUNT, Request


def decide(state: Digest, request: Request[DigestCommand]) -> Sequence[DigestEvent]:
    """What happens if the command is allowed; a repeated one changes nothing."""
    if request.actor.account != SYSTEM_ACCOUNT:
        raise RuleRefusedError("only_system_sends", "汇总通知由系统发出，不接受人工代发。")
    match request.command:
        case Begin(account, slot):
            return [] if state.account else [Begun(account, slot)]
        case Compose() as command:
            return _compose(state, command)
        case RecordSent() | RecordFailure() | RecordSkip() as command:
            if state.channels.get(command.channel) is not Outcome.PENDING:
                return []  # it came to its end by an earlier try
            return _record(state.notices or (), command)
    raise TypeError(f"not a command on a digest: {request.command!r}")


def _compose(state: Digest, command: Compose) -> Sequence[DigestEvent]:
    if not state.account:
        raise RuleRefusedError("digest_not_begun", "汇总尚未截止，不能编写。")
    if state.notices is not None:
        return []
    return [Composed(command.notices, command.channels if command.notices else ())]


def _record(
    notices: tuple[str, ...], command: RecordSent | RecordFailure | RecordSkip
) -> Sequence[DigestEvent]:
    if isinstance(command, RecordSent):
        return [Sent(command.channel, command.attempt, notices, command.reference)]
    if isinstance(command, RecordSkip):
        return [Skipped(command.channel, command.reason)]
    failed = Failed(command.channel, command.attempt, command.code, command.is_permanent, notices)
    if not (command.is_permanent or command.is_last):
        return [failed]
    return [failed, GaveUp(command.channel, command.attempt, command.code, notices)]
