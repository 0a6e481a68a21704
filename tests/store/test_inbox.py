"""Inboxes and digests on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from activities.channels.inbox import InboxChannel
from activities.notices import NoticeActivities
from models.digest.commands import Begin, Compose, RecordFailure, RecordSent, RecordSkip
from models.digest.decider import digest_stream
from models.digest.state import Outcome
from models.errors import NotFoundError
from models.facts import Actor, Notify, Recipient
from models.ids import event_id
from models.inbox.decider import INBOX, MarkRead
from models.notice.commands import PostNotice
from models.notice.decider import notices_of, step_of
from models.notice.recipients import Post, Roster
from models.notice.view import Brief
from models.policy import Level, NoticeTerms
from store.command_handler import handle
from store.event_store import EventStore
from store.inbox_tables import digest_channel, inbox_notice
from store.post_room import PostRoomStore
from store.queries import inbox
from store.reading import mark_read
from store.tables import event
from tests.activities.memory_room import MemoryChannel, Starts
from wire.codec import to_json
from wire.messages import CommandMessage
from wire.notices import DeliverRequest, DispatchRequest

TERMS = NoticeTerms()
ACCOUNT = "a"
HOLDER = Actor(ACCOUNT)
ITEM = "dw/rectification/FP2026-001"


@pytest.fixture
def room(engine: AsyncEngine) -> PostRoomStore:
    return PostRoomStore(engine)


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection


async def post(room: PostRoomStore, number: int, **fields: Any) -> str:
    about = f"dw/rectification/FP2026-{number:03}"
    given: dict[str, Any] = {
        "kind": "escalation.yellow",
        "urgent": False,
        "terms": TERMS,
        "accounts": (ACCOUNT,),
        **fields,
    }
    command = PostNotice(about=about, about_version=1, **given)
    await room.execute(notices_of(about), step_of(1), command)
    told = await room.told_of(about, 1)
    return told[0].notice


async def test_posting_puts_a_row_into_every_inbox(
    room: PostRoomStore, connection: AsyncConnection
) -> None:
    await post(room, 1, accounts=("a", "b"), unit="Z1-01", due_on=date(2026, 4, 30))
    (row,) = await inbox.inbox_page(connection, "a")
    assert (row.about, row.about_version, row.read_at) == (ITEM, 1, None)
    assert (row.notice.level, row.notice.unit) == (Level.YELLOW, "Z1-01")
    assert row.notice.due_on == date(2026, 4, 30)
    assert len(await inbox.inbox_page(connection, "b")) == 1
    assert await inbox.inbox_page(connection, "c") == []


async def test_posting_again_changes_nothing_even_when_other_people_are_meant_now(
    room: PostRoomStore, connection: AsyncConnection
) -> None:
    await post(room, 1)
    await post(room, 1, accounts=("b",))
    assert [told.account for told in await room.told_of(ITEM, 1)] == ["a"]
    assert await inbox.inbox_page(connection, "b") == []


async def test_many_dispatchers_of_one_fact_post_it_once(
    room: PostRoomStore, connection: AsyncConnection
) -> None:
    await asyncio.gather(*(post(room, 1) for _ in range(5)))
    assert len(await inbox.inbox_page(connection, "a")) == 1


async def test_a_vacancy_is_shown_to_overseers_only(
    room: PostRoomStore, connection: AsyncConnection
) -> None:
    orphans = (Post("verifier", "Z1-01"),)
    await post(room, 1, accounts=("a",), orphans=orphans, overseers=("h",))
    (mine,) = await inbox.inbox_page(connection, "a")
    (theirs,) = await inbox.inbox_page(connection, "h")
    assert mine.notice.vacant == ()
    assert theirs.notice.vacant == ("验收人（Z1-01）",)


async def test_pages_show_every_notice_once_newest_first(
    room: PostRoomStore, connection: AsyncConnection
) -> None:
    posted = [await post(room, number) for number in range(1, 8)]
    seen: list[inbox.InboxRow] = []
    key = None
    while page := await inbox.inbox_page(connection, ACCOUNT, after=key, limit=3):
        assert len(page) <= 3
        seen += page
        key = inbox.InboxKey(page[-1].posted_at, page[-1].notice.id)
    assert [row.notice.id for row in seen] == posted[::-1]


async def test_pages_do_not_lose_notices_of_one_moment(
    room: PostRoomStore, engine: AsyncEngine, connection: AsyncConnection
) -> None:
    for number in range(1, 6):
        await post(room, number)
    async with engine.begin() as writing:
        await writing.execute(sa.update(inbox_notice).values(posted_at=datetime.now(UTC)))
    (first, second, *_) = await inbox.inbox_page(connection, ACCOUNT)
    rest = await inbox.inbox_page(
        connection, ACCOUNT, after=inbox.InboxKey(second.posted_at, second.notice.id)
    )
    assert len({row.notice.id for row in (first, second, *rest)}) == 5


async def test_reading_is_a_fact_with_its_moment(
    room: PostRoomStore, engine: AsyncEngine, connection: AsyncConnection
) -> None:
    notice = await post(room, 1)
    assert await mark_read(engine, "dw", HOLDER, [notice], "read-1") == 1
    (row,) = await inbox.inbox_page(connection, ACCOUNT)
    (fact,) = await EventStore().read(connection, "dw/inbox/a")
    assert row.read_at == fact.occurred_at
    assert (fact.type, fact.actor, fact.data["notices"]) == ("inbox.read", HOLDER, [notice])


async def test_reading_twice_is_reading_once(
    room: PostRoomStore, engine: AsyncEngine, connection: AsyncConnection
) -> None:
    notice = await post(room, 1)
    await mark_read(engine, "dw", HOLDER, [notice], "read-1")
    assert await mark_read(engine, "dw", HOLDER, [notice], "read-1") == 0
    assert await mark_read(engine, "dw", HOLDER, [notice], "read-2") == 0
    assert len(await EventStore().read(connection, "dw/inbox/a")) == 1


async def test_of_two_devices_that_read_at_once_the_first_one_counts(
    room: PostRoomStore, engine: AsyncEngine, connection: AsyncConnection
) -> None:
    command = to_json(MarkRead(ACCOUNT, (await post(room, 1),)))
    for device in ("phone", "desk"):  # both had seen it unread
        await handle(
            engine, INBOX, "dw/inbox/a", CommandMessage(device, "mark_read", command, HOLDER)
        )
    first, second = await EventStore().read(connection, "dw/inbox/a")
    (row,) = await inbox.inbox_page(connection, ACCOUNT)
    assert row.read_at == first.occurred_at
    assert row.read_at != second.occurred_at


async def test_nobody_reads_what_stands_in_another_inbox(
    room: PostRoomStore, engine: AsyncEngine, connection: AsyncConnection
) -> None:
    notice = await post(room, 1)
    with pytest.raises(NotFoundError):
        await mark_read(engine, "dw", Actor("b"), [notice], "read-1")
    (row,) = await inbox.inbox_page(connection, ACCOUNT)
    assert row.read_at is None


async def test_unread_notices_are_counted_by_level(
    room: PostRoomStore, engine: AsyncEngine, connection: AsyncConnection
) -> None:
    await post(room, 1, kind="escalation.red")
    await post(room, 2, kind="escalation.red")
    await post(room, 3, kind="rectification.issued")
    read = await post(room, 4, kind="escalation.blue")
    await mark_read(engine, "dw", HOLDER, [read], "read-1")
    assert await inbox.unread_by_level(connection, ACCOUNT) == {"red": 2, "": 1}
    assert len(await inbox.inbox_page(connection, ACCOUNT, unread_only=True)) == 3


async def test_a_digest_takes_what_waits_and_no_other_digest_takes_it_again(
    room: PostRoomStore, connection: AsyncConnection
) -> None:
    notice = await post(room, 1)
    (told,) = await room.told_of(ITEM, 1)
    assert await room.waiting_for(ACCOUNT, told.send_at - timedelta(minutes=1)) == ()
    assert await room.waiting_for(ACCOUNT, told.send_at) == (notice,)
    stream = digest_stream("dw", ACCOUNT, told.slot)
    assert not await room.is_begun(stream)
    await room.execute(stream, "begin", Begin(ACCOUNT, told.slot))
    await room.execute(stream, "compose", Compose((notice,), ("email",)))
    assert await room.is_begun(stream)
    assert await room.waiting_for(ACCOUNT, told.send_at) == ()


async def test_slots_that_want_a_digest_are_known_after_a_loss(
    room: PostRoomStore, engine: AsyncEngine
) -> None:
    notice = await post(room, 1)
    (told,) = await room.told_of(ITEM, 1)
    stream = digest_stream("dw", ACCOUNT, told.slot)
    waiting = inbox.WaitingSlot(ACCOUNT, told.slot, is_begun=False)
    begun = inbox.WaitingSlot(ACCOUNT, told.slot, is_begun=True)
    assert await room.waiting_slots() == [waiting]
    await room.execute(stream, "begin", Begin(ACCOUNT, told.slot))
    assert set(await room.waiting_slots()) == {waiting, begun}
    await room.execute(stream, "compose", Compose((notice,), ("email",)))
    assert await room.waiting_slots() == [begun]
    await room.execute(stream, "attempt:1:email", RecordSent("email", 1, "r"))
    assert await room.waiting_slots() == []


async def test_outcomes_are_kept_by_channel(
    room: PostRoomStore, connection: AsyncConnection
) -> None:
    stream = digest_stream("dw", ACCOUNT, "20261120T0930")
    notice = await post(room, 1)
    await room.execute(stream, "begin", Begin(ACCOUNT, "20261120T0930"))
    await room.execute(stream, "compose", Compose((notice,), ("inbox", "email", "sms")))
    await room.execute(stream, "1", RecordSent("inbox", 1, "r"))
    await room.execute(stream, "2", RecordFailure("email", 1, "smtp_451", False, False))
    await room.execute(stream, "3", RecordSkip("sms", "not_configured"))
    assert await inbox.deliveries_by_outcome(connection) == {
        ("inbox", "sent"): 1,
        ("email", "pending"): 1,
        ("sms", "skipped"): 1,
    }
    await room.execute(stream, "4", RecordFailure("email", 5, "smtp_451", False, True))
    row = (
        await connection.execute(
            sa.select(digest_channel).where(digest_channel.c.channel == "email")
        )
    ).one()
    assert (row.outcome, row.attempts, row.code) == ("given_up", 5, "smtp_451")


async def test_tables_and_fold_of_a_digest_agree(
    room: PostRoomStore, connection: AsyncConnection
) -> None:
    notice = await post(room, 1)
    stream = digest_stream("dw", ACCOUNT, "20261120T0930")
    await room.execute(stream, "begin", Begin(ACCOUNT, "20261120T0930"))
    await room.execute(stream, "compose", Compose((notice,), ("inbox", "email")))
    await room.execute(stream, "1", RecordSent("inbox", 1, "r"))
    folded = await room.digest(stream)
    rows = await connection.execute(
        sa.select(digest_channel.c.channel, digest_channel.c.outcome).where(
            digest_channel.c.stream == stream
        )
    )
    assert {row.channel: Outcome(row.outcome) for row in rows} == folded.channels


async def test_a_notice_takes_the_date_that_its_fact_names(room: PostRoomStore) -> None:
    await post(room, 1, due_on=date(2026, 4, 30))
    await post(room, 2)
    assert await room.brief(notices_of(ITEM), 1) == Brief("", date(2026, 4, 30))
    assert await room.brief("dw/notice/rectification.FP2026-002", 1) == Brief()
    assert await room.brief("dw/nothing/1", 1) == Brief()


async def test_dispatch_leaves_the_trace_that_recovery_looks_for(
    engine: AsyncEngine, connection: AsyncConnection
) -> None:
    await _activities(engine, Starts()).dispatch_notices(_request())
    trace = event_id(notices_of(ITEM), step_of(1), 0)
    found = await connection.scalar(sa.select(event.c.type).where(event.c.event_id == trace))
    assert found == "notice.posted"


async def test_from_a_fact_to_a_sent_message(
    engine: AsyncEngine, room: PostRoomStore, connection: AsyncConnection
) -> None:
    starts, email = Starts(), MemoryChannel()
    activities = _activities(engine, starts, email)
    await activities.dispatch_notices(_request())
    (start,) = starts.asked
    request = DeliverRequest(start.account, start.slot, start.stream)
    result = await activities.deliver_digest(request)
    assert result.sent == ("inbox", "email")
    assert len(email.took) == 1
    types = [fact.type for fact in await EventStore().read(connection, start.stream)]
    assert types == ["digest.begun", "digest.composed", "digest.sent", "digest.sent"]


class _Store(PostRoomStore):
    """The real store with a roster of one."""

    async def roster(self, posts: Any, named: Any, on: date) -> Roster:
        return Roster({Post("branch_secretary", "Z1-01"): (ACCOUNT,)})


def _activities(
    engine: AsyncEngine, starts: Starts, email: MemoryChannel | None = None
) -> NoticeActivities:
    store = _Store(engine)
    return NoticeActivities(store, starts, (InboxChannel(store), email or MemoryChannel()))


def _request() -> DispatchRequest:
    notify = Notify((Recipient("branch_secretary", "Z1-01"),), "escalation.yellow")
    return DispatchRequest(ITEM, 1, notify, datetime.now(UTC), TERMS)
