"""Policy and calendar in the versions that one entity lives under."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.calendar import WorkCalendar
from models.policy import Policy


@dataclass(frozen=True, slots=True)
class TermsVersion:
    """Versions of policy and calendar, as recorded in events."""

    policy: int = 0
    calendar: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What a decision needs to know beyond state and command.

    Carried by the entity and replaced only by an event, so a later edit cannot break a replay.
    """

    policy: Policy = field(default_factory=Policy)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    @property
    def version(self) -> TermsVersion:
        """Versions of both."""
        return TermsVersion(self.policy.version, self.calendar.version)

    def brought_up_to(self, others: Terms) -> Terms:
        """Each of both in its higher version, so that terms never go back.

        An offer that names version 0 of one of them leaves that one as it is.
        """
        return Terms(
            max(self.policy, others.policy, key=lambda policy: policy.version),
            max(self.calendar, others.calendar, key=lambda calendar: calendar.version),
        )
