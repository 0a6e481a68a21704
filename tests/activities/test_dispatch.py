"""A fact is put before everyone concerned, once, and its delivery is seen to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from activities.notices import NoticeActivities
from models.digest.commands import Begin
from models.digest.decider import digest_stream
from models.facts import Notify, Recipient
from models.notice.recipients import Post, Roster
from models.notice.view import Brief
from models.policy import Level, NoticeTerms
from tests.activities.memory_room import NOW, MemoryRoom, Starts
from wire.notices import DispatchRequest

ITEM = "dw/rectification/FP2026-001"
SECRETARY = Recipient("branch_secretary", "Z1-01")
HEAD = Recipient("org_head")
ROSTER = Roster(
    {
        Post("branch_secretary", "Z1-01"): ("a",),
        Post("org_head"): ("h",),
        Post("sec_admin"): ("s",),
    }
)
REQUEST = DispatchRequest(
    ITEM, 7, Notify((SECRETARY, HEAD), "escalation.yellow"), NOW, NoticeTerms()
)


@pytest.fixture
def room() -> MemoryRoom:
    return MemoryRoom(ROSTER)


@pytest.fixture
def starts() -> Starts:
    return Starts()


@pytest.fixture
def post_room(room: MemoryRoom, starts: Starts) -> NoticeActivities:
    return NoticeActivities(room, starts, (), clock=room.clock)


async def test_everyone_concerned_is_told_by_one_fact(
    post_room: NoticeActivities, room: MemoryRoom
) -> None:
    result = await post_room.dispatch_notices(REQUEST)
    assert result.accounts == ("a", "h")
    (posted,) = room.posted()
    assert (posted.about, posted.about_version, posted.level) == (ITEM, 7, Level.YELLOW)


async def test_a_notice_carries_the_unit_and_the_date_that_the_fact_speaks_of(
    post_room: NoticeActivities, room: MemoryRoom
) -> None:
    room.briefs[(ITEM, 7)] = Brief("Z1-01", date(2026, 4, 30))
    await post_room.dispatch_notices(REQUEST)
    (posted,) = room.posted()
    assert (posted.unit, posted.due_on) == ("Z1-01", date(2026, 4, 30))


async def test_everyone_who_was_told_has_a_digest_on_its_way(
    post_room: NoticeActivities, starts: Starts
) -> None:
    await post_room.dispatch_notices(REQUEST)
    assert {(each.account, each.slot) for each in starts.asked} == {
        ("a", "20261120T0930"),
        ("h", "20261120T0930"),
    }
    assert starts.asked[0].terms == REQUEST.terms


async def test_a_dispatch_that_is_repeated_tells_nobody_twice(
    post_room: NoticeActivities, room: MemoryRoom
) -> None:
    first = await post_room.dispatch_notices(REQUEST)
    assert await post_room.dispatch_notices(REQUEST) == first
    assert len(room.posted()) == 1


async def test_a_dispatch_that_broke_off_goes_on_with_what_was_posted(
    post_room: NoticeActivities, room: MemoryRoom, starts: Starts
) -> None:
    """Meanwhile the slot has passed and the secretary has changed: what stands counts."""
    starts.crashes = 2
    with pytest.raises(ConnectionError):
        await post_room.dispatch_notices(REQUEST)
    room.now += timedelta(hours=1)
    room.roster_now = Roster({Post("branch_secretary", "Z1-01"): ("successor",)})
    assert (await post_room.dispatch_notices(REQUEST)).accounts == ("a", "h")
    assert {(each.account, each.slot) for each in starts.asked} >= {
        ("a", "20261120T0930"),
        ("h", "20261120T0930"),
    }


async def test_a_digest_that_waits_already_is_not_started_again(
    post_room: NoticeActivities, starts: Starts
) -> None:
    await post_room.dispatch_notices(REQUEST)
    await post_room.dispatch_notices(replace(REQUEST, version=8))
    assert len(starts.asked) == 2


async def test_urgent_notices_do_not_wait_for_the_daily_digest(
    post_room: NoticeActivities, starts: Starts
) -> None:
    urgent = replace(REQUEST, notify=replace(REQUEST.notify, urgent=True))
    await post_room.dispatch_notices(urgent)
    assert {each.slot for each in starts.asked} == {"20261120T0905"}


async def test_what_comes_while_its_slot_is_being_sent_goes_to_the_next_one(
    post_room: NoticeActivities, room: MemoryRoom, starts: Starts
) -> None:
    closed = digest_stream("dw", "a", "20261120T0930")
    await room.execute(closed, "begin", Begin("a", "20261120T0930"))
    await post_room.dispatch_notices(REQUEST)
    assert [each.slot for each in starts.asked if each.account == "a"] == [
        "20261120T0930",
        "20261121T0930",
    ]
    assert [each.slot for each in starts.asked if each.account == "h"] == ["20261120T0930"]


async def test_a_vacant_post_is_recorded_and_put_before_those_who_can_fill_it(
    post_room: NoticeActivities, room: MemoryRoom
) -> None:
    vacant = replace(REQUEST, notify=Notify((Recipient("verifier", "Z1-01"),), "issued"))
    result = await post_room.dispatch_notices(vacant)
    assert result.orphans == ("验收人（Z1-01）",)
    (posted,) = room.posted()
    assert posted.orphans == (Post("verifier", "Z1-01"),)
    assert {told.account for told in posted.told if told.is_overseer} == {"h", "s"}


async def test_a_notice_that_reaches_nobody_at_all_is_still_on_record(
    post_room: NoticeActivities, room: MemoryRoom, starts: Starts
) -> None:
    room.roster_now = Roster({})
    result = await post_room.dispatch_notices(REQUEST)
    assert result.accounts == ()
    assert len(result.orphans) == 2
    (posted,) = room.posted()
    assert posted.told == ()
    assert starts.asked == []
