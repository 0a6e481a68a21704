"""What facts ask of the world, carried out one after another by a task of its own.

Carrying out comes after the receipt and at least once: every effect ends in a fact elsewhere whose
id derives from its cause, so twice is once, and what left no trace is found again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from models.facts import SYSTEM, Actor, Effect, Notify, Open, Tell
    from models.ids import derived_id
    from models.policy import NoticeTerms
    from wire.notices import DispatchRequest
    from wire.starts import CommandOrder
    from workflows import ports

_TIMEOUT = timedelta(minutes=2)
_GATHER_TIMEOUT = timedelta(minutes=10)  # attachments of 100 000 items on a busy machine
# Attempts stay unlimited: with PostgreSQL down a command waits, and then completes.
RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=10)
)


@dataclass(frozen=True)
class Caused:
    """An effect with the fact that asks for it: its version, when it occurred, and by whom."""

    version: int
    at: datetime
    actor: Actor
    effect: Effect


@dataclass(frozen=True)
class Sender:
    """Who sends effects, as of now.

    Attributes:
        stream: Its stream id.
        correlation: Its loop id, handed on where an effect names none.
        notices: When its people are told.
        offset_seconds: Shift of its clock, handed on by simulations.
    """

    stream: str
    correlation: str
    notices: NoticeTerms
    offset_seconds: int


@dataclass
class Effects:
    """Effects that wait, oldest first."""

    _waiting: list[Caused] = field(default_factory=list)
    _is_busy: bool = False

    @property
    def is_idle(self) -> bool:
        """True when nothing waits and nothing is under way."""
        return not self._waiting and not self._is_busy

    def add(self, caused: Caused) -> None:
        """Put one at the end."""
        self._waiting.append(caused)

    async def collect_outstanding(self, stream: str) -> None:
        """Add effects of facts that were stored while nobody was there to carry them out."""
        for item in await workflow.execute_activity(
            ports.outstanding_effects,
            stream,
            start_to_close_timeout=_TIMEOUT,
            retry_policy=RETRY,
        ):
            effect = item.notify or item.open or item.tell
            if effect is not None:
                self.add(Caused(item.version, item.occurred_at, item.actor, effect))

    async def carry_out_all(self, sender: Callable[[], Sender]) -> None:
        """Carry out whatever comes, until cancelled."""
        while True:
            await workflow.wait_condition(lambda: bool(self._waiting))
            self._is_busy = True
            await _carry_out(self._waiting.pop(0), sender())
            self._is_busy = False


async def _carry_out(caused: Caused, sender: Sender) -> None:
    if isinstance(caused.effect, Notify):
        await _notify(caused, caused.effect, sender)
    else:
        await _order(caused, caused.effect, sender)


async def _notify(caused: Caused, effect: Notify, sender: Sender) -> None:
    await workflow.execute_activity(
        ports.dispatch_notices,
        DispatchRequest(sender.stream, caused.version, effect, caused.at, sender.notices),
        start_to_close_timeout=_TIMEOUT,
        retry_policy=RETRY,
        summary=effect.kind,
    )


async def _order(caused: Caused, effect: Open | Tell, sender: Sender) -> None:
    await workflow.execute_activity(
        ports.command_entity,
        CommandOrder(
            entity=effect.entity,
            stream=effect.stream,
            command_id=derived_id(
                sender.stream, str(caused.version), effect.stream, effect.command
            ),
            command=effect.command,
            data=effect.data,
            actor=_in_the_name_of(caused.actor),
            correlation=effect.correlation or sender.correlation,
            opens=isinstance(effect, Open),
            clock_offset_seconds=sender.offset_seconds,
            gather=effect.gather,
            occurred_at=caused.at,
        ),
        start_to_close_timeout=_GATHER_TIMEOUT if effect.gather else _TIMEOUT,
        retry_policy=RETRY,
        summary=effect.command,
    )


def _in_the_name_of(actor: Actor) -> Actor:
    """What a fact asks of another entity is asked by the system, for whoever caused the fact."""
    if actor.account == SYSTEM.account:
        return actor
    return replace(SYSTEM, on_behalf_of=actor.account)
