"""Commands on the work calendar of one committee."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.facts import Command
from models.work_calendar.events import YearTable


class WorkCalendarCommand(Command):
    """Base of the calendar's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ImportYears(WorkCalendarCommand):
    """Enter whole years. Years that are known with the same days change nothing."""

    name: ClassVar[str] = "import_years"
    years: tuple[YearTable, ...]


COMMANDS: dict[str, type[WorkCalendarCommand]] = {ImportYears.name: ImportYears}
