"""From a fact to a mail: real Temporal, real PostgreSQL, real SMTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from activities.channels.email import EmailChannel
from activities.channels.inbox import InboxChannel
from activities.notices import NoticeActivities
from models.digest.decider import digest_stream
from models.facts import Command, Notify, Recipient
from models.notice.events import Told
from models.notice.recipients import Post, Roster
from models.policy import NoticeTerms
from store.entity_inputs import EntityInputs
from store.event_store import EventStore
from store.post_room import PostRoomStore
from tests.activities.relay import Relay, running_relay
from tests.workflows.conftest import StartWorker
from web.gateway import Gateway
from wire.notices import DeliverResult, DispatchRequest
from workflows.digest import DigestWorkflow

HOLDER = Post("branch_secretary", "Z1-01")


class Store(PostRoomStore):
    """The real store with a roster and an address book of one.

    Attributes:
        lost: Steps whose recording fails once, as when the worker is killed right before it.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine)
        self.account = uuid4().hex  # tests share one Temporal, where ids are used once
        self.lost: list[str] = []

    async def roster(self, posts: Any, named: Any, on: date) -> Roster:
        return Roster({HOLDER: (self.account,)})

    async def email_of(self, account: str) -> str | None:
        return f"{account}@mine.example"

    async def execute(self, stream: str, step: str, command: Command) -> None:
        if step in self.lost:
            self.lost.remove(step)
            raise ConnectionError
        await super().execute(stream, step, command)


class Office:
    """A worker's notice activities with a mail relay behind them."""

    def __init__(
        self, environment: WorkflowEnvironment, engine: AsyncEngine, queue: str, relay: Relay
    ) -> None:
        self.environment, self.engine, self.relay = environment, engine, relay
        self.store = Store(engine)
        gateway = Gateway(environment.client, EntityInputs(engine), "dw", queue)
        channels = (InboxChannel(self.store), EmailChannel(relay.settings(), self.store))
        self.activities = NoticeActivities(self.store, gateway, channels)

    @property
    def client(self) -> Client:
        return self.environment.client

    async def tell(self, number: str) -> Told:
        recipients = (Recipient(HOLDER.role, HOLDER.unit),)
        stream = f"dw/rectification/{number}"
        notify = Notify(recipients, "escalation.yellow")
        request = DispatchRequest(stream, 1, notify, datetime.now(UTC), NoticeTerms())
        with self.environment.with_time_skipping_disabled():
            await self.activities.dispatch_notices(request)
        (told,) = await self.store.told_of(stream, 1)
        return told

    async def outcome(self, told: Told) -> DeliverResult:
        """What became of the digest, after its time and all its attempts have passed."""
        handle = self.client.get_workflow_handle(
            digest_stream("dw", told.account, told.slot), result_type=DeliverResult
        )
        await self.environment.fast_forward(handle, timedelta(days=3))
        result: DeliverResult = await handle.result()
        return result

    async def recorded(self, told: Told) -> list[str]:
        async with self.engine.connect() as connection:
            facts = await EventStore().read(
                connection, digest_stream("dw", told.account, told.slot)
            )
        return [fact.type for fact in facts]


@pytest.fixture
async def office(
    temporal: WorkflowEnvironment, engine: AsyncEngine, task_queue: str, start_worker: StartWorker
) -> AsyncIterator[Office]:
    async with running_relay() as relay:
        office = Office(temporal, engine, task_queue, relay)
        async with start_worker([DigestWorkflow], office.activities.all()):
            yield office


async def test_thirty_notices_of_a_day_are_one_mail(office: Office) -> None:
    told = [await office.tell(f"FP2026-{number:03}") for number in range(1, 31)]
    assert len({each.slot for each in told}) == 1
    result = await office.outcome(told[0])
    assert result.sent == ("inbox", "email")
    (mail,) = office.relay.mails()
    body = mail.get_body(("plain",))
    assert body is not None
    assert all(f"FP2026-{number:03}" in body.get_content() for number in range(1, 31))


async def test_a_relay_that_defers_gets_the_mail_later(office: Office) -> None:
    office.relay.answers = ["451 later", "421 later still"]
    told = await office.tell("FP2026-001")
    assert (await office.outcome(told)).sent == ("inbox", "email")
    assert len(office.relay.mails()) == 1
    assert (await office.recorded(told)).count("digest.failed") == 2


async def test_a_relay_that_refuses_leaves_the_inbox_and_a_record(office: Office) -> None:
    office.relay.rcpt_answer = "550 no such user"
    told = await office.tell("FP2026-001")
    result = await office.outcome(told)
    assert (result.sent, result.failed) == (("inbox",), ("email",))
    assert (await office.recorded(told))[-2:] == ["digest.failed", "digest.gave_up"]


async def test_a_relay_that_never_recovers_is_given_up_after_five_attempts(office: Office) -> None:
    office.relay.answers = ["451 later"] * 9
    told = await office.tell("FP2026-001")
    assert (await office.outcome(told)).failed == ("email",)
    recorded = await office.recorded(told)
    assert recorded.count("digest.failed") == 5
    assert recorded[-1] == "digest.gave_up"


async def test_a_worker_killed_between_sending_and_recording_repeats_the_very_same_mail(
    office: Office,
) -> None:
    """SMTP cannot be asked what it took; the Message-ID lets the receiver drop the repeat."""
    office.store.lost = ["attempt:1:email"]
    told = await office.tell("FP2026-001")
    assert (await office.outcome(told)).sent == ("inbox", "email")
    first, second = office.relay.mails()
    assert first["Message-ID"] == second["Message-ID"]
    assert (await office.recorded(told)).count("digest.sent") == 2  # inbox and e-mail, once each
