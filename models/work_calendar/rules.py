"""What may enter the calendar: whole years, each day where it belongs (domain.md §3.6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Request
from models.work_calendar.commands import ImportYears, WorkCalendarCommand
from models.work_calendar.events import WorkCalendarEvent, YearsAnnounced, YearTable
from models.work_calendar.state import WorkCalendarState

KEEPERS = frozenset({"system", "sys_admin", "sec_admin", "org_officer", "org_head"})
_SATURDAY = 5
_FIRST_YEAR, _LAST_YEAR = 1949, 2200


def decide(
    state: WorkCalendarState, request: Request[WorkCalendarCommand]
) -> Sequence[WorkCalendarEvent]:
    """What happens if the command is allowed; nothing when every year is known so already."""
    if not KEEPERS & set(request.actor.roles):
        raise RuleRefusedError(
            "not_calendar_keeper", "只有系统管理员、安全管理员、组织部可以维护工作日历。"
        )
    match request.command:
        case ImportYears(years):
            return _import(state, years)
    raise TypeError(f"not a command on the calendar: {request.command!r}")


def _import(state: WorkCalendarState, tables: Sequence[YearTable]) -> Sequence[WorkCalendarEvent]:
    for table in tables:
        _check(table)
    if len({table.year for table in tables}) < len(tables):
        raise InvalidInputError("year_twice", "同一年份出现了两次。", "years")
    new = tuple(
        table for table in sorted(tables, key=lambda each: each.year) if _changes(state, table)
    )
    return [YearsAnnounced(state.version + 1, new)] if new else []


def _changes(state: WorkCalendarState, table: YearTable) -> bool:
    known = state.years.get(table.year)
    days = (table.holidays, table.make_up_workdays)
    return known is None or days != (known.holidays, known.make_up_workdays)


def _check(table: YearTable) -> None:
    if not _FIRST_YEAR <= table.year <= _LAST_YEAR:
        raise InvalidInputError("year_out_of_range", f"年份 {table.year} 不合理。", "year")
    if not table.holidays:
        # A year of weekends only is a file that went wrong, and would silently move deadlines.
        raise InvalidInputError(
            "year_without_holidays", f"{table.year} 年没有一个放假日，请核对文件。", "holidays"
        )
    for field, days in (("holidays", table.holidays), ("make_up", table.make_up_workdays)):
        if list(days) != sorted(set(days)):
            raise InvalidInputError("days_unsorted", "日期须按先后排列且不重复。", field)
    for day in (*table.holidays, *table.make_up_workdays):
        if day.year != table.year:
            raise InvalidInputError("day_of_other_year", f"{day} 不属于 {table.year} 年。", "date")
    _check_weekdays(table.holidays, table.make_up_workdays)


def _check_weekdays(holidays: Sequence[date], make_up_workdays: Sequence[date]) -> None:
    for day in holidays:
        if day.weekday() >= _SATURDAY:
            raise InvalidInputError("holiday_on_weekend", f"{day} 本是周末，不必列为放假。", "date")
    for day in make_up_workdays:
        if day.weekday() < _SATURDAY:
            raise InvalidInputError(
                "make_up_on_weekday", f"{day} 本是工作日，不能列为补班。", "date"
            )
