"""Looks into an .xlsx file before anything parses it: is it one, is it sane, what does it merge.

A streaming reader cannot know merged cells: the list stands after the rows. One quick pass over
the sheet's bytes finds them without building anything.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import ConfigurationError

MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
_MAX_PARTS = 5000
_MAX_MERGES = 200_000
_MAX_ROWS = 1_048_576
_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 4096
_OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_ROW_NUMBER = re.compile(rb'\sr="(\d+)"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one; columns from 0, rows from 1, all inclusive."""

    first_row: int
    last_row: int
    column: int


@dataclass(frozen=True, slots=True)
class SheetScan:
    """What a pass over a sheet's bytes tells.

    Attributes:
        rows: Number of row elements, for a progress bar.
        hidden_rows: How many of them are hidden, by hand or by a filter; they count as data.
        merges: Merged cells that reach over several rows, by first row.
    """

    rows: int
    hidden_rows: int
    merges: tuple[Merge, ...]


def open_archive(path: Path) -> zipfile.ZipFile:
    """The file as an archive that is safe to read.

    Raises:
        ConfigurationError: It is no .xlsx file, protected, too large, or would unpack to too much.
    """
    if path.stat().st_size > MAX_FILE_BYTES:
        raise unreadable(path, f"文件超过 {MAX_FILE_BYTES >> 20} MB，请拆分后分批导入")
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE_SIGNATURE:
        raise unreadable(path, _ole_reason(path))
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise unreadable(path, "不是 Excel 工作簿（.xlsx）或文件已损坏") from error
    try:
        _check(path, archive)
    except ConfigurationError:
        archive.close()
        raise
    return archive


def scan(archive: zipfile.ZipFile, part: str) -> SheetScan:
    """Rows and merged cells of a sheet.

    Raises:
        ValueError: The sheet holds things that no spreadsheet program writes.
    """
    rows = hidden = 0
    merges: list[Merge] = []
    for found in _elements(archive, part):
        merge = _MERGE.match(found)
        if merge is None:
            rows += 1
            hidden += bool(_HIDDEN.search(found))
            number = _ROW_NUMBER.search(found)
            if number and int(number[1]) > _MAX_ROWS:
                raise ValueError("row number out of range")
        elif int(merge[4]) > int(merge[2]):
            merges.append(Merge(int(merge[2]), int(merge[4]), _column(merge[1])))
            if len(merges) > _MAX_MERGES:
                raise ValueError("too many merged cells")
    return SheetScan(rows, hidden, tuple(sorted(merges, key=lambda merge: merge.first_row)))


def unreadable(path: Path, reason: str) -> ConfigurationError:
    """The error for a file that cannot be used at all."""
    return ConfigurationError("unreadable_file", f"无法读取 {path.name}：{reason}。")


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Opening tags of rows and merged cells. Text holds no raw `<`, so a pattern is enough."""
    tail = b""
    with archive.open(part) as source:
        while chunk := source.read(_CHUNK_BYTES):
            window = tail + chunk
            # A tag that is cut by the end of the window waits for the next one.
            cut = window.rfind(b"<")
            cut = cut if cut >= 0 and b">" not in window[cut:] else len(window)
            if b"<!DOCTYPE" in window:
                raise ValueError("document type declaration")
            yield from _tags(window[:cut])
            tail = window[cut:]
            if len(tail) > _OVERLAP_BYTES * 16:
                raise ValueError("tag without end")


def _tags(window: bytes) -> Iterator[bytes]:
    for found in _ROW.finditer(window):
        yield found[0]
    for found in _MERGE.finditer(window):
        yield found[0]


def _check(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        raise unreadable(path, "不是 Excel 工作簿（.xlsx）")
    if any(part.flag_bits & 0x1 for part in parts):
        raise unreadable(path, "文件有密码保护，请取消密码后再导入")
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MAX_PARTS or unpacked > MAX_UNPACKED_BYTES:
        raise unreadable(path, f"解压后超过 {MAX_UNPACKED_BYTES >> 20} MB，拒绝处理")
    if not any(name.startswith("xl/") for name in names):
        raise unreadable(path, "不是 Excel 工作簿（.xlsx）")


def _ole_reason(path: Path) -> str:
    # Both old workbooks and encrypted new ones are compound files; directory names are UTF-16.
    with path.open("rb") as file:
        directory = file.read(MAX_FILE_BYTES)
    if "EncryptedPackage".encode("utf-16-le") in directory:
        return "文件有密码保护，请取消密码后再导入"
    return "是旧版 Excel 格式（.xls），请另存为 .xlsx 后再导入"


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
