"""When a notice leaves the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import SHANGHAI
from models.notice.slots import Slot, after_quiet, slot_after, slot_for, slot_named
from models.policy import NoticeTerms

TERMS = NoticeTerms()  # digest 09:30, quiet from 20:00 until 08:00


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("posted", "slot"),
    [
        ("20T09:05", "20261120T0930"),
        ("20T09:29:59", "20261120T0930"),
        ("20T09:30", "20261121T0930"),  # that digest is going out already
        ("20T23:59", "20261121T0930"),
        ("21T00:00", "20261121T0930"),
    ],
)
def test_an_ordinary_notice_waits_for_the_next_daily_digest(posted: str, slot: str) -> None:
    assert slot_for(local(posted), TERMS, urgent=False).id == slot


@pytest.mark.parametrize(
    ("posted", "slot"),
    [
        ("20T09:05", "20261120T0905"),
        ("20T09:05:01", "20261120T0910"),
        ("20T19:55", "20261120T1955"),
        ("20T19:56", "20261121T0800"),  # rounded into the quiet hours
        ("20T20:00", "20261121T0800"),
        ("21T03:00", "20261121T0800"),
        ("21T07:59:59", "20261121T0800"),
        ("21T08:00", "20261121T0800"),
    ],
)
def test_an_urgent_notice_goes_at_once_but_never_in_quiet_hours(posted: str, slot: str) -> None:
    assert slot_for(local(posted), TERMS, urgent=True).id == slot


def test_a_digest_set_into_the_quiet_hours_goes_out_at_their_end() -> None:
    late = replace(TERMS, digest_at=time(21, 0))
    assert slot_for(local("20T12:00"), late, urgent=False).id == "20261121T0800"
    assert slot_for(local("20T07:00"), late, urgent=False).id == "20261120T0800"


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = replace(TERMS, quiet_from=time(12, 0), quiet_until=time(14, 0))
    assert after_quiet(local("20T12:30"), noon) == local("20T14:00")
    assert after_quiet(local("20T14:00"), noon) == local("20T14:00")
    assert after_quiet(local("20T23:00"), noon) == local("20T23:00")


def test_equal_ends_mean_no_quiet_hours() -> None:
    never = replace(TERMS, quiet_from=time(0, 0), quiet_until=time(0, 0))
    assert after_quiet(local("20T00:00"), never) == local("20T00:00")


def test_what_missed_its_slot_goes_to_the_next_one_of_its_kind() -> None:
    missed = slot_for(local("20T09:05"), TERMS, urgent=False)
    assert slot_after(missed, local("20T09:06"), TERMS, urgent=False).id == "20261121T0930"
    assert slot_after(missed, local("20T09:06"), TERMS, urgent=True).id == "20261120T0935"
    assert slot_after(missed, local("22T10:01"), TERMS, urgent=True).id == "20261122T1005"


def test_a_slot_is_known_by_its_id() -> None:
    assert slot_named("20261120T0930") == Slot(
        "20261120T0930", datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    )


instants = st.integers(1_704_067_200, 1_893_456_000).map(lambda s: datetime.fromtimestamp(s, UTC))
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 5, 30, 55]))
terms = st.builds(NoticeTerms, digest_at=clocks, quiet_from=clocks, quiet_until=clocks)


@given(instants, terms, st.booleans())
def test_no_slot_lies_in_the_past_or_in_quiet_hours(
    at: datetime, terms: NoticeTerms, urgent: bool
) -> None:
    slot = slot_for(at, terms, urgent)
    assert slot.send_at >= at
    assert after_quiet(slot.send_at, terms) == slot.send_at
    assert slot_named(slot.id) == slot


@given(instants, terms, st.booleans())
def test_the_slot_after_a_slot_is_another_and_later_one(
    at: datetime, terms: NoticeTerms, urgent: bool
) -> None:
    slot = slot_for(at, terms, urgent)
    assert slot_after(slot, at, terms, urgent).send_at > slot.send_at


@given(instants, terms)
def test_a_day_has_at_most_one_daily_digest(at: datetime, terms: NoticeTerms) -> None:
    first = slot_for(at, terms, urgent=False)
    second = slot_for(first.send_at, terms, urgent=False)
    assert second.send_at - first.send_at == timedelta(days=1)
