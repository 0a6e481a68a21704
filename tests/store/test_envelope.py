"""An envelope is the canonical text of its fields, however it was put together."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

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


def test_every_field_stands_in_the_envelope_under_its_name() -> None:
    asked = replace(
        request('a "step"', "a-1", own_day=True, events=1),
        actor=Actor("a-1", ("org_officer", "secretary"), "DW", on_behalf_of="a-2"),
        imported=True,
    )
    (sealed,) = seal(asked, AT + timedelta(seconds=1))
    assert sealed.envelope == canonical(
        {
            "v": 1,
            "log": "fupan/dw",
            "stream": "dw/rectification/FP2026-001",
            "version": 5,
            "id": str(sealed.id),
            "type": "rectification.accepted",
            "schema": 1,
            "occurred": "2026-04-30T01:02:03.000456Z",
            "recorded": "2026-04-30T01:02:04.000456Z",
            "actor": {
                "account": "a-1",
                "roles": ["org_officer", "secretary"],
                "unit": "DW",
                "on_behalf_of": "a-2",
            },
            "step": 'a "step"',
            "command_hash": "cd" * 32,
            "correlation": 'a "step"',
            "prev": "ab" * 32,
            "payload_commit": sha256(sealed.payload).hexdigest(),
            "imported": True,
            "refs": [],
        }
    )


def test_an_event_keeps_the_day_on_which_it_occurred() -> None:
    asked = request("a-step", "a-1", events=1)
    earlier = replace(asked.events[0], occurred_at=AT - timedelta(days=1))
    both = seal(replace(asked, events=(earlier, asked.events[0])), AT)
    occurred = [json.loads(event.envelope)["occurred"] for event in both]
    assert occurred == ["2026-04-29T01:02:03.000456Z", "2026-04-30T01:02:03.000456Z"]


def test_each_event_names_the_one_before_it() -> None:
    first, second = seal(request("a-step", "a-1"), AT)
    assert json.loads(first.envelope)["prev"] == "ab" * 32
    assert json.loads(second.envelope)["prev"] == first.hash.hex()
