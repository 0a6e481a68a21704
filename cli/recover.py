"""`fupan recover`: gives every living item its workflow back, from the facts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import typer

from cli.acting import connected
from cli.output import JsonOption, print_json, progress
from cli.session import DataDirOption, run_async
from models.errors import TransientError
from models.year import LIVING

if TYPE_CHECKING:
    from web.parts import Parts

app = typer.Typer(rich_markup_mode=None)

_LOOK_EVERY_SECONDS = 0.2
_PATIENCE_SECONDS = 60.0


@app.command()
def recover(data_dir: DataDirOption = None, is_json: JsonOption = False) -> None:
    """流程引擎数据丢失或陈旧时，由事实恢复全部事项的流程；重复运行没有影响。"""
    count = run_async(_recover(data_dir))
    if is_json:
        print_json({"streams": count})
    else:
        print(f"已核对 {count} 个事项，未办结的均有流程照看。")


async def _recover(data_dir: Path | None) -> int:
    from store.starts import wait_for_all

    async with connected(data_dir) as parts:
        async with parts.engine.begin() as connection:
            total = await wait_for_all(connection, parts.settings.committee, LIVING)
        await parts.gateway.start_opening()
        await _wait_until_done(parts, total)
    return total


async def _wait_until_done(parts: Parts, total: int) -> None:
    """Watch the list grow shorter.

    Raises:
        TransientError: It does not: no worker takes from it.
    """
    left, changed_at = total, monotonic()
    with progress("恢复流程", total) as advance:
        while left:
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
            now_left = await _count(parts)
            if now_left != left:
                advance(max(left - now_left, 0))
                left, changed_at = now_left, monotonic()
            elif monotonic() - changed_at > _PATIENCE_SECONDS:
                raise TransientError(
                    "recovery_stalled",
                    f"还有 {left} 个事项等待恢复而没有进展。请检查流程工作进程是否在运行，"
                    "或运行 fupan status 查看启动失败的事项。",
                )


async def _count(parts: Parts) -> int:
    from store.starts import count_waiting

    async with parts.engine.connect() as connection:
        return await count_waiting(connection)
