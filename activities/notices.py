"""Activities that put facts before people and send what waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from activities.channels.email import EmailChannel, MailSettings, relay_of
from activities.channels.inbox import InboxChannel
from activities.channels.port import (
    Channel,
    ChannelUnusedError,
    DeliveryDelayedError,
    DeliveryRefusedError,
    Message,
)
from activities.digest_starts import DigestStarts
from activities.post_room import PostRoom, Starter
from models.calendar import on_shanghai
from models.digest.commands import Begin, Compose, RecordFailure, RecordSent, RecordSkip
from models.digest.rendering import render
from models.digest.state import Digest, Outcome
from models.errors import FupanError
from models.facts import Command
from models.notice.commands import PostNotice
from models.notice.decider import notices_of, step_of
from models.notice.recipients import Resolution, posts_asked, resolve
from models.notice.slots import slot_named
from store.post_room import PostRoomStore
from wire.notices import (
    DeliverRequest,
    DeliverResult,
    DispatchRequest,
    DispatchResult,
)
from workflows.failures import to_failure

_log = structlog.get_logger()

# Below the activity's own time-out, so that two attempts of one digest never run side by side.
DELIVERY_PATIENCE_SECONDS = 100


class NoticeActivities:
    """Implements the notice ports of `workflows/ports.py`."""

    def __init__(
        self,
        room: PostRoom,
        starter: Starter,
        channels: Sequence[Channel],
        *,
        link: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._room = room
        self._delivery = DigestStarts(room, starter)
        self._channels = {channel.name: channel for channel in channels}
        self._link = link
        self._clock = clock

    @classmethod
    def from_settings(
        cls, settings: MailSettings, engine: AsyncEngine, starter: Starter, link: str = ""
    ) -> NoticeActivities:
        """The activities on PostgreSQL, with every channel that there is.

        Args:
            settings: Those of the mail.
            engine: Of the role that appends and reads facts.
            starter: The way to the engine.
            link: Address that digests give to people; empty: none.

        Raises:
            ConfigurationError: A mail setting makes no sense.
        """
        store = PostRoomStore(engine)
        channels = (InboxChannel(store), EmailChannel(relay_of(settings), store))
        return cls(store, starter, channels, link=link)

    def all(self) -> list[Callable[..., Any]]:
        """Everything that a worker has to register."""
        return [self.dispatch_notices, self.deliver_digest]

    # ---- posting --------------------------------------------------------------------------

    @activity.defn(name="dispatch_notices")
    async def dispatch_notices(self, request: DispatchRequest) -> DispatchResult:
        """Post first, see to delivery afterwards; a retry finds what was posted and goes on."""
        try:
            resolution = await self._resolve(request)
            command = await self._command(request, resolution)
            step = step_of(request.version)
            await self._room.execute(notices_of(request.stream), step, command)
            told = await self._room.told_of(request.stream, request.version)
            await self._delivery.see_to(request, told, self._clock())
        except FupanError as error:
            raise to_failure(error) from error
        orphans = tuple(post.label for post in resolution.orphans)
        if orphans:
            _log.warning("post_vacant", stream=request.stream, version=request.version)
        return DispatchResult(tuple(each.account for each in told), orphans)

    async def _resolve(self, request: DispatchRequest) -> Resolution:
        recipients = request.notify.recipients
        named = [each.account for each in recipients if each.account is not None]
        today = on_shanghai(self._clock())
        roster = await self._room.roster(posts_asked(recipients), named, today)
        return resolve(recipients, roster)

    async def _command(self, request: DispatchRequest, resolution: Resolution) -> PostNotice:
        brief = await self._room.brief(request.stream, request.version)
        return PostNotice(
            about=request.stream,
            about_version=request.version,
            kind=request.notify.kind,
            urgent=request.notify.urgent,
            terms=request.terms,
            accounts=resolution.accounts,
            orphans=resolution.orphans,
            overseers=resolution.overseers,
            unit=brief.unit,
            due_on=brief.due_on,
        )

    # ---- sending --------------------------------------------------------------------------

    @activity.defn(name="deliver_digest")
    async def deliver_digest(self, request: DeliverRequest) -> DeliverResult:
        """One attempt by every channel that has not come to its end yet."""
        try:
            async with asyncio.timeout(DELIVERY_PATIENCE_SECONDS):
                digest = await self._composed(request)
                if not digest.is_done:
                    await self._attempt(request, digest)
                    digest = await self._room.digest(request.stream)
        except FupanError as error:
            raise to_failure(error) from error
        return DeliverResult(
            sent=digest.by_outcome(Outcome.SENT),
            failed=digest.by_outcome(Outcome.GIVEN_UP),
            skipped=digest.by_outcome(Outcome.SKIPPED),
            pending=digest.by_outcome(Outcome.PENDING),
        )

    async def _composed(self, request: DeliverRequest) -> Digest:
        digest = await self._room.digest(request.stream)
        if not digest.account:
            # Closing the slot comes before reading what waits: whoever posts afterwards sees it
            # closed and goes to the next one, so no notice falls between two digests.
            begin = Begin(request.account, request.slot)
            await self._room.execute(request.stream, "begin", begin)
        if digest.notices is None:
            until_at = slot_named(request.slot).send_at
            waiting = await self._room.waiting_for(request.account, until_at)
            compose = Compose(tuple(waiting), tuple(self._channels))
            await self._room.execute(request.stream, "compose", compose)
            digest = await self._room.digest(request.stream)
        return digest

    async def _attempt(self, request: DeliverRequest, digest: Digest) -> None:
        message = await self._message(request, digest.notices or ())
        for name in digest.by_outcome(Outcome.PENDING):
            outcome = await self._send(name, message, request)
            step = f"attempt:{request.attempt}:{name}"
            await self._room.execute(request.stream, step, outcome)

    async def _message(self, request: DeliverRequest, notices: tuple[str, ...]) -> Message:
        rendered = render(await self._room.views_of(notices), self._link)
        return Message(
            key=request.stream,
            account=request.account,
            at=slot_named(request.slot).send_at,
            title=rendered.title,
            text=rendered.text,
            html=rendered.html,
            notices=notices,
        )

    async def _send(self, name: str, message: Message, request: DeliverRequest) -> Command:
        """What became of one attempt, as the command that records it."""
        channel = self._channels.get(name)
        if channel is None:
            return RecordSkip(name, "not_configured")
        try:
            delivery = await channel.send(message)
        except ChannelUnusedError as error:
            return RecordSkip(name, error.code)
        except DeliveryDelayedError as error:
            return _failure(name, request, error.code, is_permanent=False)
        except DeliveryRefusedError as error:
            return _failure(name, request, error.code, is_permanent=True)
        except Exception:  # noqa: BLE001  # whatever a channel does wrong, see below
            # A faulty channel must not keep the others from sending; the fault is on record.
            _log.exception("channel_faulty", channel=name, stream=request.stream)
            return _failure(name, request, "channel_faulty", is_permanent=False)
        return RecordSent(name, request.attempt, delivery.reference)


def _failure(name: str, request: DeliverRequest, code: str, *, is_permanent: bool) -> RecordFailure:
    _log.warning("delivery_failed", channel=name, stream=request.stream, code=code)
    return RecordFailure(name, request.attempt, code, is_permanent, request.is_last)
