"""The ways a review can go."""

from __future__ import annotations

from datetime import date

from models.review.decider import REVIEW
from tests.replay.room import Room
from tests.unit.review.life import LEAD, NUMBER, OFFICER, SECRETARY, SYSTEM
from tests.workflows.reviews import ITEM, Review
from workflows.review import ReviewWorkflow


async def closed(review: Review) -> None:
    """Every move, the feedback, its item replaced by another, and the end of that one."""
    await review.feedback()
    await review.ordered("look_for_common_issues")
    await review.accepted("replace_item", SYSTEM, number=ITEM, child=f"{NUMBER}-02")
    await review.accepted("settle_item", SYSTEM, number=f"{NUMBER}-02", how="archived")
    await review.handle.result()


async def postponed_and_cancelled(review: Review) -> None:
    """Moved to May, not held there either, called off after two levels."""
    await review.plan()
    await review.accepted("postpone", OFFICER, month="2026-05", reason="井下检修")
    await review.wait_until(date(2026, 6, 5))
    await review.accepted("cancel", OFFICER, reason="单位撤并")
    await review.handle.result()


async def objected_and_late(review: Review) -> None:
    """The unit objects, then says nothing; the feedback is late and goes out with a reason."""
    await review.draft()
    await review.accepted("object", SECRETARY, reason="第一条与事实不符")
    await review.accepted("answer_objection", LEAD, is_accepted=False, reason="原始记录可查")
    await review.wait_until(date(2026, 3, 26))
    await review.send("confirm", OFFICER)
    await review.accepted("issue_feedback", LEAD, unconfirmed_reason="多次催促未答复")
    await review.ordered("look_for_common_issues")


REVIEWS = Room(ReviewWorkflow, REVIEW, Review, (closed, postponed_and_cancelled, objected_and_late))
