"""Events of the policy of one committee."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from models.facts import Event
from models.policy import Policy


class Reach(StrEnum):
    """To which items an adopted version applies."""

    NEW_ITEMS_ONLY = "new_items_only"
    OPEN_ITEMS = "open_items"


class PolicyEvent(Event):
    """Base of the policy's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Proposed(PolicyEvent):
    """A version was written down whole. A former proposal that was not adopted is replaced."""

    type: ClassVar[str] = "policy.proposed"
    policy: Policy
    reason: str


@dataclass(frozen=True, slots=True)
class Adopted(PolicyEvent):
    """The proposed version holds from now on for new items, and as far as `reach` says."""

    type: ClassVar[str] = "policy.adopted"
    version: int
    reach: Reach
    reason: str


@dataclass(frozen=True, slots=True)
class Withdrawn(PolicyEvent):
    """The proposed version will not be adopted."""

    type: ClassVar[str] = "policy.withdrawn"
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class AttemptRefused(PolicyEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "policy.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[PolicyEvent]] = {
    kind.type: kind for kind in (Proposed, Adopted, Withdrawn, AttemptRefused)
}
