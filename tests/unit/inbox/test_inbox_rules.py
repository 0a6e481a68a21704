"""Only its holder reads an inbox."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Actor, Fact, Request
from models.inbox.decider import INBOX, Inbox, InboxCommand, MarkRead, inbox_stream
from models.inbox.events import AttemptRefused, InboxEvent, Read
from models.terms import Terms

AT = datetime(2026, 11, 20, tzinfo=UTC)
HOLDER = Actor("a")


def decide(command: InboxCommand, actor: Actor = HOLDER) -> list[InboxEvent]:
    return list(INBOX.decide(Inbox(), Request("x", actor, AT, command), Terms()))


def test_reading_is_recorded_each_notice_once() -> None:
    assert decide(MarkRead("a", ("n1", "n2", "n1"))) == [Read("a", ("n1", "n2"))]


def test_nobody_reads_for_someone_else_and_the_attempt_is_on_record() -> None:
    command = MarkRead("a", ("n1",))
    with pytest.raises(RuleRefusedError) as caught:
        decide(command, Actor("b", on_behalf_of="a"))
    refused = INBOX.refusal(Request("x", Actor("b"), AT, command), caught.value)
    assert refused == AttemptRefused("mark_read", "not_your_inbox", caught.value.message)


def test_reading_nothing_is_no_reading() -> None:
    with pytest.raises(InvalidInputError):
        decide(MarkRead("a", ()))


def test_what_is_no_command_is_a_bug() -> None:
    class Strange(InboxCommand):
        name = "strange"

    with pytest.raises(TypeError):
        decide(Strange())


def test_an_inbox_never_ends() -> None:
    state = INBOX.evolve(INBOX.initial(), Fact(1, AT, HOLDER, "x", Read("a", ("n",))))
    assert not INBOX.is_finished(state)
    assert inbox_stream("dw", "a") == "dw/inbox/a"
