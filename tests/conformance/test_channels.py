"""What every channel promises, whichever it is. A new channel adds one harness below."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import pytest

from activities.channels.email import EmailChannel
from activities.channels.inbox import InboxChannel
from activities.channels.port import Channel, DeliveryRefusedError
from models.errors import FupanError
from tests.activities.messages import Addresses, message
from tests.activities.relay import Relay, running_relay

ADDRESS = "zhishu@mine.example"


class Harness(Protocol):
    """One channel with a receiving end that a test controls."""

    channel: Channel

    def refuse(self) -> None:
        """From now on nothing is taken, for good."""

    def arrived(self) -> list[str]:
        """Keys of what arrived, in order; equal ones are recognisable as repeats."""


@dataclass
class EmailHarness:
    relay: Relay
    channel: Channel

    def refuse(self) -> None:
        self.relay.rcpt_answer = f"550 no such user {ADDRESS}"

    def arrived(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.relay.mails()]


@dataclass
class InboxHarness:
    """An inbox that holds every notice, until told to lose them."""

    seen: list[str] = field(default_factory=list)
    is_lost: bool = False

    @property
    def channel(self) -> Channel:
        return InboxChannel(self)

    async def count_of(self, account: str, notices: Sequence[str]) -> int:
        if self.is_lost:
            return 0
        self.seen.append(f"{account}:{','.join(notices)}")
        return len(notices)

    def refuse(self) -> None:
        self.is_lost = True

    def arrived(self) -> list[str]:
        return self.seen


@asynccontextmanager
async def email() -> AsyncIterator[Harness]:
    async with running_relay() as relay:
        addresses = Addresses(a=ADDRESS, b="zuzhibu@mine.example")
        yield EmailHarness(relay, EmailChannel(relay.settings(), addresses))


@asynccontextmanager
async def inbox() -> AsyncIterator[Harness]:
    yield InboxHarness()  # type: ignore[misc]  # the channel is a property here


HARNESSES = {"email": email, "inbox": inbox}


@pytest.fixture(params=HARNESSES)
async def harness(request: pytest.FixtureRequest) -> AsyncIterator[Harness]:
    opened: AbstractAsyncContextManager[Harness] = HARNESSES[request.param]()
    async with opened as harness:
        yield harness


async def test_its_name_can_stand_in_a_fact(harness: Harness) -> None:
    assert re.fullmatch(r"[a-z]+", harness.channel.name)


async def test_what_it_takes_arrives_and_is_receipted(harness: Harness) -> None:
    delivery = await harness.channel.send(message())
    assert delivery.reference
    assert len(harness.arrived()) == 1


async def test_a_repeat_can_be_recognised_as_one(harness: Harness) -> None:
    await harness.channel.send(message())
    await harness.channel.send(message())
    assert len(set(harness.arrived())) == 1


async def test_different_digests_are_never_taken_for_repeats(harness: Harness) -> None:
    await harness.channel.send(message())
    await harness.channel.send(message(key="dw/digest/b.20261120T0930", account="b"))
    assert len(set(harness.arrived())) == 2


async def test_many_at_once_do_not_get_mixed_up(harness: Harness) -> None:
    many = [message(key=f"dw/digest/a.{n}", notices=(f"n{n}",)) for n in range(10)]
    await asyncio.gather(*(harness.channel.send(each) for each in many))
    assert len(set(harness.arrived())) == 10


async def test_what_it_refuses_for_good_is_refused_with_a_code_and_without_an_address(
    harness: Harness,
) -> None:
    harness.refuse()
    with pytest.raises(DeliveryRefusedError) as caught:
        await harness.channel.send(message())
    assert re.fullmatch(r"[a-z0-9_]+", caught.value.code)
    assert not _tells(caught.value, ADDRESS)
    assert harness.arrived() == []


async def test_its_receipt_tells_no_address(harness: Harness) -> None:
    assert ADDRESS not in (await harness.channel.send(message())).reference


def _tells(error: FupanError, secret: str) -> bool:
    return secret in error.code or secret in error.message
