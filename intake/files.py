"""Opens whatever a person hands in: a workbook or a text table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.archive import unreadable
from intake.text_table import open_text_table
from intake.workbook import Sheet, open_workbook

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".et"})
_OLE_START = b"\xd0\xcf\x11\xe0"


@contextmanager
def open_sheets(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a file, told by its content rather than by its name; open inside the context.

    Raises:
        ConfigurationError: The file does not exist or cannot be read.
    """
    if _is_workbook(path):
        with open_workbook(path) as sheets:
            yield sheets
    else:
        yield [open_text_table(path)]


def _is_workbook(path: Path) -> bool:
    if not path.is_file():
        reason = "是目录，请指明其中的文件" if path.is_dir() else "文件不存在"
        raise unreadable(path, reason)
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except PermissionError as error:
        raise unreadable(path, "没有读取权限") from error
    if not start:
        raise unreadable(path, "文件是空的")
    is_archive = start[:2] == b"PK" or start == _OLE_START
    return is_archive or path.suffix.lower() in _WORKBOOKS
