"""Reads a date in any of the spellings that people use, and says what is wrong with the others."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from intake.cells import Cell, clean, text_of

_EARLIEST_YEAR, _LATEST_YEAR = 2000, 2099
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIAL_DAYS = range(36526, 73051)  # 2000-01-01 to 2099-12-31
_LONG_TERM_WORDS = (
    "长期 长期坚持 长期整改 长期推进 长期持续 长期有效 持续 持续整改 持续推进 持续坚持 常态化 "
    "常态化推进 常态长效 长期坚持整改 长期落实"
)
_LONG_TERM = frozenset(_LONG_TERM_WORDS.split())

_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d\ufe63]")
_TIME_OF_DAY = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+]\d{2}:?\d{2})?$")
_NOISE = re.compile(r"(\(?(星期|周)[一二三四五六日天]\)?)|\s+")
_BEFORE = re.compile(r"(以前|之前|前|止|内)$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FULL = re.compile(r"(\d{4})[年./、-](\d{1,2})[月./、-](\d{1,2})[日号]?")
_NO_YEAR = re.compile(r"(\d{1,2})[月./-](\d{1,2})[日号]?")
_END_OF_MONTH = re.compile(r"(?:(\d{4})[年./-])?(\d{1,2})月(?:底|末|月底)")
_MONTH_ONLY = re.compile(r"(?:\d{4}[年./-])?\d{1,2}月份?")
_CHINESE_NUMBER = re.compile(r"[\u3007零○一二三四五六七八九十]+")
_DIGITS = {"\u3007": 0, "零": 0, "○": 0} | {c: n for n, c in enumerate("一二三四五六七八九", 1)}


class DateFaultError(ValueError):
    """The cell holds no date that can be taken; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class LongTerm:
    """What stands in place of a deadline when there is none: 长期."""


LONG_TERM = LongTerm()


def parse_date(cell: Cell, year: int | None) -> date | None:
    """The date in a cell; None for a blank one.

    Args:
        cell: What stands in the cell.
        year: The book's year, taken for dates written without one; None when unknown.

    Raises:
        DateFaultError: It is no date, no possible date, or lacks a year that nobody knows.
    """
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    text = _normalised(text_of(cell))
    return _from_text(text, text_of(cell), year) if text else None


def parse_deadline(cell: Cell, year: int | None) -> date | LongTerm | None:
    """The deadline in a cell: a date, also as `6月30日前` or `6月底`, or 长期; None when blank.

    Raises:
        DateFaultError: As `parse_date`.
    """
    if isinstance(cell, str):
        text = _normalised(cell)
        if text in _LONG_TERM:
            return LONG_TERM
        day = _BEFORE.sub("", text)
        end = _END_OF_MONTH.fullmatch(day)
        if end:
            return _end_of_month(end[1], int(end[2]), year, cell)
        return _from_text(day, text_of(cell), year) if day else None
    return parse_date(cell, year)


def year_in(text: str) -> int | None:
    """The one year that a title speaks of; None when it names none, or several."""
    arabic = _arabic(unicodedata.normalize("NFKC", text))
    years = {int(found) for found in re.findall(r"(?<!\d)(20\d{2})(?=\s*年|\s*[./-]\s*\d)", arabic)}
    if not years:
        years = {int(found) for found in re.findall(r"(?<!\d)(20\d{2})(?!\d)", arabic)}
    return years.pop() if len(years) == 1 else None


def _from_number(number: float) -> date:
    whole = int(number)
    if whole in _SERIAL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=whole)
    compact = _COMPACT.fullmatch(str(whole)) if number == whole else None
    if compact:
        return _made(int(compact[1]), int(compact[2]), int(compact[3]), str(whole))
    raise DateFaultError(f"“{number:g}”不是日期，请写成“2026-01-05”的样式")


def _from_text(text: str, original: str, year: int | None) -> date:
    full = _COMPACT.fullmatch(text) or _FULL.fullmatch(text)
    if full:
        return _made(int(full[1]), int(full[2]), int(full[3]), original)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(text[:5]) in _SERIAL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(text[:5]))
    short = _NO_YEAR.fullmatch(text)
    if short:
        return _made(_known(year, original), int(short[1]), int(short[2]), original)
    if _MONTH_ONLY.fullmatch(text):
        raise DateFaultError(f"“{original}”没有写明哪一日")
    raise DateFaultError(f"“{original}”不是日期，请写成“2026-01-05”的样式")


def _end_of_month(written: str | None, month: int, year: int | None, original: str) -> date:
    which = int(written) if written else _known(year, original)
    if not 1 <= month <= 12:
        raise DateFaultError(f"“{original}”不存在，一年只有12个月")
    return _made(which, month, monthrange(which, month)[1], original)


def _known(year: int | None, original: str) -> int:
    if year is None:
        raise DateFaultError(f"“{original}”没有写年份，台账标题也未写明年度")
    return year


def _made(year: int, month: int, day: int, original: str) -> date:
    try:
        return _plausible(date(year, month, day))
    except ValueError as error:
        if isinstance(error, DateFaultError):
            raise
        raise DateFaultError(f"“{original}”这一天不存在") from error


def _plausible(day: date) -> date:
    if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR:
        raise DateFaultError(f"“{day.isoformat()}”的年份不在{_EARLIEST_YEAR}至{_LATEST_YEAR}年之间")
    return day


def _normalised(text: str) -> str:
    half_width = unicodedata.normalize("NFKC", clean(text))
    without_time = _TIME_OF_DAY.sub("", _DASHES.sub("-", half_width))
    return _arabic(_NOISE.sub("", without_time)).rstrip("。.;,")


def _arabic(text: str) -> str:
    """`二〇二六年一月五日` with Arabic digits; only where a date's word follows the number."""
    return re.sub(
        _CHINESE_NUMBER.pattern + r"(?=年|月|日|号)", lambda found: _number(found[0]), text
    )


def _number(chinese: str) -> str:
    if "十" not in chinese:
        return "".join(str(_DIGITS[character]) for character in chinese)
    tens, _, ones = chinese.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return chinese
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))
