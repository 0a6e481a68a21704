"""One message to one person at one moment, on the real server with skippable time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client, WorkflowFailureError
from temporalio.exceptions import ApplicationError

from models.calendar import SHANGHAI
from models.notice.slots import after_quiet
from models.policy import NoticeTerms
from tests.workflows.conftest import StartWorker
from wire.notices import DeliverRequest, DeliverResult, DigestStart
from workflows.digest import DigestWorkflow

ALWAYS = NoticeTerms(quiet_from=time(0, 0), quiet_until=time(0, 0))
PENDING = DeliverResult(sent=("inbox",), pending=("email",))
SENT = DeliverResult(sent=("inbox", "email"))
PAUSES = DigestStart("a", "", "", datetime.now(UTC), ALWAYS).pauses_seconds


@dataclass
class Post:
    """Delivers in memory, and notes when by the workflow's own clock."""

    answers: list[DeliverResult | Exception] = field(default_factory=list)
    requests: list[DeliverRequest] = field(default_factory=list)
    scheduled_at: list[datetime] = field(default_factory=list)

    @activity.defn(name="deliver_digest")
    async def deliver_digest(self, request: DeliverRequest) -> DeliverResult:
        self.requests.append(request)
        self.scheduled_at.append(activity.info().scheduled_time)
        answer = self.answers.pop(0) if self.answers else SENT
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def deliver(
    client: Client, task_queue: str, start_worker: StartWorker, post: Post
) -> Callable[[DigestStart], Any]:
    async def run(start: DigestStart) -> DeliverResult:
        async with start_worker([DigestWorkflow], [post.deliver_digest]):
            result: DeliverResult = await client.execute_workflow(
                "digest", start, id=start.stream, task_queue=task_queue, result_type=DeliverResult
            )
            return result

    return run


def start_at(send_at: datetime, terms: NoticeTerms = ALWAYS) -> DigestStart:
    return DigestStart("a", "20261120T0930", f"dw/digest/{uuid4()}", send_at, terms)


def soon() -> DigestStart:
    return start_at(datetime.now(UTC) + timedelta(hours=2))


async def test_nothing_is_sent_before_the_slot(deliver: Any, post: Post) -> None:
    start = soon()
    assert await deliver(start) == SENT
    assert post.requests == [DeliverRequest("a", start.slot, start.stream, 1, is_last=False)]
    assert post.scheduled_at[0] >= start.send_at


async def test_a_slot_that_passed_while_nothing_was_running_is_sent_at_once(
    deliver: Any, post: Post
) -> None:
    assert await deliver(start_at(datetime.now(UTC) - timedelta(days=2))) == SENT
    assert len(post.requests) == 1


async def test_a_failed_channel_gets_five_attempts_over_hours_and_is_then_given_up(
    deliver: Any, post: Post
) -> None:
    given_up = DeliverResult(sent=("inbox",), failed=("email",))
    post.answers = [PENDING, PENDING, PENDING, PENDING, given_up]
    assert await deliver(soon()) == given_up
    assert [each.attempt for each in post.requests] == [1, 2, 3, 4, 5]
    assert [each.is_last for each in post.requests] == [False, False, False, False, True]
    pauses = [b - a for a, b in zip(post.scheduled_at, post.scheduled_at[1:], strict=False)]
    expected = [timedelta(seconds=seconds) for seconds in PAUSES]
    assert all(took >= wanted for took, wanted in zip(pauses, expected, strict=True))
    assert sum(pauses, timedelta()) > timedelta(hours=6)


async def test_success_ends_the_attempts(deliver: Any, post: Post) -> None:
    post.answers = [PENDING, SENT]
    assert await deliver(soon()) == SENT
    assert len(post.requests) == 2


async def test_a_repeated_attempt_keeps_its_number_so_that_it_is_recorded_once(
    deliver: Any, post: Post
) -> None:
    post.answers = [RuntimeError("the database is away"), SENT]
    assert await deliver(soon()) == SENT
    assert [each.attempt for each in post.requests] == [1, 1]


async def test_no_attempt_falls_into_the_quiet_hours(deliver: Any, post: Post) -> None:
    """The slot came shortly before them; the pauses lead right into them."""
    send_at = datetime.now(UTC) + timedelta(hours=2)
    quiet_from = send_at.astimezone(SHANGHAI) + timedelta(minutes=3)
    terms = replace(
        ALWAYS,
        quiet_from=quiet_from.time(),
        quiet_until=(quiet_from + timedelta(hours=10)).time(),
    )
    post.answers = [PENDING, PENDING, SENT]
    await deliver(start_at(send_at, terms))
    assert all(after_quiet(at, terms) == at for at in post.scheduled_at)
    assert post.scheduled_at[1] - post.scheduled_at[0] > timedelta(hours=9)


async def test_a_slot_that_was_reached_too_late_waits_for_the_end_of_the_quiet_hours(
    deliver: Any, post: Post
) -> None:
    """As when nothing was running in the evening and everything started again at night."""
    now = datetime.now(SHANGHAI)
    terms = replace(
        ALWAYS,
        quiet_from=(now - timedelta(hours=1)).time(),
        quiet_until=(now + timedelta(hours=1)).time(),
    )
    await deliver(start_at(now.astimezone(UTC) - timedelta(hours=2), terms))
    assert post.scheduled_at[0] >= now + timedelta(minutes=59)


async def test_a_fault_that_no_repeat_can_mend_ends_the_digest_loudly(
    deliver: Any, post: Post
) -> None:
    post.answers = [ApplicationError("x", type="StreamConflictError", non_retryable=True)]
    with pytest.raises(WorkflowFailureError):
        await deliver(soon())
    assert len(post.requests) == 1


async def test_a_database_that_is_away_for_hours_only_makes_it_late(
    deliver: Any, post: Post
) -> None:
    """Attempts time out and are made again; none of them counts as one of the five."""
    away: list[DeliverResult | Exception] = [RuntimeError("away") for _ in range(40)]
    post.answers = [*away, SENT]
    assert await deliver(soon()) == SENT
    assert {each.attempt for each in post.requests} == {1}
    assert len(post.requests) == 41
    assert len(set(post.scheduled_at)) > 1  # each a new activity, decided on at a new moment
