"""Numbers of documents: none left out, none twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.document_register.commands import DocumentRegisterCommand, Draw
from models.document_register.decider import DOCUMENT_REGISTER
from models.document_register.events import AttemptRefused, DocumentRegisterEvent, Drawn
from models.document_register.rules import DocumentRegisterState, register_stream
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM, Actor, Command, Fact, Request
from models.terms import Terms

NOW = datetime(2026, 4, 15, 1, tzinfo=UTC)
OFFICER = Actor("a-officer", ("org_officer",), "DW")


def asked(
    command: DocumentRegisterCommand, actor: Actor = SYSTEM
) -> Request[DocumentRegisterCommand]:
    return Request("c", actor, NOW, command)


def drawn(state: DocumentRegisterState, *documents: str) -> DocumentRegisterState:
    for document in documents:
        for event in DOCUMENT_REGISTER.decide(state, asked(Draw(document)), Terms()):
            state = DOCUMENT_REGISTER.evolve(state, Fact(1, NOW, SYSTEM, "c", event))
    return state


def test_numbers_follow_one_another() -> None:
    state = drawn(DocumentRegisterState(), "dw/bulletin/2026-Q1", "dw/bulletin/2026-Q2")
    assert state.serial_of("dw/bulletin/2026-Q1") == 1
    assert state.serial_of("dw/bulletin/2026-Q2") == 2
    assert state.serial_of("dw/bulletin/2026-Q3") is None


def test_the_same_document_keeps_its_number() -> None:
    state = drawn(DocumentRegisterState(), "dw/bulletin/2026-Q1", "dw/bulletin/2026-Q1")
    assert state.documents == ("dw/bulletin/2026-Q1",)


def test_nobody_draws_a_number_by_hand_and_the_attempt_uses_none_up() -> None:
    request = asked(Draw("dw/bulletin/2026-Q1"), OFFICER)
    with pytest.raises(RuleRefusedError) as caught:
        DOCUMENT_REGISTER.decide(DocumentRegisterState(), request, Terms())
    assert caught.value.code == "number_by_hand"
    refused = DOCUMENT_REGISTER.refusal(request, caught.value)
    assert refused == AttemptRefused("draw", "number_by_hand", caught.value.message)
    state = DOCUMENT_REGISTER.evolve(DocumentRegisterState(), Fact(1, NOW, OFFICER, "c", refused))
    assert drawn(state, "dw/bulletin/2026-Q1").serial_of("dw/bulletin/2026-Q1") == 1


def test_a_document_is_named_by_its_stream() -> None:
    with pytest.raises(InvalidInputError) as caught:
        DOCUMENT_REGISTER.decide(DocumentRegisterState(), asked(Draw("2026-Q1")), Terms())
    assert caught.value.field == "document"


def test_the_register_is_never_finished_and_waits_for_nothing() -> None:
    state = drawn(DocumentRegisterState(), "dw/bulletin/2026-Q1")
    assert not DOCUMENT_REGISTER.is_finished(state)
    fact: Fact[DocumentRegisterEvent] = Fact(1, NOW, SYSTEM, "c", Drawn("dw/bulletin/2026-Q1", 1))
    assert DOCUMENT_REGISTER.react(state, fact) == ()


def test_other_commands_are_a_bug() -> None:
    class Other(DocumentRegisterCommand):
        name = "other"

    command: Command = Other()
    with pytest.raises(TypeError):
        DOCUMENT_REGISTER.decide(DocumentRegisterState(), asked(command), Terms())  # type: ignore[arg-type]  # on purpose


def test_each_year_has_a_register() -> None:
    assert register_stream("dw", 2026) == "dw/document_register/2026"
