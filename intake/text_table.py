"""Reads a table kept as text: comma, semicolon or tab separated, in any encoding in use here."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from intake.archive import MAX_FILE_BYTES, SheetScan, unreadable
from intake.cells import Cell, from_text
from intake.workbook import Sheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK_BYTES = 1 << 20
_MAX_FIELD_CHARACTERS = 1 << 20


def open_text_table(path: Path) -> Sheet:
    """The table as a sheet.

    Raises:
        ConfigurationError: It is no text, or too large.
    """
    if path.stat().st_size > MAX_FILE_BYTES:
        raise unreadable(path, f"文件超过 {MAX_FILE_BYTES >> 20} MB，请拆分后分批导入")
    encoding = _encoding(path)
    delimiter = _delimiter(path, encoding)

    def read(width: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        csv.field_size_limit(_MAX_FIELD_CHARACTERS)
        with path.open(encoding=encoding, newline="") as file:
            try:
                for number, record in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                    yield number, tuple(from_text(text) for text in record[:width])
            except csv.Error as error:
                raise unreadable(path, "不是规范的 CSV 文件，请用 Excel 另存一次") from error

    return Sheet(path.stem, False, SheetScan(_lines(path), 0, ()), read)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if b"\0" in start:
        raise unreadable(path, "不是文本文件")
    for name in ("utf-8", "gb18030"):
        if _decodes(path, name):
            return name
    raise unreadable(path, "文字编码无法识别，请另存为 UTF-8 编码的 CSV 文件")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        start = "".join(islice(file, 30))
    return max(",;\t，", key=start.count) if start else ","


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK_BYTES), b""))
