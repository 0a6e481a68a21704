"""`fupan rebuild`: writes the read models again from the facts and compares."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.output import JsonOption, print_json, progress
from cli.session import DataDirOption, run_async, settings

if TYPE_CHECKING:
    from store.rebuild import Rebuilt

app = typer.Typer(rich_markup_mode=None)


@app.command()
def rebuild(data_dir: DataDirOption = None, is_json: JsonOption = False) -> None:
    """由事实重建全部查询表并逐行比对；有差异时改正，退出码为 1。"""
    found = run_async(_rebuild(data_dir))
    wrong = sum(found.differences.values())
    if is_json:
        print_json({**asdict(found), "is_same": not wrong})
    else:
        print(f"已读 {found.facts} 条事实，重建 {found.rows} 行，{wrong} 行有差异。")
        for difference in found.first:
            print(f"  {difference.told}")
        if wrong > len(found.first):
            print(f"另有 {wrong - len(found.first)} 行，未逐一列出。")
    if wrong:
        raise typer.Exit(1)


async def _rebuild(data_dir: Path | None) -> Rebuilt:
    from store.engine import open_engine
    from store.rebuild import rebuild

    engine = open_engine(settings(data_dir).app_database(), pool_size=2)
    done = 0
    try:
        with progress("重建") as advance:

            def tell(facts: int) -> None:
                nonlocal done
                advance(facts - done)
                done = facts

            return await rebuild(engine, tell)
    finally:
        await engine.dispose()
