"""One notice as its reader sees it: codes only; the words come from `texts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.policy import Level


@dataclass(frozen=True, slots=True)
class NoticeView:
    """What is known of a notice when it is shown.

    Attributes:
        id: Notice id.
        kind: Notice kind.
        level: Supervision level; None when the kind has none.
        entity: Kind of the subject, `rectification`.
        number: Its number, `FP2026-001`.
        unit: Name or code of the unit concerned; empty when unknown.
        due_on: Civil date that the notice speaks of; None when it speaks of none.
        vacant: Posts, in Chinese, that should have been told and that nobody holds; set for those
            who can fill them.
    """

    id: str
    kind: str
    level: Level | None
    entity: str
    number: str
    unit: str = ""
    due_on: date | None = None
    vacant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """What a notice says about its subject beside its number.

    Attributes:
        unit: Code of the responsible unit; empty when unknown.
        due_on: Civil date that counts; None when there is none.
    """

    unit: str = ""
    due_on: date | None = None
