"""An envelope is the canonical text of its fields, however it was put together."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from models.facts import Actor
from store.envelope import opened, seal
from wire.codec import canonical
from wire.messages import AppendRequest, NewEvent

AT = datetime(2026, 4, 30, 1, 2, 3, 456, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


def request(step: str, account: str, own_day: bool = False, events: int = 2) -> AppendRequest:
    return AppendRequest(
        stream="dw/rectification/FP2026-001",
        expected_version=4,
        expected_head="ab" * 32,
        step=step,
        command_hash="cd" * 32,
        actor=Actor(account, ("org_officer",), "DW"),
        occurred_at=AT,
        correlation=step,
        events=tuple(
            NewEvent("rectification.accepted", 1, {"text": step}, AT if own_day else None)
            for _ in range(events)
        ),
    )


@given(TEXT, TEXT, st.booleans())
def test_an_envelope_is_canonical_whatever_a_client_calls_its_step(
    step: str, account: str, own_day: bool
) -> None:
    for sealed in seal(request(step, account, own_day), AT):
        assert sealed.envelope == canonical(json.loads(sealed.envelope))
        read = opened(sealed.envelope, sealed.payload)
        assert (read.step, read.actor.account, read.version) == (step, account, sealed.version)


def test_a_step_that_looks_like_a_gap_of_the_form_is_kept_as_it_is() -> None:
    for step in ("\x01id\x01", '"\x01prev\x01"', "\\u0001type\\u0001"):
        (sealed,) = seal(request(step, step, events=1), AT)
        assert sealed.envelope == canonical(json.loads(sealed.envelope))
        assert opened(sealed.envelope, sealed.payload).step == step


def test_each_event_names_the_one_before_it() -> None:
    first, second = seal(request("a-step", "a-1"), AT)
    assert json.loads(first.envelope)["prev"] == "ab" * 32
    assert json.loads(second.envelope)["prev"] == first.hash.hex()
