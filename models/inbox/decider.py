"""Decider of inboxes; streams `{committee}/inbox/{account}`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from models.clockless import ClocklessDecider
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Command, Fact, Request
from models.ids import stream_id
from models.inbox.events import EVENTS, AttemptRefused, InboxEvent, Read


class InboxCommand(Command):
    """Base of an inbox's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class MarkRead(InboxCommand):
    """Record that the holder has seen notices; the store has left out those read before."""

    name: ClassVar[str] = "mark_read"
    account: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """An inbox remembers nothing that a rule needs: the read model knows what is unread."""


def _decide(state: Inbox, request: Request[InboxCommand]) -> Sequence[InboxEvent]:
    """Only its holder reads an inbox, not even a stand-in: reading is a proof of knowledge."""
    match request.command:
        case MarkRead(account, notices):
            if request.actor.account != account:
                raise RuleRefusedError("not_your_inbox", "只能签阅您本人的通知。")
            if not notices:
                raise InvalidInputError("nothing_to_read", "请指明要签阅的通知。", "notices")
            return [Read(account, tuple(dict.fromkeys(notices)))]
    raise TypeError(f"not a command on an inbox: {request.command!r}")


def _evolve(state: Inbox, fact: Fact[InboxEvent]) -> Inbox:
    return state


INBOX: ClocklessDecider[Inbox, InboxCommand, InboxEvent] = ClocklessDecider(
    entity="inbox",
    commands={MarkRead.name: MarkRead},
    events=EVENTS,
    state_type=Inbox,
    rules=_decide,
    fold=_evolve,
    refused=AttemptRefused,
    ended=lambda state: False,
)


def inbox_stream(committee: str, account: str) -> str:
    """Stream of one account's inbox."""
    return stream_id(committee, INBOX.entity, account)
