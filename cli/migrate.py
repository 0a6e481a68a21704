"""`fupan migrate`: create or upgrade the schema, then end."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote, urlsplit

import typer
from pydantic import SecretStr

from cli.output import JsonOption, print_json
from cli.session import DataDirOption
from runtime.instance import settings_for
from runtime.settings import Settings

app = typer.Typer(rich_markup_mode=None)


@app.command()
def migrate(data_dir: DataDirOption = None, is_json: JsonOption = False) -> None:
    """建立或升级数据库结构，可重复执行。

    需要 FUPAN_ADMIN_DATABASE_URL；同时给出 FUPAN_DATABASE_URL 与
    FUPAN_SEQUENCER_DATABASE_URL 时，按其中的口令设置两个数据库角色。
    """
    settings = settings_for(data_dir)
    asyncio.run(_upgrade(settings))
    if is_json:
        print_json({"migrated": True})
    else:
        print("数据库结构已是最新。")


async def _upgrade(settings: Settings) -> None:
    from store.migrate import upgrade

    await upgrade(
        settings.admin_database(),
        _password(settings.database_url),
        _password(settings.sequencer_database_url),
    )


def _password(url: SecretStr | None) -> str | None:
    """Password of a role as its own process will use it; None leaves the role's as it is."""
    password = urlsplit(url.get_secret_value()).password if url else None
    return unquote(password) if password else None
