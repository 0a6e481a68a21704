"""The one driver of every entity with clocks: decide, append, evolve, react, wait.

A workflow decides *when*; the decider decides *what*; activities touch the world. The driver
knows no rule of any entity. The order of every command is:

    lock → seen before? → decide → append (one activity, one transaction) → evolve → receipt

Effects are carried out afterwards by a task of their own, and one timer waits for the earliest
clock. Everything needed to go on travels in `EntityInput`: the start, the continue-as-new and
the recovery argument are the same shape.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from models.errors import (
        FupanError,
        InvalidInputError,
        RuleRefusedError,
        VersionConflictError,
    )
    from models.facts import (
        SYSTEM,
        AdoptTerms,
        Clock,
        Command,
        Decider,
        Event,
        Fact,
        Request,
    )
    from models.terms import Terms
    from wire.codec import fingerprint, from_json, to_json
    from wire.messages import (
        AppendRequest,
        AppendResult,
        CommandMessage,
        EntityInput,
        NewEvent,
        Receipt,
        Refusal,
        TermsMessage,
    )
    from workflows import ports
    from workflows.effects import RETRY, Caused, Effects, Sender
    from workflows.failures import is_kind, to_failure
    from workflows.upgrade import continue_on_newest_release, is_upgrade_waiting

HISTORY_EVENTS_PER_RUN = 500  # replay costs about 0.5 ms of CPU an event
RECEIPTS_KEPT = 50  # the store remembers the older ones by their event ids
_APPEND_TIMEOUT = timedelta(seconds=15)
_LOAD_TIMEOUT = timedelta(minutes=2)


class Entity:
    """Drives one stream. Subclasses add `@workflow.defn`, `__init__` and `run`, nothing else."""

    def __init__(self, decider: Decider[Any, Any, Any], start: EntityInput) -> None:
        # State is complete before any handler runs, so an update may arrive before `run`.
        self._decider = decider
        self._stream = start.stream
        self._terms = start.terms
        self._state = _unpack(decider, start.state)
        self._version = start.version
        self._head = start.head
        self._correlation = start.correlation or start.stream
        self._recent = {receipt.command_id: receipt for receipt in start.recent}
        self._offset = timedelta(seconds=start.clock_offset_seconds)
        self._handled = start.handled
        self._effects = Effects()
        self._was_asked = False
        self._lock = asyncio.Lock()

    # ---- commands -------------------------------------------------------------------------

    @workflow.update(name="execute")
    async def execute(self, message: CommandMessage) -> Receipt:
        """Carry out a command exactly once and tell what became of it."""
        async with self._lock:
            try:
                return await self._execute(message, self._parse(message), self._terms)
            except FupanError as error:
                raise to_failure(error) from error
            finally:
                self._was_asked = True

    @execute.validator
    def _validate(self, message: CommandMessage) -> None:
        """Turn away what cannot even be read; that leaves no trace in the history."""
        try:
            self._parse(message)
        except FupanError as error:
            raise to_failure(error) from error

    @workflow.update(name="adopt_terms")
    async def adopt_terms(self, message: TermsMessage) -> Receipt:
        """Live under newer versions of policy and calendar, by a recorded event."""
        async with self._lock:
            order = CommandMessage(
                message.id, AdoptTerms.name, {"reason": message.reason}, message.actor
            )
            try:
                receipt = await self._execute(order, AdoptTerms(message.reason), message.terms)
            except FupanError as error:
                raise to_failure(error) from error
            if receipt.refusal is None:
                self._terms = self._terms.brought_up_to(message.terms)
            return receipt

    @workflow.update(name="refresh")
    async def refresh(self) -> int:
        """Take state and clocks from the facts again, whatever this run believed; the version.

        For recovery: facts may have come without this workflow, or it may come from a backup.
        """
        async with self._lock:
            await self._reload()
            return self._version

    @workflow.query(name="snapshot")
    def snapshot(self) -> EntityInput:
        """For debugging and for tests that compare state, fold and read model."""
        return self._carried()

    def _parse(self, message: CommandMessage) -> Command:
        kind = self._decider.commands.get(message.name)
        if kind is None:
            raise InvalidInputError("unknown_command", f"没有名为“{message.name}”的操作。", "name")
        command: Command = from_json(kind, message.data)
        return command

    async def _execute(self, message: CommandMessage, command: Command, offered: Terms) -> Receipt:
        digest = fingerprint(message.name, message.data)
        if (seen := self._recent.get(message.id)) is not None:
            _check_same(seen.command_hash or digest, digest)
            return seen
        if self._version == 0 and message.correlation:
            self._correlation = message.correlation
        request = Request(message.id, message.actor, self._now(), command)
        for _ in range(2):
            terms = self._terms.brought_up_to(offered)
            events, refusal = self._decide(request, terms)
            if not events:
                receipt = Receipt(message.id, self._stream, self._version, command_hash=digest)
                return self._remember(receipt)
            result = await self._append(request, digest, events, terms)
            if result is not None:
                return self._conclude(message.id, digest, result, refusal)
            # Someone else's facts came first (a lost Temporal database): decide on them again.
            await self._reload()
        raise VersionConflictError("stream_contended", "该事项正被其他程序改写，请稍后重试。")

    def _decide(
        self, request: Request[Command], terms: Terms
    ) -> tuple[Sequence[Event], Refusal | None]:
        try:
            return self._decider.decide(self._state, request, terms), None
        except RuleRefusedError as error:
            refusal = Refusal(error.code, error.message)
            return [self._decider.refusal(request, error)], refusal

    def _conclude(
        self, command_id: str, digest: str, result: AppendResult, refusal: Refusal | None
    ) -> Receipt:
        _check_same(result.command_hash, digest)
        if result.outcome != "appended":
            refusal = result.refusal
        return self._remember(
            Receipt(command_id, self._stream, result.last_version, result.types, refusal, digest)
        )

    def _remember(self, receipt: Receipt) -> Receipt:
        self._recent[receipt.command_id] = receipt
        while len(self._recent) > RECEIPTS_KEPT:
            del self._recent[next(iter(self._recent))]
        return receipt

    # ---- facts ----------------------------------------------------------------------------

    async def _append(
        self, request: Request[Command], digest: str, events: Sequence[Event], terms: Terms
    ) -> AppendResult | None:
        """Store the events of a step and evolve; None when the stream has moved on without us."""
        facts = self._facts(request, events)
        after = self._state
        for fact in facts:
            after = self._decider.evolve(after, fact)
        try:
            result = await self._store(request, digest, events, self._next_instant(after, terms))
        except ActivityError as error:
            if is_kind(error.cause, VersionConflictError):
                return None
            raise error.cause if isinstance(error.cause, ApplicationError) else error from error
        if result.outcome == "appended":
            self._evolve(facts, result.head)
        elif result.last_version > self._version:
            # An earlier try of this step was stored: take what stands there, not what we meant.
            await self._reload()
        return result

    async def _store(
        self,
        request: Request[Command],
        digest: str,
        events: Sequence[Event],
        next_clock_at: datetime | None,
    ) -> AppendResult:
        return await workflow.execute_activity(
            ports.append_facts,
            AppendRequest(
                stream=self._stream,
                expected_version=self._version,
                expected_head=self._head,
                step=request.id,
                command_hash=digest,
                actor=request.actor,
                occurred_at=request.at,
                correlation=self._correlation,
                events=tuple(
                    NewEvent(event.type, event.schema_version, to_json(event)) for event in events
                ),
                next_clock_at=next_clock_at,
                simulated=bool(self._offset),
            ),
            start_to_close_timeout=_APPEND_TIMEOUT,
            retry_policy=RETRY,
            summary=", ".join(event.type for event in events),
        )

    def _facts(self, request: Request[Command], events: Sequence[Event]) -> list[Fact[Event]]:
        return [
            Fact(self._version + index, request.at, request.actor, request.id, event)
            for index, event in enumerate(events, start=1)
        ]

    def _evolve(self, facts: Sequence[Fact[Event]], head: str) -> None:
        for fact in facts:
            self._state = self._decider.evolve(self._state, fact)
            for effect in self._decider.react(self._state, fact):
                self._effects.add(Caused(fact.version, fact.at, fact.actor, effect))
        self._version, self._head = facts[-1].version, head

    async def _reload(self) -> None:
        """Take state from the facts: they are the truth, the workflow only remembers them."""
        loaded = await workflow.execute_activity(
            ports.load_stream,
            self._stream,
            start_to_close_timeout=_LOAD_TIMEOUT,
            retry_policy=RETRY,
        )
        if loaded.version and loaded.terms != self._terms.version:
            self._terms = await workflow.execute_activity(
                ports.load_terms,
                loaded.terms,
                start_to_close_timeout=_LOAD_TIMEOUT,
                retry_policy=RETRY,
            )
        self._state = _unpack(self._decider, loaded.state)
        self._version, self._head = loaded.version, loaded.head
        self._correlation = loaded.correlation or self._correlation
        await self._effects.collect_outstanding(self._stream)

    # ---- life -----------------------------------------------------------------------------

    async def live(self) -> None:
        """Wait for clocks and commands until the entity is finished, or until this run is long."""
        if self._handled < self._version:
            await self._effects.collect_outstanding(self._stream)
        effects = asyncio.create_task(self._effects.carry_out_all(self._sender))
        while not self._is_over() and not self._is_long():
            await self._wait_for_next_clock()
        await workflow.wait_condition(self._is_idle)
        effects.cancel()
        if not self._is_over():
            continue_on_newest_release(self._carried())

    async def _wait_for_next_clock(self) -> None:
        clock = self._next_clock()
        awaited = _promise(clock)

        def changed() -> bool:
            # Other terms may move a clock that keeps its key.
            return _promise(self._next_clock()) != awaited or self._must_stop()

        if clock is None:
            await workflow.wait_condition(changed)
            return
        left = max(clock.fires_at - self._now(), timedelta())
        try:
            await workflow.wait_condition(changed, timeout=left, timeout_summary=clock.key)
        except TimeoutError:
            await self._fire(clock.key)

    async def _fire(self, key: str) -> None:
        async with self._lock:
            clock = self._next_clock()
            if clock is None or clock.key != key:
                return  # a command that held the lock has settled it
            request = Request(clock.key, SYSTEM, self._now(), clock.command)
            digest = fingerprint(clock.command.name, to_json(clock.command))
            # A refused or undecidable clock is a bug: let the task fail and retry after a fix,
            # rather than fall silent.
            events = self._decider.decide(self._state, request, self._terms)
            if await self._append(request, digest, events, self._terms) is None:
                await self._reload()

    def _next_clock(self) -> Clock[Command] | None:
        return _earliest(self._decider.clocks(self._state, self._terms))

    def _next_instant(self, state: Any, terms: Terms) -> datetime | None:
        clock = _earliest(self._decider.clocks(state, terms))
        return clock.fires_at if clock else None

    def _now(self) -> datetime:
        return workflow.now() + self._offset

    def _must_stop(self) -> bool:
        return self._is_over() or self._is_long()

    def _is_over(self) -> bool:
        if self._state == self._decider.initial():
            # Its opening was refused or unreadable: nothing lives here. A later one starts anew.
            return self._was_asked and not self._lock.locked()
        return self._decider.is_finished(self._state)

    def _is_long(self) -> bool:
        info = workflow.info()
        return (
            is_upgrade_waiting()
            or info.is_continue_as_new_suggested()
            or info.get_current_history_length() > HISTORY_EVENTS_PER_RUN
        )

    def _is_idle(self) -> bool:
        return workflow.all_handlers_finished() and self._effects.is_idle

    def _sender(self) -> Sender:
        offset = int(self._offset.total_seconds())
        return Sender(self._stream, self._correlation, self._terms.policy.notices, offset)

    def _carried(self) -> EntityInput:
        return EntityInput(
            stream=self._stream,
            terms=self._terms,
            state=to_json(self._state),
            version=self._version,
            head=self._head,
            correlation=self._correlation,
            recent=tuple(self._recent.values()),
            clock_offset_seconds=int(self._offset.total_seconds()),
            handled=self._version,
        )


def _check_same(known: str, digest: str) -> None:
    if known != digest:
        raise InvalidInputError(
            "command_id_reused", "该操作编号已用于另一项操作，请换用新的编号。", "id"
        )


def _unpack(decider: Decider[Any, Any, Any], state: Mapping[str, Any] | None) -> Any:
    return decider.initial() if state is None else from_json(decider.state_type, state)


def _promise(clock: Clock[Any] | None) -> tuple[str, datetime] | None:
    """What is waited for, and until when; None when nothing is."""
    return (clock.key, clock.fires_at) if clock else None


def _earliest(clocks: Sequence[Clock[Any]]) -> Clock[Any] | None:
    return min(clocks, key=lambda clock: (clock.fires_at, clock.key), default=None)
