"""States of an item (domain.md §2.6). Being overdue is no state: it is derived from the due day."""

from __future__ import annotations

from enum import StrEnum


class ItemState(StrEnum):
    """Where an item stands; `none` is a number that nobody has used yet."""

    NONE = "none"
    ISSUED = "issued"
    ACCEPTED = "accepted"
    PLAN_REVIEW = "plan_review"
    IN_PROGRESS = "in_progress"
    PENDING_VERIFY = "pending_verify"
    CLOSED = "closed"
    OBSERVING = "observing"
    ARCHIVED = "archived"
    REOPENED = "reopened"
    TRANSFERRED = "transferred"
    TERMINATED = "terminated"

    @property
    def is_open(self) -> bool:
        """True while somebody still has to rectify, approve or verify."""
        return self in OPEN_STATES

    @property
    def is_final(self) -> bool:
        """True when nothing can happen to the item any more."""
        return self in FINAL_STATES


OPEN_STATES = (
    ItemState.ISSUED,
    ItemState.ACCEPTED,
    ItemState.PLAN_REVIEW,
    ItemState.IN_PROGRESS,
    ItemState.PENDING_VERIFY,
)
FINAL_STATES = (
    ItemState.ARCHIVED,
    ItemState.REOPENED,
    ItemState.TRANSFERRED,
    ItemState.TERMINATED,
)
