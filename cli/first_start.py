"""`fupan first-start`: what `fupan up` does once for a new data directory. Repeating it is safe."""

from __future__ import annotations

import asyncio
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated

import typer

from cli.session import DataDirOption
from runtime.instance import settings_for
from runtime.settings import Settings

app = typer.Typer(rich_markup_mode=None)


@app.command()
def first_start(
    data_dir: DataDirOption = None,
    has_sample: Annotated[bool, typer.Option("--sample/--no-sample", help="是否载入示例。")] = True,
) -> None:
    """建立首批账号并载入示例，可重复执行。"""
    asyncio.run(_prepare(settings_for(data_dir), has_sample))


async def _prepare(settings: Settings, has_sample: bool) -> None:
    from auth.bootstrap import create_first_accounts
    from store.engine import open_engine
    from store.terms_editor import TermsEditor

    engine = open_engine(settings.app_database())
    try:
        await TermsEditor(engine, settings.committee).establish()
        await create_first_accounts(engine, settings.committee, settings.data_dir)
    finally:
        await engine.dispose()
    if has_sample and find_spec("cli.sample"):
        await import_module("cli.sample").load(settings)
