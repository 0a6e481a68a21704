"""The ways a common issue can go."""

from __future__ import annotations

from datetime import date

from models.common_issue.decider import COMMON_ISSUE
from tests.replay.room import Room
from tests.unit.rectification.life import HEAD
from tests.workflows.common_issues import D01, UNITS, Z1, Z1_02, CommonIssue
from workflows.common_issue import CommonIssueWorkflow


async def answered(issue: CommonIssue) -> None:
    """Every unit answers; one answer is refused, one opens an item."""
    await issue.ask_everyone()
    await issue.accepted("reply", D01, found=False, note="逐人核对，齐全")
    await issue.accepted("reply", Z1_02, found=True, note="夜班三人缺补课记录")
    await issue.send("reply", Z1, unit="Z1-02", found=False, note="代答")
    await issue.accepted("reply", Z1, found=False, note="逐人核对，齐全")
    await issue.handle.result()


async def late_and_dropped(issue: CommonIssue) -> None:
    """Two are silent: one answers after a level was raised, the other has ended by then."""
    await issue.ask_everyone()
    await issue.accepted("reply", D01, found=False, note="齐全")
    await issue.wait_until(date(2026, 6, 17))
    await issue.accepted("reply", Z1, found=False, note="齐全")
    await issue.gathered("refresh_units", units=UNITS[:2])
    await issue.handle.result()


async def dismissed(issue: CommonIssue) -> None:
    """The head of the department sees no common issue in it."""
    await issue.propose()
    await issue.accepted("dismiss", HEAD, reason="两起原因不同")
    await issue.handle.result()


COMMON_ISSUES = Room(
    CommonIssueWorkflow, COMMON_ISSUE, CommonIssue, (answered, late_and_dropped, dismissed)
)
