"""`fupan import`: units and ledgers from files."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.desk import open_desk, read_day
from cli.output import JsonOption, print_json, print_table, progress
from cli.session import AsOption, DataDirOption, Login, find_login, run_async, settings
from models.errors import TransientError

if TYPE_CHECKING:
    from intake.ledger_import import LedgerImport
    from intake.unit_import import JudgedUnit
    from intake.verdicts import Judged, Verdict
    from runtime.settings import Settings

# A terminal full of faults helps nobody: the first ones show what is wrong with the file.
_SHOWN_FAULTS = 200

app = typer.Typer(
    help="导入单位名册与整改台账。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="Excel 工作簿（.xlsx）或 CSV 文件。", show_default=False),
]


@app.command("units")
def import_units(
    file: FileArgument,
    on: Annotated[
        str | None,
        typer.Option("--on", help="名称、隶属等变更自哪天起生效，如 2026-01-01；默认今天。"),
    ] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """导入单位名册；有一行不合规则全部不写入。"""
    found = settings(data_dir)
    if run_async(_import_units(found, find_login(found, as_login), file, on, is_json)):
        raise typer.Exit(1)


@app.command("ledger")
def import_ledger(
    file: FileArgument,
    is_applied: Annotated[bool, typer.Option("--apply", help="写入；不加则只预览。")] = False,
    skips_faulty: Annotated[
        bool, typer.Option("--skip-faulty", help="跳过有问题的行，写入其余各行。")
    ] = False,
    sheet: Annotated[
        str | None, typer.Option("--sheet", help="工作表名称；有多张台账时须指明。")
    ] = None,
    year: Annotated[
        int | None,
        typer.Option("--year", min=2000, max=2099, help="台账年度，用于未写年份的日期。"),
    ] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """预览或导入整改台账；默认只预览，加 --apply 写入。"""
    found = settings(data_dir)
    asked = _Asked(file, is_applied, skips_faulty, sheet, year, is_json)
    if run_async(_import_ledger(found, find_login(found, as_login), asked)):
        raise typer.Exit(1)


@app.command("reviews")
def import_reviews(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="复盘记录（.json）。", show_default=False)
    ],
    is_applied: Annotated[bool, typer.Option("--apply", help="写入；不加则只核对。")] = False,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """核对或导入以往的复盘记录及其整改事项；有一条不合规则全部不写入。"""
    found = settings(data_dir)
    run_async(_import_reviews(found, find_login(found, as_login), file, is_applied, is_json))


async def _import_reviews(
    found: Settings, login: Login, file: Path, is_applied: bool, is_json: bool
) -> None:
    from intake.review_import import open_review_import

    async with open_desk(found, login) as desk:
        entry = await open_review_import(
            desk.engine, file, desk.committee, desk.actor, datetime.now(UTC)
        )
        written = await entry.write() if is_applied else 0
        if written:
            await _start_workflows(found)
    if is_json:
        print_json({"reviews": len(entry.records), "left_out": entry.left_out, "streams": written})
        return
    print(f"复盘记录 {len(entry.records)} 条可以导入，晚于今天的 {entry.left_out} 条不导入。")
    print(f"已写入复盘及整改事项 {written} 项。" if is_applied else "加 --apply 写入。")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a person asks of a ledger's import; fields as in `import_ledger`."""

    file: Path
    is_applied: bool
    skips_faulty: bool
    sheet: str | None
    year: int | None
    is_json: bool


async def _import_units(
    found: Settings, login: Login, file: Path, on: str | None, is_json: bool
) -> bool:
    from intake.unit_import import open_unit_import
    from intake.verdicts import Verdict

    async with open_desk(found, login) as desk:
        entry = await open_unit_import(
            desk.engine,
            file,
            desk.committee,
            desk.actor,
            datetime.now(UTC),
            read_day(on, "--on") if on else None,
        )
        judged = await entry.judge()
        has_faults = any(unit.verdict is Verdict.REJECT for unit in judged)
        written = 0 if has_faults else await entry.write(judged)
    _show_units(judged, entry.warnings, written, is_json)
    return has_faults


def _show_units(
    judged: Sequence[JudgedUnit], warnings: Sequence[str], written: int, is_json: bool
) -> None:
    if is_json:
        for unit in judged:
            print_json(unit.as_json())
        return
    refused = [unit for unit in judged if unit.faults]
    if refused:
        print_table(
            ["行", "编码", "列", "原因"],
            [
                (unit.row, unit.code, fault.column, fault.reason)
                for unit in refused
                for fault in unit.faults
            ],
        )
        print(f"名册有 {len(refused)} 行不合规，未写入任何数据。")
        return
    for warning in warnings:
        print(f"提示：{warning}")
    print(f"已导入 {written} 个单位，{len(judged) - written} 个无变化。")


async def _import_ledger(found: Settings, login: Login, asked: _Asked) -> bool:
    from intake.ledger_import import open_ledger_import
    from intake.verdicts import Verdict

    async with (
        open_desk(found, login) as desk,
        open_ledger_import(
            desk.engine,
            asked.file,
            desk.committee,
            desk.actor,
            datetime.now(UTC),
            asked.sheet,
            asked.year,
        ) as entry,
    ):
        faulty = await _preview(entry, asked.is_json)
        has_faults = entry.counts[Verdict.REJECT] > 0
        is_written = asked.is_applied and (asked.skips_faulty or not has_faults)
        if is_written:
            with progress("写入", entry.rows_in_sheet) as advance:
                await entry.write(advance)
        elif asked.is_applied and has_faults:
            await entry.record_refusal()
    if is_written and entry.counts[Verdict.IMPORT]:
        await _start_workflows(found)
    _show_faulty(faulty, entry.counts[Verdict.REJECT])
    # Programs read one object per row from standard output, and nothing else.
    with redirect_stdout(sys.stderr if asked.is_json else sys.stdout):
        _show_book(entry)
        _say_outcome(entry.counts, asked, is_written)
    return has_faults and not is_written


async def _start_workflows(found: Settings) -> None:
    """Have the written items looked after. A worker that starts later does it by itself."""
    from web.parts import open_parts

    try:
        async with open_parts(found) as parts:
            await parts.gateway.start_opening()
    except TransientError as error:
        print(f"{error.message}数据已写入，流程工作进程启动后即开始计时。", file=sys.stderr)


async def _preview(entry: LedgerImport, is_json: bool) -> list[Judged]:
    """Judge every row; the first refused ones are kept for people, programs get all at once."""
    kept: list[Judged] = []
    with progress("核对", entry.rows_in_sheet) as advance:
        async for judged in entry.judge(advance):
            if is_json:
                print_json(judged.as_json())
            elif judged.faults and len(kept) < _SHOWN_FAULTS:
                kept.append(judged)
    return kept


def _show_faulty(faulty: Sequence[Judged], total: int) -> None:
    if not faulty:
        return
    print_table(
        ["行", "编号", "列", "原因"],
        [
            (judged.reading.row, judged.as_json()["number"], fault.column, fault.reason)
            for judged in faulty
            for fault in judged.faults
        ],
    )
    if total > len(faulty):
        print(f"另有 {total - len(faulty)} 行也有问题，用 --json 可列出全部。")


def _show_book(entry: LedgerImport) -> None:
    book = entry.book
    year = f"{book.year} 年" if book.year else "未注明"
    print(f"工作表“{book.sheet.title}”，表头在第 {book.layout.row} 行，年度：{year}。")
    if book.layout.unknown:
        print(f"以下列不认识或已有更合适的列，未导入：{'、'.join(book.layout.unknown)}。")
    if book.sheet.scanned.hidden_rows:
        print(f"有 {book.sheet.scanned.hidden_rows} 行被隐藏或筛选，同样计入。")
    skipped = "、".join(f"{kind.value} {count} 行" for kind, count in entry.skipped.items())
    if skipped:
        print(f"不是数据的行：{skipped}。")


def _say_outcome(counts: Mapping[Verdict, int], asked: _Asked, is_written: bool) -> None:
    from intake.verdicts import Verdict

    good, bad, same = (
        counts[verdict] for verdict in (Verdict.IMPORT, Verdict.REJECT, Verdict.UNCHANGED)
    )
    if not good + bad + same:
        said = "表中没有数据行。"
    elif is_written:
        said = f"已写入 {good} 行，无变化 {same} 行，跳过 {bad} 行。"
    elif asked.is_applied:
        said = f"有 {bad} 行不合规，未写入任何数据；改正后重试，或加 --skip-faulty 跳过这些行。"
    else:
        said = f"预览：可导入 {good} 行，无变化 {same} 行，拒绝 {bad} 行{_next_step(good, bad)}。"
    print(said)


def _next_step(good: int, bad: int) -> str:
    if not good:
        return ""
    if bad:
        return "；改正后加 --apply 写入，或加 --apply --skip-faulty 只写入其余各行"
    return "；加 --apply 写入"
