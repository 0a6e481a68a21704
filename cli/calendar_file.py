"""A file of announced days: CSV with a heading row, or a JSON list of objects."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from models.errors import ConfigurationError, InvalidInputError
from models.work_calendar.tables import AnnouncedDay

_HEADINGS = {
    "日期": "date",
    "date": "date",
    "类别": "kind",
    "类型": "kind",
    "kind": "kind",
    "来源": "source",
    "source": "source",
}
_KINDS = {"休": True, "放假": True, "holiday": True, "班": False, "补班": False, "workday": False}


def read_days(file: Path, source: str = "") -> list[AnnouncedDay]:
    """Days of a file.

    Args:
        file: CSV (UTF-8 or GB18030) or JSON, told apart by its content.
        source: Source of days that name none.

    Raises:
        ConfigurationError: The file cannot be read.
        InvalidInputError: A row makes no sense; names its number, counted without the heading.
    """
    try:
        text = _decoded(file.read_bytes())
    except OSError as error:
        raise ConfigurationError(
            "calendar_file_unreadable", f"无法读取 {file}：{error.strerror}"
        ) from error
    rows = _json_rows(text) if text.lstrip().startswith("[") else _csv_rows(text)
    return [_day(number, row, source) for number, row in enumerate(rows, start=1)]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")  # what Chinese spreadsheets write


def _json_rows(text: str) -> Iterable[Mapping[str, Any]]:
    try:
        rows: list[Any] = json.loads(text)
    except ValueError as error:
        raise InvalidInputError("calendar_file_malformed", f"JSON 格式有误：{error}") from error
    if not all(isinstance(row, dict) for row in rows):
        raise InvalidInputError("calendar_file_malformed", "JSON 应为对象的列表。")
    return rows


def _csv_rows(text: str) -> Iterable[Mapping[str, Any]]:
    return [row for row in csv.DictReader(io.StringIO(text)) if any(row.values())]


def _day(number: int, row: Mapping[str, Any], source: str) -> AnnouncedDay:
    known = {
        _HEADINGS[name.strip().lower()]: str(value or "").strip()
        for name, value in row.items()
        if name and name.strip().lower() in _HEADINGS
    }
    kind = known.get("kind", "")
    if kind not in _KINDS:
        raise InvalidInputError(
            "day_kind_unknown", f"第 {number} 行的类别应为“休”或“班”，不能是“{kind}”。", "kind"
        )
    try:
        day = date.fromisoformat(known.get("date", "").replace("/", "-"))
    except ValueError as error:
        text = known.get("date", "")
        raise InvalidInputError(
            "day_malformed", f"第 {number} 行的日期应形如 2027-01-01，不能是“{text}”。", "date"
        ) from error
    return AnnouncedDay(day, _KINDS[kind], known.get("source") or source)
