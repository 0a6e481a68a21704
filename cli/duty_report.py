"""`fupan duty-report`: the draft of the year's duty report as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.acting import acting
from cli.output import JsonOption, print_json
from cli.session import AsOption, DataDirOption, run_async
from models.errors import InvalidInputError

app = typer.Typer(rich_markup_mode=None)


@app.command()
def duty_report(
    year: Annotated[int, typer.Argument(metavar="YEAR", min=2000, max=2100, help="年度。")],
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", dir_okay=False, help="写入的文件，以 .docx 或 .pdf 结尾。"),
    ],
    data_dir: DataDirOption = None,
    login: AsOption = None,
    is_json: JsonOption = False,
) -> None:
    """按全年事实生成述职报告草稿，事实之外的内容留待补充。"""
    if file.exists():
        raise InvalidInputError("file_exists", f"{file} 已经存在，请换一个文件名。", "file")
    file.write_bytes(run_async(_drafted(year, file.suffix.removeprefix("."), data_dir, login)))
    if is_json:
        print_json({"year": year, "file": str(file)})
    else:
        print(f"{year}年度述职报告草稿已写入 {file}。")


async def _drafted(year: int, ending: str, data_dir: Path | None, login: str | None) -> bytes:
    from web.duty_report import draft_of_duty_report

    async with acting(data_dir, login) as session:
        return await draft_of_duty_report(session.parts, session.actor, year, ending)
