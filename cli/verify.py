"""`fupan verify`: checks chains, order and read models; prints the first fault."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.output import JsonOption, print_json, progress
from cli.session import DataDirOption, run_async, settings

if TYPE_CHECKING:
    from store.verification import Fault

app = typer.Typer(rich_markup_mode=None)


@app.command()
def verify(data_dir: DataDirOption = None, is_json: JsonOption = False) -> None:
    """核验事实链、全局次序与查询表；发现差错时输出第一处，退出码为 1。"""
    fault = run_async(_verify(data_dir))
    if is_json:
        print_json({"is_sound": fault is None, "fault": asdict(fault) if fault else None})
    else:
        print("核验通过：事实链、全局次序与查询表一致。" if fault is None else fault.message)
    if fault is not None:
        raise typer.Exit(1)


async def _verify(data_dir: Path | None) -> Fault | None:
    from store.engine import open_engine
    from store.verification import verify

    engine = open_engine(settings(data_dir).app_database(), pool_size=2)
    done = 0
    try:
        with progress("核验") as advance:

            def tell(_part: str, facts: int, _total: int) -> None:
                nonlocal done
                advance(max(facts - done, 0))
                done = facts

            async with engine.connect() as connection:
                return await verify(connection, tell)
    finally:
        await engine.dispose()
