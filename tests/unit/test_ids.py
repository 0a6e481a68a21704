"""Ids follow from their causes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

import pytest

from models.ids import derived_id, entity_of, event_id, jitter, number_of, stream_id

STREAM = "dw/rectification/FP2026-001"


def test_a_stream_id_is_taken_apart_as_it_was_put_together() -> None:
    assert stream_id("dw", "rectification", "FP2026-001") == STREAM
    assert (entity_of(STREAM), number_of(STREAM)) == ("rectification", "FP2026-001")


@pytest.mark.parametrize("parts", [("", "a", "b"), ("dw", "a/b", "c"), ("dw", "a", "9" * 200)])
def test_parts_that_cannot_be_told_apart_are_refused(parts: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="stream id"):
        stream_id(*parts)


def test_the_same_cause_gives_the_same_id_and_another_cause_another() -> None:
    assert event_id(STREAM, "c1", 0) == event_id(STREAM, "c1", 0)
    assert (
        len({event_id(STREAM, "c1", 0), event_id(STREAM, "c1", 1), event_id(STREAM, "c2", 0)}) == 3
    )
    assert derived_id("a", "b") == derived_id("a", "b") != derived_id("a", "c")


def test_an_events_id_is_the_name_based_uuid_that_stands_in_stores_already() -> None:
    namespace = UUID("6f1b2c58-9b52-5d2c-9a52-6675c0a1fa9e")
    assert event_id(STREAM, "步骤", 3) == uuid5(namespace, f"{STREAM}|步骤|3")


def test_jitter_stays_within_its_spread() -> None:
    assert jitter(STREAM, 0) == timedelta()
    spread = {jitter(f"{STREAM}-{n}", 600) for n in range(50)}
    assert len(spread) > 25
    assert all(timedelta() <= each < timedelta(seconds=600) for each in spread)
