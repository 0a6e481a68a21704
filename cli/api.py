"""`fupan api`: run the HTTP API against the servers that the settings name."""

from __future__ import annotations

import asyncio

import typer

from cli.session import DataDirOption
from runtime.instance import settings_for
from runtime.tcp_ports import free_or_refuse

app = typer.Typer(rich_markup_mode=None)


@app.command()
def api(data_dir: DataDirOption = None) -> None:
    """单独运行 HTTP 接口，Ctrl-C 停止。

    需要 FUPAN_DATABASE_URL 与 FUPAN_TEMPORAL_ADDRESS；监听地址见 FUPAN_API_HOST、FUPAN_API_PORT。
    """
    settings = settings_for(data_dir)
    free_or_refuse(settings.api_port, "HTTP 接口", "FUPAN_API_PORT", settings.api_host)
    from web.app import serve

    asyncio.run(serve(settings))
