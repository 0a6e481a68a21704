"""`fupan sequencer`: give facts their global order, in the database that the settings name."""

from __future__ import annotations

import asyncio
import signal

import typer

from cli.session import DataDirOption
from runtime.instance import settings_for
from runtime.logs import configure_logs
from runtime.readiness import report_ready
from runtime.settings import Settings

app = typer.Typer(rich_markup_mode=None)


@app.command()
def sequencer(data_dir: DataDirOption = None) -> None:
    """单独运行排序进程，Ctrl-C 停止。

    需要 FUPAN_SEQUENCER_DATABASE_URL。可同时运行多个，同一时刻只有一个工作。
    """
    asyncio.run(_serve(settings_for(data_dir)))


async def _serve(settings: Settings) -> None:
    from store.sequencer import run_sequencer

    configure_logs(settings)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    url = settings.sequencer_database()
    # A lost database is waited for, so there is nothing more to wait for before being of use.
    report_ready()
    await run_sequencer(url, stop)
