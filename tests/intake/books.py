"""Builders of workbooks for tests: a good book first, then whatever a test changes about it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import sample
from intake.book import Book, find_book
from intake.files import open_sheets
from intake.preview import Preview
from intake.rows import RowReader
from intake.unit_names import NamedUnit, UnitNames
from intake.verdicts import Judged
from models.facts import Actor

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
REGISTRAR = Actor(account="a-1", roles=("sys_admin",), unit="DW")

HEADINGS = (
    "序号",
    "问题编号",
    "责任单位",
    "问题表现",
    "整改目标",
    "整改类别",
    "责任人（职务）",
    "发现日期",
    "整改时限",
    "延期后时限",
    "进展情况",
    "销号日期",
    "是否反弹",
)

GOOD_ROW: dict[str, Any] = {
    "序号": 1,
    "问题编号": "T-001",
    "责任单位": "选煤厂党支部",
    "问题表现": "意见簿有11条无回复",
    "整改目标": "意见当周回复",
    "整改类别": "限期整改",
    "责任人（职务）": "党支部书记",
    "发现日期": "2026-03-02",
    "整改时限": "2026-04-30",
    "延期后时限": None,
    "进展情况": "正在推进",
    "销号日期": None,
    "是否反弹": None,
}


def sample_units() -> UnitNames:
    """The units of the sample register."""
    with sample.UNITS.open(encoding="utf-8-sig") as file:
        return UnitNames.of(
            NamedUnit(row["编码"], row["名称"], row["上级编码"]) for row in csv.DictReader(file)
        )


def row(**changes: Any) -> dict[str, Any]:
    """A good row with changes, by heading."""
    return {**GOOD_ROW, **changes}


def rows(count: int) -> list[dict[str, Any]]:
    """Good rows with numbers of their own."""
    return [row(序号=n, 问题编号=f"T-{n:06d}") for n in range(1, count + 1)]


def save(
    path: Path,
    data: Iterable[Mapping[str, Any]],
    headings: Sequence[str] = HEADINGS,
    titles: Sequence[str] = ("示例矿2026年整改台账",),
    renamed: Mapping[str, str] | None = None,
) -> Path:
    """A workbook with title rows, one heading row and data.

    Args:
        path: Where.
        data: Rows by our headings.
        headings: Our headings in the order of the columns.
        titles: Rows above the headings.
        renamed: What the book calls our headings instead.
    """
    book, sheet = new_sheet()
    for title in titles:
        sheet.append([title])
    sheet.append([(renamed or {}).get(heading, heading) for heading in headings])
    for values in data:
        sheet.append([values.get(heading) for heading in headings])
    book.save(path)
    return path


def new_sheet(title: str = "台账") -> tuple[Workbook, Worksheet]:
    """An empty workbook with one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    return book, sheet


@contextmanager
def open_book(path: Path, sheet: str | None = None) -> Iterator[Book]:
    """The ledger in a file."""
    with open_sheets(path) as sheets:
        yield find_book(sheets, path.stem, sheet)


async def judge(path: Path, known: Mapping[str, str] | None = None) -> list[Judged]:
    """Verdicts on every row of a ledger, with the sample's units and a store of our own."""
    with open_book(path) as book:
        return [judged async for judged in _preview(book, known or {}).judge(lambda _done: None)]


async def judge_all(path: Path) -> int:
    """Judge every row of a ledger and keep none; returns how many there are."""
    with open_book(path) as book:
        preview = _preview(book, {})
        async for _ in preview.judge(lambda _done: None):
            pass
        return preview.counts.total()


def _preview(book: Book, known: Mapping[str, str]) -> Preview:
    async def known_hashes(numbers: Sequence[str]) -> Mapping[str, str]:
        return {number: known[number] for number in numbers if number in known}

    return Preview(book, RowReader(book.layout, sample_units(), book.year, TODAY), known_hashes)


async def verdict_on(path: Path, **changes: Any) -> dict[str, Any]:
    """What a program is told about a book of one good row with changes."""
    judged = await judge(save(path, [row(**changes)]))
    assert len(judged) == 1
    return judged[0].as_json()
