"""`fupan look-back`: the half-year's second look, and its report."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.documents_out import DirectoryArgument, print_written, write_stored
from cli.output import JsonOption
from cli.room import room_app
from cli.session import AsOption, DataDirOption
from web.year_rooms import LOOK_BACKS

app = room_app(LOOK_BACKS, "回头看：组建回头看组、认定、完成、导出报告。")

NumberArgument = Annotated[
    str, typer.Argument(metavar="NUMBER", help="回头看编号，如 2026-H1。", show_default=False)
]


@app.command("export")
def export(
    number: NumberArgument,
    directory: DirectoryArgument,
    data_dir: DataDirOption = None,
    login: AsOption = None,
    is_json: JsonOption = False,
) -> None:
    """导出已完成的回头看报告。"""
    print_written(write_stored(LOOK_BACKS, number, directory, data_dir, login), is_json)
