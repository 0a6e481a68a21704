"""What signing in leaves behind for the auditor."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from models.account.commands import Lock
from models.account.decider import ACCOUNT
from models.calendar import on_shanghai
from models.facts import SYSTEM, Actor
from models.ids import stream_id
from models.sign_in.commands import RecordEnd, RecordFailure, RecordSuccess, SignInCommand
from models.sign_in.decider import SIGN_IN
from models.sign_in.events import FailureReason
from models.sign_in.rules import UNKNOWN, number_for
from store.command_handler import handle
from store.sessions import Failures
from wire.codec import to_json
from wire.messages import CommandMessage

# Guessing with ever new logins must not fill the store: beyond this, failures are only counted.
UNKNOWN_FACTS_PER_DAY = 200


class Traces:
    """Writes facts about sign-ins, one stream per account and day."""

    def __init__(self, engine: AsyncEngine, committee: str) -> None:
        self._engine = engine
        self._committee = committee
        self._unknown_on = ""
        self._unknown_count = 0

    async def succeeded(self, account: str, session: str, at: datetime) -> None:
        """Someone proved to be an account."""
        await self._record(account, RecordSuccess(session), Actor(account), at)

    async def ended(self, account: str, session: str, at: datetime) -> None:
        """A session was ended by its owner."""
        await self._record(account, RecordEnd(session), Actor(account), at)

    async def failed(
        self, account: str | None, reason: FailureReason, failures: Failures, at: datetime
    ) -> None:
        """Someone failed to; the failure that reaches the limit also locks the account."""
        if account is None and not self._counts_unknown(at):
            return
        failure = RecordFailure(reason, failures.count)
        await self._record(account or UNKNOWN, failure, SYSTEM, at)
        if account is not None and failures.locked_until_at is not None:
            lock = Lock("too_many_failures", failures.locked_until_at)
            message = CommandMessage(str(uuid.uuid4()), lock.name, to_json(lock), SYSTEM)
            stream = stream_id(self._committee, ACCOUNT.entity, account)
            await handle(self._engine, ACCOUNT, stream, message)

    async def _record(
        self, account: str, command: SignInCommand, actor: Actor, at: datetime
    ) -> None:
        number = number_for(account, on_shanghai(at))
        stream = stream_id(self._committee, SIGN_IN.entity, number)
        message = CommandMessage(str(uuid.uuid4()), command.name, to_json(command), actor)
        await handle(self._engine, SIGN_IN, stream, message)

    def _counts_unknown(self, at: datetime) -> bool:
        today = on_shanghai(at).isoformat()
        if today != self._unknown_on:
            self._unknown_on, self._unknown_count = today, 0
        self._unknown_count += 1
        return self._unknown_count <= UNKNOWN_FACTS_PER_DAY
