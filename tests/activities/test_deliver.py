"""What waits for one person is sent by every channel, and everything that happens is on record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from activities.channels.port import (
    ChannelUnusedError,
    DeliveryDelayedError,
    DeliveryRefusedError,
)
from activities.notices import NoticeActivities
from models.digest.events import Failed, GaveUp, Sent, Skipped
from models.facts import Notify, Recipient
from models.notice.recipients import Post, Roster
from models.policy import NoticeTerms
from tests.activities.memory_room import NOW, MemoryChannel, MemoryRoom, Starts
from wire.notices import DeliverRequest, DispatchRequest

SLOT = "20261120T0930"
STREAM = f"dw/digest/a.{SLOT}"
REQUEST = DeliverRequest("a", SLOT, STREAM, attempt=1)
DELAYED = DeliveryDelayedError("smtp_451", "邮件暂时无法送达。")
REFUSED = DeliveryRefusedError("smtp_550", "邮件服务器拒收。")
TERMS = NoticeTerms()


class Desk:
    """Two channels, one secretary, and a way to tell her of items."""

    def __init__(self) -> None:
        self.room = MemoryRoom(Roster({Post("branch_secretary", "Z1-01"): ("a",)}))
        self.starts = Starts()
        self.inbox, self.email = MemoryChannel("inbox"), MemoryChannel("email")
        self.activities = NoticeActivities(
            self.room, self.starts, (self.inbox, self.email), clock=self.room.clock
        )

    async def tell(self, number: str, *, urgent: bool = False) -> str:
        recipients = (Recipient("branch_secretary", "Z1-01"),)
        stream = f"dw/rectification/{number}"
        notify = Notify(recipients, "escalation.yellow", urgent)
        await self.activities.dispatch_notices(DispatchRequest(stream, 1, notify, NOW, TERMS))
        (told,) = await self.room.told_of(stream, 1)
        return told.notice

    async def deliver_next(self) -> None:
        """Carry out the digest that was asked for last, in its time."""
        start = self.starts.asked[-1]
        assert start.stream != STREAM
        self.room.now = start.send_at
        await self.activities.deliver_digest(
            DeliverRequest(start.account, start.slot, start.stream)
        )

    def recorded(self, kind: type) -> list[object]:
        return [event for event in self.room.events(STREAM) if isinstance(event, kind)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_everything_that_waits_goes_out_in_one_message_by_every_channel(desk: Desk) -> None:
    notices = [await desk.tell(f"FP2026-00{n}") for n in range(3)]
    result = await desk.activities.deliver_digest(REQUEST)
    assert result.sent == ("inbox", "email")
    (mail,) = desk.email.took
    assert set(mail.notices) == set(notices)
    assert "（3项）" in mail.text
    assert mail.key == STREAM
    assert desk.recorded(Sent)[1] == Sent("email", 1, mail.notices, "receipt")


async def test_a_repeated_delivery_sends_nothing_again(desk: Desk) -> None:
    await desk.tell("FP2026-001")
    first = await desk.activities.deliver_digest(REQUEST)
    assert await desk.activities.deliver_digest(REQUEST) == first
    assert len(desk.email.took) == 1


async def test_a_failed_channel_holds_up_no_other_and_is_tried_again_alone(desk: Desk) -> None:
    await desk.tell("FP2026-001")
    desk.email.errors = [DELAYED]
    first = await desk.activities.deliver_digest(REQUEST)
    assert (first.sent, first.pending) == (("inbox",), ("email",))
    second = await desk.activities.deliver_digest(replace(REQUEST, attempt=2))
    assert second.sent == ("inbox", "email")
    assert (len(desk.inbox.took), len(desk.email.took)) == (1, 1)
    (failed,) = desk.recorded(Failed)
    assert isinstance(failed, Failed)
    assert (failed.channel, failed.attempt, failed.code) == ("email", 1, "smtp_451")


async def test_every_attempt_sends_the_same_notices(desk: Desk) -> None:
    """Also when some were read and others came in between."""
    first = await desk.tell("FP2026-001")
    desk.email.errors = [DELAYED]
    await desk.activities.deliver_digest(REQUEST)
    desk.room.read.add(first)
    await desk.tell("FP2026-002")
    await desk.activities.deliver_digest(replace(REQUEST, attempt=2))
    assert desk.email.took[0].notices == (first,)


async def test_a_refused_message_is_given_up_at_once(desk: Desk) -> None:
    await desk.tell("FP2026-001")
    desk.email.errors = [REFUSED]
    result = await desk.activities.deliver_digest(REQUEST)
    assert (result.failed, result.pending) == (("email",), ())
    assert len(desk.recorded(GaveUp)) == 1


async def test_the_last_attempt_gives_up_on_record(desk: Desk) -> None:
    notice = await desk.tell("FP2026-001")
    desk.email.errors = [DELAYED]
    result = await desk.activities.deliver_digest(replace(REQUEST, attempt=5, is_last=True))
    assert result.failed == ("email",)
    assert desk.recorded(GaveUp) == [GaveUp("email", 5, "smtp_451", (notice,))]


async def test_a_channel_that_is_not_in_use_is_skipped_once_and_no_failure(desk: Desk) -> None:
    await desk.tell("FP2026-001")
    desk.email.errors = [ChannelUnusedError("not_configured", "尚未配置邮件服务器。")]
    result = await desk.activities.deliver_digest(REQUEST)
    assert (result.skipped, result.failed) == (("email",), ())
    await desk.activities.deliver_digest(replace(REQUEST, attempt=2))
    assert desk.recorded(Skipped) == [Skipped("email", "not_configured")]


async def test_a_channel_that_was_taken_away_between_attempts_is_skipped(desk: Desk) -> None:
    await desk.tell("FP2026-001")
    desk.email.errors = [DELAYED]
    await desk.activities.deliver_digest(REQUEST)
    smaller = NoticeActivities(desk.room, desk.starts, (desk.inbox,), clock=desk.room.clock)
    result = await smaller.deliver_digest(replace(REQUEST, attempt=2))
    assert result.skipped == ("email",)


async def test_a_faulty_channel_is_on_record_and_keeps_no_other_from_sending(desk: Desk) -> None:
    await desk.tell("FP2026-001")
    desk.inbox.errors = [ZeroDivisionError()]
    result = await desk.activities.deliver_digest(REQUEST)
    assert (result.sent, result.pending) == (("email",), ("inbox",))
    (failed,) = desk.recorded(Failed)
    assert isinstance(failed, Failed)
    assert failed.code == "channel_faulty"


async def test_what_was_read_meanwhile_is_not_sent(desk: Desk) -> None:
    desk.room.read.add(await desk.tell("FP2026-001"))
    unread = await desk.tell("FP2026-002")
    await desk.activities.deliver_digest(REQUEST)
    assert desk.email.took[0].notices == (unread,)


async def test_a_digest_of_nothing_but_read_notices_is_not_sent(desk: Desk) -> None:
    desk.room.read.add(await desk.tell("FP2026-001"))
    result = await desk.activities.deliver_digest(REQUEST)
    assert (result.sent, result.pending) == ((), ())
    assert desk.room.types(STREAM) == ["digest.begun", "digest.composed"]
    assert desk.email.took == []


async def test_an_urgent_message_leaves_the_daily_notices_to_their_digest(desk: Desk) -> None:
    await desk.tell("FP2026-001")
    urgent = await desk.tell("FP2026-002", urgent=True)
    await desk.activities.deliver_digest(
        DeliverRequest("a", "20261120T0905", "dw/digest/a.20261120T0905")
    )
    assert desk.email.took[0].notices == (urgent,)


async def test_a_notice_that_comes_after_its_digest_went_out_goes_with_the_next_one(
    desk: Desk,
) -> None:
    await desk.tell("FP2026-001")
    await desk.activities.deliver_digest(REQUEST)
    late = await desk.tell("FP2026-002")
    await desk.deliver_next()
    assert [mail.notices for mail in desk.email.took][1:] == [(late,)]


async def test_a_notice_that_comes_while_its_digest_is_being_composed_is_sent_once(
    desk: Desk,
) -> None:
    """Whoever posts sees the slot closed and asks for the next one as well; that one is empty."""
    first = await desk.tell("FP2026-001")
    late: list[str] = []

    async def tell_late() -> None:
        if not late:
            late.append("")
            late[0] = await desk.tell("FP2026-002")

    desk.room.before_composing = tell_late
    await desk.activities.deliver_digest(REQUEST)
    await desk.deliver_next()
    assert [mail.notices for mail in desk.email.took] == [(first, late[0])]


async def test_no_fact_holds_an_address(desk: Desk) -> None:
    await desk.tell("FP2026-001")
    desk.email.errors = [DELAYED]
    await desk.activities.deliver_digest(REQUEST)
    await desk.activities.deliver_digest(replace(REQUEST, attempt=2))
    assert "@" not in repr(desk.room.steps)


@pytest.mark.parametrize("link", ["", "https://fp.example/"])
async def test_the_address_of_the_installation_is_given_when_there_is_one(
    desk: Desk, link: str
) -> None:
    desk.activities = NoticeActivities(
        desk.room, desk.starts, (desk.email,), link=link, clock=desk.room.clock
    )
    await desk.tell("FP1")
    await desk.activities.deliver_digest(REQUEST)
    message = desk.email.took[-1]
    assert ("https://" in message.text) == ("href" in message.html) == bool(link)
    assert link in message.text
