"""When each waiting step is done: decided once, when it is first seen, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from models.calendar import WorkCalendar
from simulation.behaviour import Behaviour
from simulation.step import Step

_MOST_REFUSALS = 3


@dataclass
class Agenda:
    """The steps that wait, by stream and name."""

    behaviour: Behaviour
    calendar: WorkCalendar
    _on: dict[tuple[str, str], date] = field(default_factory=dict)
    _refused: dict[tuple[str, str], int] = field(default_factory=dict)

    def see(self, stream: str, steps: Sequence[Step], today: date) -> None:
        """Take in what waits in a stream now; what waits no more is forgotten."""
        names = {step.name for step in steps}
        for key in [key for key in self._on if key[0] == stream and key[1] not in names]:
            del self._on[key]
        for step in steps:
            self._on.setdefault((stream, step.name), self._day(step, today))

    def due(self, stream: str, steps: Sequence[Step], today: date) -> Step | None:
        """The first step of a stream whose day has come and whose person is there."""
        for step in steps:
            key = (stream, step.name)
            is_away = self.behaviour.is_away(step.person.role.value, today)
            if self._on.get(key, date.max) <= today and not is_away and self._may_try(key):
                return step
        return None

    def done(self, stream: str, step: Step) -> None:
        """It was carried out; the same name may come again later."""
        self._on.pop((stream, step.name), None)

    def refused(self, stream: str, step: Step, today: date) -> None:
        """A rule forbade it: it is tried again on the next working days, but not for ever."""
        key = (stream, step.name)
        self._refused[key] = self._refused.get(key, 0) + 1
        self._on[key] = self.calendar.add_workdays(today, 1)

    def _day(self, step: Step, today: date) -> date:
        if step.on is not None:
            return step.on
        return self.calendar.add_workdays(today, step.wait_workdays)

    def _may_try(self, key: tuple[str, str]) -> bool:
        return self._refused.get(key, 0) < _MOST_REFUSALS
