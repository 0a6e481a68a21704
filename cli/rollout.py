"""Takes decided terms to open items and watches them arrive; for `policy` and `calendar`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import print_json, progress
from cli.session import run_async
from models.errors import TransientError
from runtime.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from models.terms import TermsVersion
    from web.parts import Parts
    from wire.starts import RolloutOutcome

WaitOption = Annotated[bool, typer.Option("--wait/--no-wait", help="是否等待在办事项全部改用。")]

_LOOK_EVERY_SECONDS = 0.3
_PATIENCE_SECONDS = 60.0  # one item that does not answer takes half of it
_SHOWN_FAILURES = 20


class Progress(StrEnum):
    """How far open items have come."""

    NOTHING_TO_DO = "nothing_to_do"
    DONE = "done"
    UNDER_WAY = "under_way"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Rollout:
    """What became of a rollout, as `--json` shows it.

    Attributes:
        progress: How far it has come.
        waiting: Open items that were behind at its start.
        left: Those that still are.
        failed: Streams of items that could not adopt.
    """

    progress: Progress
    waiting: int = 0
    left: int = 0
    failed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Its fields as JSON values."""
        return asdict(self)


def bring_to_open_items(
    found: Settings, waits: bool, is_json: bool, known: dict[str, object]
) -> None:
    """Start every rollout that the facts ask for and tell what became of it.

    Args:
        found: Where the installation is.
        waits: Watch until every item has adopted.
        is_json: Print one JSON object for programs.
        known: What else belongs into that object.
    """
    rollout = run_async(roll_out(found, waits))
    if is_json:
        print_json({**known, "rollout": rollout.as_json()})
    else:
        say(rollout)
    if rollout.failed:
        raise typer.Exit(1)


async def roll_out(found: Settings, waits: bool) -> Rollout:
    """Start every rollout that the facts ask for; safe to repeat, the same ones go on.

    Args:
        found: Where the installation is.
        waits: Watch until every item has adopted.
    """
    from store.engine import open_engine
    from store.rollouts import count_behind, terms_for_open_items

    engine = open_engine(found.app_database(), pool_size=2)
    try:
        async with engine.connect() as connection:
            terms = await terms_for_open_items(connection)
            waiting = await count_behind(connection, terms)
    finally:
        await engine.dispose()
    if not waiting:  # most often; and Temporal's client takes long to load
        return Rollout(Progress.NOTHING_TO_DO)
    return await _start(found, terms, waiting, waits)


def say(rollout: Rollout) -> None:
    """Tell a person what became of it."""
    match rollout.progress:
        case Progress.NOTHING_TO_DO:
            print("没有需要改用的在办事项。")
        case Progress.DONE:
            print(f"{rollout.waiting} 个在办事项已全部改用。")
        case Progress.UNDER_WAY:
            print(f"{rollout.left} 个在办事项正在后台改用，可用 fupan status 查看。")
        case Progress.POSTPONED:
            print(
                f"流程引擎暂不可用，{rollout.left} 个在办事项待其恢复后自动改用，无须重做。",
                file=sys.stderr,
            )
    if rollout.failed:
        print(f"以下 {len(rollout.failed)} 个事项未能改用，系统会再试：", file=sys.stderr)
        for stream in rollout.failed[:_SHOWN_FAILURES]:
            print(f"  {stream}", file=sys.stderr)


async def _start(found: Settings, terms: TermsVersion, waiting: int, waits: bool) -> Rollout:
    from web.parts import open_parts
    from web.rollouts import start_rollouts

    try:
        async with open_parts(found) as parts:
            started = await start_rollouts(parts.engine, parts.gateway, found.committee)
            if not waits or not await parts.gateway.has_worker():
                return Rollout(Progress.UNDER_WAY, waiting, waiting)
            return await _watch(parts, started, terms, waiting)
    except TransientError:
        return Rollout(Progress.POSTPONED, waiting, waiting)


async def _watch(
    parts: Parts, started: Sequence[str], terms: TermsVersion, waiting: int
) -> Rollout:
    """Wait for the end of the rollouts, as long as anything moves."""
    outcomes = asyncio.gather(*(parts.gateway.rollout_outcome(each) for each in started))
    left, moved_at = waiting, monotonic()
    with progress("改用", waiting) as advance:
        while monotonic() - moved_at < _PATIENCE_SECONDS:
            await asyncio.wait({outcomes}, timeout=_LOOK_EVERY_SECONDS)
            now_left = await _count(parts.engine, terms)
            if now_left != left:
                advance(left - now_left)
                left, moved_at = now_left, monotonic()
            if outcomes.done():
                break
    return await _ended(outcomes, waiting, left)


async def _ended(
    outcomes: asyncio.Future[list[RolloutOutcome]], waiting: int, left: int
) -> Rollout:
    if not outcomes.done():
        outcomes.cancel()
        with suppress(asyncio.CancelledError):
            await outcomes
        return Rollout(Progress.UNDER_WAY, waiting, left)
    failed = tuple(sorted({stream for one in outcomes.result() for stream in one.failed}))
    return Rollout(Progress.UNDER_WAY if left else Progress.DONE, waiting, left, failed)


async def _count(engine: AsyncEngine, terms: TermsVersion) -> int:
    from store.rollouts import count_behind

    async with engine.connect() as connection:
        return await count_behind(connection, terms)
