"""The years that the installed release of `chinesecalendar` knows."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from chinese_calendar import constants

from models.work_calendar.events import YearTable
from models.work_calendar.tables import AnnouncedDay, tables_of


def published_years() -> tuple[YearTable, ...]:
    """Every year of the package, oldest first. Years beyond it are simply unknown."""
    return tables_of(_days(), {})


def _days() -> Iterator[AnnouncedDay]:
    source = f"chinesecalendar {version('chinesecalendar')}"
    for day in constants.holidays:
        yield AnnouncedDay(day, True, source)
    for day in constants.workdays:
        yield AnnouncedDay(day, False, source)
