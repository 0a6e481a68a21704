"""`fupan worker`: run workflows and activities against the servers that the settings name."""

from __future__ import annotations

import asyncio

import typer

from cli.session import DataDirOption
from runtime.instance import settings_for

app = typer.Typer(rich_markup_mode=None)


@app.command()
def worker(data_dir: DataDirOption = None) -> None:
    """单独运行流程工作进程，Ctrl-C 停止。

    需要 FUPAN_DATABASE_URL 与 FUPAN_TEMPORAL_ADDRESS。
    """
    settings = settings_for(data_dir)
    from worker import serve

    asyncio.run(serve(settings))
