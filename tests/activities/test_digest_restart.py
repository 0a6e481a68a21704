"""After the loss of Temporal's database every digest that the facts ask for runs again."""

from __future__ import annotations

from dataclasses import dataclass, field

from activities.digest_restart import restart_digests
from models.digest.commands import Begin
from models.digest.decider import digest_stream
from models.notice.recipients import Roster
from models.policy import NoticeTerms
from store.queries.inbox import WaitingSlot
from tests.activities.memory_room import NOW, MemoryRoom, Starts

TODAY, TOMORROW = "20261120T0930", "20261121T0930"


@dataclass
class WaitingMemoryRoom(MemoryRoom):
    slots: list[WaitingSlot] = field(default_factory=list)

    async def waiting_slots(self) -> list[WaitingSlot]:
        return self.slots


async def restart(room: WaitingMemoryRoom) -> list[tuple[str, str]]:
    starts = Starts()
    await restart_digests(room, starts, "dw", NoticeTerms(), NOW)
    return [(each.account, each.slot) for each in starts.asked]


async def test_notices_that_wait_get_the_digest_of_their_slot() -> None:
    room = WaitingMemoryRoom(Roster({}), slots=[WaitingSlot("a", TODAY, is_begun=False)])
    assert await restart(room) == [("a", TODAY)]


async def test_a_digest_that_had_begun_goes_on() -> None:
    room = WaitingMemoryRoom(Roster({}), slots=[WaitingSlot("a", TODAY, is_begun=True)])
    await room.execute(digest_stream("dw", "a", TODAY), "begin", Begin("a", TODAY))
    assert await restart(room) == [("a", TODAY)]


async def test_notices_that_missed_their_slot_go_to_the_next_one() -> None:
    room = WaitingMemoryRoom(Roster({}), slots=[WaitingSlot("a", TODAY, is_begun=False)])
    await room.execute(digest_stream("dw", "a", TODAY), "begin", Begin("a", TODAY))
    assert (await restart(room))[-1] == ("a", TOMORROW)
