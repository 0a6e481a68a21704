"""Decider of the calendar; its only stream is `{committee}/work_calendar/main`."""

from __future__ import annotations

from models.clockless import ClocklessDecider
from models.work_calendar.commands import COMMANDS, WorkCalendarCommand
from models.work_calendar.events import EVENTS, AttemptRefused, WorkCalendarEvent
from models.work_calendar.rules import decide
from models.work_calendar.state import WorkCalendarState, evolve

WORK_CALENDAR: ClocklessDecider[WorkCalendarState, WorkCalendarCommand, WorkCalendarEvent] = (
    ClocklessDecider(
        entity="work_calendar",
        commands=COMMANDS,
        events=EVENTS,
        state_type=WorkCalendarState,
        rules=decide,
        fold=evolve,
        refused=AttemptRefused,
        ended=lambda state: False,
    )
)
