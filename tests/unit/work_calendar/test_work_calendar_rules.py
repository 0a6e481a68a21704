"""Years enter the calendar whole, and only where something changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM, Actor, Fact, Request
from models.terms import Terms
from models.work_calendar.commands import ImportYears, WorkCalendarCommand
from models.work_calendar.decider import WORK_CALENDAR
from models.work_calendar.events import AttemptRefused, WorkCalendarEvent, YearsAnnounced, YearTable
from models.work_calendar.state import WorkCalendarState, carried_years, slice_of

AT = datetime(2026, 11, 10, tzinfo=UTC)
OFFICER = Actor("a-1", ("org_officer",), "DW")
Y2026 = YearTable(2026, (date(2026, 1, 1), date(2026, 1, 2)), (date(2026, 1, 4),), "国务院办公厅")
Y2027 = YearTable(2027, (date(2027, 1, 1),), (), "国务院办公厅")


def decided(
    state: WorkCalendarState, command: WorkCalendarCommand, actor: Actor = OFFICER
) -> list[WorkCalendarEvent]:
    return list(WORK_CALENDAR.decide(state, Request("c", actor, AT, command), Terms()))


def after(*tables: YearTable) -> WorkCalendarState:
    state = WORK_CALENDAR.initial()
    for table in tables:
        for event in decided(state, ImportYears((table,))):
            state = WORK_CALENDAR.evolve(state, Fact(1, AT, OFFICER, "c", event))
    return state


def test_every_import_that_changes_something_is_a_new_version() -> None:
    assert decided(after(), ImportYears((Y2027, Y2026))) == [YearsAnnounced(1, (Y2026, Y2027))]
    assert decided(after(Y2026), ImportYears((Y2026, Y2027))) == [YearsAnnounced(2, (Y2027,))]


def test_importing_known_years_changes_nothing_even_from_another_source() -> None:
    state = after(Y2026)
    assert decided(state, ImportYears((replace(Y2026, source="另一份文件"),))) == []
    assert decided(state, ImportYears(())) == []


def test_a_corrected_year_replaces_the_former_one() -> None:
    corrected = replace(Y2026, make_up_workdays=())
    state = after(Y2026, corrected)
    assert (state.version, state.years) == (2, {2026: corrected})


def test_only_those_who_keep_the_calendar_may_change_it() -> None:
    owner = Actor("a-2", ("owner",), "Z1-01")
    with pytest.raises(RuleRefusedError, match="工作日历"):
        decided(after(), ImportYears((Y2026,)), owner)
    assert decided(after(), ImportYears((Y2026,)), SYSTEM)


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ((replace(Y2026, year=1948),), "year_out_of_range"),
        ((replace(Y2026, year=2201),), "year_out_of_range"),
        ((replace(Y2026, holidays=()),), "year_without_holidays"),
        ((replace(Y2026, holidays=Y2026.holidays[::-1]),), "days_unsorted"),
        ((replace(Y2026, make_up_workdays=Y2026.make_up_workdays * 2),), "days_unsorted"),
        ((replace(Y2026, year=2027),), "day_of_other_year"),
        ((replace(Y2026, holidays=(date(2026, 1, 3),)),), "holiday_on_weekend"),
        ((replace(Y2026, make_up_workdays=(date(2026, 1, 5),)),), "make_up_on_weekday"),
        ((Y2026, Y2026), "year_twice"),
    ],
)
def test_a_table_with_a_fault_is_refused_whole(tables: tuple[YearTable, ...], code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        decided(after(), ImportYears(tables))
    assert caught.value.code == code


def test_a_slice_knows_its_years_and_calls_others_provisional() -> None:
    calendar = slice_of(7, [Y2026])
    assert calendar.version == 7
    assert not calendar.is_workday(date(2026, 1, 2))
    assert calendar.is_workday(date(2026, 1, 4))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2027, 1, 4))
    assert not calendar.is_workday(date(2027, 1, 1))


def test_an_entity_carries_the_newest_announced_year_and_two_before_it() -> None:
    assert list(carried_years([2004, 2025, 2026])) == [2024, 2025, 2026]


def test_the_calendar_is_never_finished_and_foreign_commands_are_bugs() -> None:
    class Foreign(WorkCalendarCommand):
        name = "foreign"

    assert not WORK_CALENDAR.is_finished(after(Y2026))
    with pytest.raises(TypeError):
        decided(after(), Foreign())


def test_a_refused_attempt_is_recorded_and_changes_nothing() -> None:
    command = ImportYears((Y2026,))
    error = RuleRefusedError("not_calendar_keeper", "只有组织部")
    event = WORK_CALENDAR.refusal(Request("c", OFFICER, AT, command), error)
    assert event == AttemptRefused("import_years", "not_calendar_keeper", "只有组织部")
    assert WORK_CALENDAR.evolve(after(Y2026), Fact(2, AT, OFFICER, "c", event)) == after(Y2026)
