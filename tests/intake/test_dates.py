"""Dates in every spelling that ledgers use, and the ones that must not be guessed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.cells import Cell
from intake.dates import LONG_TERM, DateFaultError, parse_date, parse_deadline, year_in

JAN_5 = date(2026, 1, 5)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
FULL_WIDTH = str.maketrans("0123456789/.-", "０１２３４５６７８９／．－")
SPELLINGS = (
    "{y}-{m:02}-{d:02}",
    "{y}-{m}-{d}",
    "{y}/{m}/{d}",
    "{y}.{m}.{d}",
    "{y}{m:02}{d:02}",
    "{y}年{m}月{d}日",
    "{y} 年 {m} 月 {d} 日",
    "{y}-{m:02}-{d:02} 00:00:00",
)


@given(DAYS, st.sampled_from(SPELLINGS), st.booleans(), st.sampled_from(["", " ", "\u3000", "\n"]))
def test_every_spelling_means_the_same_day(
    day: date, spelling: str, is_wide: bool, space: str
) -> None:
    text = spelling.format(y=day.year, m=day.month, d=day.day)
    written = space + (text.translate(FULL_WIDTH) if is_wide else text) + space
    assert parse_date(written, None) == day


@given(DAYS)
def test_cells_that_hold_a_date_or_a_serial_number_mean_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    cells: list[Cell] = [
        day,
        datetime.combine(day, time()),
        serial,
        serial + 0.5,
        str(serial),
    ]
    assert {parse_date(cell, None) for cell in cells} == {day}


@given(DAYS, st.sampled_from(["{m}月{d}日", "{m}月{d}号", "{m}-{d}", "{m:02}.{d:02}", "{m}/{d}"]))
def test_a_date_without_a_year_takes_the_books(day: date, spelling: str) -> None:
    assert parse_date(spelling.format(m=day.month, d=day.day), day.year) == day


@given(DAYS)
def test_a_printed_serial_date_number_is_read_as_digits_not_days(day: date) -> None:
    assert parse_date(int(f"{day:%Y%m%d}"), None) == day


@pytest.mark.parametrize(
    "written",
    ["2026年2月30日", "2月29日", "20260431", "2026-13-01", "2026.0.5", "1月0日", "0月1日"],
)
def test_days_that_do_not_exist_are_refused(written: str) -> None:
    with pytest.raises(DateFaultError, match="不存在"):
        parse_date(written, 2026)


@pytest.mark.parametrize(
    "written",
    ["尽快", "2026", "1/5/2026", "二季度", "2026-01-05至2026-02-01", "1月5日、6日", True, 3.5, 99],
)
def test_what_is_no_date_is_refused(written: Cell) -> None:
    with pytest.raises(DateFaultError, match="不是日期"):
        parse_date(written, 2026)


@pytest.mark.parametrize("written", ["2026年3月", "3月", "3月份"])
def test_a_month_alone_is_no_day(written: str) -> None:
    with pytest.raises(DateFaultError, match="哪一日"):
        parse_date(written, 2026)


@pytest.mark.parametrize("written", ["1985-01-05", "2126年1月5日", date(1900, 1, 5)])
def test_years_that_no_ledger_can_mean_are_refused(written: Cell) -> None:
    with pytest.raises(DateFaultError, match="年份"):
        parse_date(written, 2026)


def test_without_any_year_nothing_is_guessed() -> None:
    with pytest.raises(DateFaultError, match="没有写年份"):
        parse_date("1月5日", None)


@pytest.mark.parametrize("written", [None, "", "  ", "\u3000"])
def test_a_blank_cell_is_no_date_and_no_fault(written: Cell) -> None:
    assert parse_date(written, 2026) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026年1月5日前", JAN_5),
        ("2026-01-05之前", JAN_5),
        ("6月底", date(2026, 6, 30)),
        ("2026年2月底前", date(2026, 2, 28)),
        ("二〇二六年一月五日", JAN_5),
        ("十二月二十一日", date(2026, 12, 21)),
        ("2026-01-05（星期一）", JAN_5),
    ],
)
def test_deadlines_may_be_said_in_words(written: str, day: date) -> None:
    assert parse_deadline(written, 2026) == day


@pytest.mark.parametrize("written", ["长期", " 长期坚持 ", "持续推进", "常态化"])
def test_long_term_stands_in_place_of_a_deadline(written: str) -> None:
    assert parse_deadline(written, 2026) == LONG_TERM


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("示例矿2026年党建工作问题整改台账", 2026),
        ("２０２５年度整改台账", 2025),
        ("二〇二四年整改台账", 2024),
        ("ledger_2026", 2026),
        ("整改台账", None),
        ("2025年至2026年整改台账", None),
    ],
)
def test_the_year_of_a_title(title: str, year: int | None) -> None:
    assert year_in(title) == year


@given(DAYS, st.integers(1, 400))
def test_order_of_days_survives_reading(day: date, later: int) -> None:
    after = min(day + timedelta(days=later), date(2099, 12, 31))
    first, second = parse_date(day.isoformat(), None), parse_date(f"{after:%Y.%m.%d}", None)
    assert first is not None
    assert second is not None
    assert (first <= second) is (day <= after)
