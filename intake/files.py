"""Opens whatever a person hands in: a workbook or a text table."""

from __future__ import annotations

from pathlib import Path

from intake.archive import unreadable
from intake.text_table import open_text_table
from intake.workbook import Sheet, open_workbook

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".et"})


def open_sheets(path: Path) -> list[Sheet]:
    """The sheets of a file, told by its content rather than by its name.

    Raises:
        ConfigurationError: The file does not exist or cannot be read.
    """
    if not path.is_file():
        raise unreadable(path, "文件不存在")
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if not start:
            raise unreadable(path, "文件是空的")
        is_archive = start[:2] == b"PK" or start == b"\xd0\xcf\x11\xe0"
        if is_archive or path.suffix.lower() in _WORKBOOKS:
            return open_workbook(path)
        return [open_text_table(path)]
    except PermissionError as error:
        raise unreadable(path, "没有读取权限") from error
