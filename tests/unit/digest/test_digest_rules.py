"""A digest is composed once, and each channel comes to one end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.digest.commands import (
    Begin,
    Compose,
    DigestCommand,
    RecordFailure,
    RecordSent,
    RecordSkip,
)
from models.digest.decider import DIGEST, digest_stream
from models.digest.events import AttemptRefused, Begun, Composed, DigestEvent, Failed, GaveUp, Sent
from models.digest.state import Digest, Outcome
from models.errors import RuleRefusedError
from models.facts import SYSTEM, Actor, Fact, Request
from models.terms import Terms

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
BEGIN = Begin("a", "20261120T0930")
COMPOSE = Compose(("n1", "n2"), ("inbox", "email"))


def decide(state: Digest, command: DigestCommand, actor: Actor = SYSTEM) -> list[DigestEvent]:
    return list(DIGEST.decide(state, Request("x", actor, AT, command), Terms()))


def after(*commands: DigestCommand) -> Digest:
    state = DIGEST.initial()
    for command in commands:
        for event in decide(state, command):
            state = DIGEST.evolve(state, Fact(1, AT, SYSTEM, "x", event))
    return state


def test_the_slot_is_closed_before_the_digest_is_composed() -> None:
    assert decide(Digest(), BEGIN) == [Begun("a", "20261120T0930")]
    with pytest.raises(RuleRefusedError) as caught:
        decide(Digest(), COMPOSE)
    assert caught.value.code == "digest_not_begun"


def test_beginning_and_composing_again_changes_nothing() -> None:
    state = after(BEGIN, COMPOSE)
    assert decide(state, BEGIN) == []
    assert decide(state, Compose(("n3",), ("email",))) == []
    assert state.notices == ("n1", "n2")


def test_a_digest_without_unread_notices_goes_nowhere() -> None:
    assert decide(after(BEGIN), Compose((), ("email",))) == [Composed((), ())]
    assert after(BEGIN, Compose((), ("email",))).is_done


def test_a_sent_message_is_recorded_with_what_it_held() -> None:
    sent = RecordSent("email", 1, "r")
    assert decide(after(BEGIN, COMPOSE), sent) == [Sent("email", 1, ("n1", "n2"), "r")]
    assert after(BEGIN, COMPOSE, sent).by_outcome(Outcome.SENT) == ("email",)


def test_a_channel_that_has_come_to_its_end_stays_there() -> None:
    state = after(BEGIN, COMPOSE, RecordSent("email", 1, "r"))
    assert decide(state, RecordSent("email", 1, "again")) == []
    assert decide(state, RecordFailure("email", 2, "smtp_451", False, False)) == []


def test_a_passing_failure_leaves_the_channel_for_another_attempt() -> None:
    failure = RecordFailure("email", 1, "smtp_451", is_permanent=False, is_last=False)
    (event,) = decide(after(BEGIN, COMPOSE), failure)
    assert isinstance(event, Failed)
    assert not after(BEGIN, COMPOSE, RecordSkip("inbox", "x"), failure).is_done


@pytest.mark.parametrize(("is_permanent", "is_last"), [(True, False), (False, True)])
def test_a_final_failure_is_given_up_on_record(is_permanent: bool, is_last: bool) -> None:
    failure = RecordFailure("email", 5, "smtp_550", is_permanent, is_last)
    failed, given_up = decide(after(BEGIN, COMPOSE), failure)
    assert isinstance(failed, Failed)
    assert given_up == GaveUp("email", 5, "smtp_550", ("n1", "n2"))
    assert after(BEGIN, COMPOSE, failure).by_outcome(Outcome.GIVEN_UP) == ("email",)


def test_a_digest_is_done_when_every_channel_is() -> None:
    half = (BEGIN, COMPOSE, RecordSent("inbox", 1, "r"))
    assert not DIGEST.is_finished(after(*half))
    assert DIGEST.is_finished(after(*half, RecordSkip("email", "not_configured")))
    assert not Digest().is_done


def test_only_the_system_sends_and_the_attempt_is_on_record() -> None:
    with pytest.raises(RuleRefusedError) as caught:
        decide(Digest(), BEGIN, Actor("a"))
    request: Request[DigestCommand] = Request("x", Actor("a"), AT, BEGIN)
    refused = DIGEST.refusal(request, caught.value)
    assert isinstance(refused, AttemptRefused)
    assert DIGEST.evolve(Digest(), Fact(1, AT, SYSTEM, "x", refused)) == Digest()


def test_what_is_no_command_is_a_bug() -> None:
    class Strange(DigestCommand):
        name = "strange"

    with pytest.raises(TypeError):
        decide(Digest(), Strange())


def test_one_stream_per_person_and_slot() -> None:
    assert digest_stream("dw", "a", "20261120T0930") == "dw/digest/a.20261120T0930"
