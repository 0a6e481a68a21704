"""States of a review (domain.md §2.4). Being late is no state: it follows from the countdowns."""

from __future__ import annotations

from enum import StrEnum


class ReviewStage(StrEnum):
    """Where a review stands; `none` is a number that nobody has used yet.

    A postponed review is planned again, for another month.
    """

    NONE = "none"
    PLANNED = "planned"
    NOTIFIED = "notified"
    IN_SESSION = "in_session"
    DRAFTED = "drafted"
    UNIT_CONFIRMED = "unit_confirmed"
    FEEDBACK_ISSUED = "feedback_issued"
    TRACKING = "tracking"
    CLOSED = "closed"
    CANCELLED = "cancelled"


FINAL_STAGES = (ReviewStage.CLOSED, ReviewStage.CANCELLED)
BEFORE_VISIT = (ReviewStage.PLANNED, ReviewStage.NOTIFIED)
# Until the feedback is issued people work on the review; afterwards it waits for its items.
AT_WORK = (
    *BEFORE_VISIT,
    ReviewStage.IN_SESSION,
    ReviewStage.DRAFTED,
    ReviewStage.UNIT_CONFIRMED,
)
