"""The driver, shown with an entity that is not fupan's: a book on loan."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowHandle,
    WorkflowUpdateFailedError,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment

from models.calendar import WorkCalendar
from models.facts import Actor, Notify, Open, Recipient
from models.policy import Policy
from models.terms import Terms, TermsVersion
from tests.workflows.conftest import StartWorker
from tests.workflows.loan import LOAN, STRICT_POLICY, URGE_EVERY, Loan
from tests.workflows.loan_workflow import LoanWorkflow
from tests.workflows.memory import MemoryWorld
from wire.codec import from_json, to_json
from wire.messages import (
    AppendRequest,
    CommandMessage,
    EntityInput,
    OutstandingEffect,
    Receipt,
    TermsMessage,
)

READER = Actor("reader-1")
OTHER = Actor("reader-2")


class Library:
    """Sends commands to one loan."""

    def __init__(self, env: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> None:
        self.env, self.task_queue, self.world = env, task_queue, world
        self.stream = f"lib/loan/{uuid4()}"

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.env.client.get_workflow_handle(self.stream)

    async def lend(
        self, due_at: datetime | None = None, command_id: str = "", **start: Any
    ) -> Receipt:
        due = due_at or datetime.now(UTC) + timedelta(days=30)
        data = {"reader": READER.account, "due_at": due.isoformat()}
        message = CommandMessage(command_id or str(uuid4()), "lend", data, READER)
        return await self.open(message, EntityInput(self.stream, **start))

    async def open(self, message: CommandMessage, start: EntityInput) -> Receipt:
        with self.env.with_time_skipping_disabled():
            operation: Any = WithStartWorkflowOperation(
                "loan",
                start,
                id=self.stream,
                task_queue=self.task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            )
            receipt: Receipt = await self.env.client.execute_update_with_start_workflow(
                "execute",
                message,
                id=message.id,
                result_type=Receipt,
                start_workflow_operation=operation,
                rpc_timeout=timedelta(seconds=20),
            )
            return receipt

    async def send(
        self, command: str, actor: Actor = READER, command_id: str = "", **data: Any
    ) -> Receipt:
        message = CommandMessage(command_id or str(uuid4()), command, data, actor)
        receipt: Receipt = await self.handle.execute_update(
            "execute",
            message,
            id=message.id,
            result_type=Receipt,
            rpc_timeout=timedelta(seconds=20),
        )
        return receipt

    async def adopt(self, terms: Terms) -> None:
        message = TermsMessage(str(uuid4()), OTHER, "全矿统一", terms)
        await self.handle.execute_update("adopt_terms", message, id=message.id, result_type=Receipt)

    async def snapshot(self) -> EntityInput:
        carried: EntityInput = await self.handle.query("snapshot", result_type=EntityInput)
        return carried

    async def state(self) -> Loan:
        return from_json(Loan, (await self.snapshot()).state or {})

    async def pass_days(self, days: float) -> None:
        await self.env.fast_forward(self.handle, timedelta(days=days))


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld(LOAN)


@pytest.fixture
def library(temporal: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> Library:
    return Library(temporal, task_queue, world)


@pytest.fixture
async def worker(start_worker: StartWorker, world: MemoryWorld) -> Any:
    return start_worker([LoanWorkflow], world.activities())


def failing_once(error: Exception) -> Callable[[AppendRequest], None]:
    left = [error]

    def fail(request: AppendRequest) -> None:
        if left:
            raise left.pop()

    return fail


async def test_a_command_becomes_facts_and_a_receipt(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        receipt = await library.lend()
        assert receipt.version == 1
        assert receipt.events == ("loan.lent",)
        (step,) = world.steps(library.stream)
        assert step.actor == READER
        assert step.expected_version == 0
        assert step.correlation == library.stream
        assert step.next_clock_at == (await library.state()).due_at + URGE_EVERY  # type: ignore[operator]  # lent: has a due date


async def test_state_of_the_workflow_is_the_fold_of_its_facts(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        await library.send("leaf")
        await library.send("leaf")
        assert await library.state() == world.fold(library.stream)


async def test_the_same_command_id_is_carried_out_once_and_gets_the_same_receipt(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        first = await library.send("leaf", command_id="leaf-1")
        assert await library.send("leaf", command_id="leaf-1") == first
        assert world.types(library.stream) == ["loan.lent", "loan.leafed"]


async def test_a_refused_attempt_is_a_fact_and_changes_nothing_else(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        receipt = await library.send("give_back", actor=OTHER)
        assert receipt.refusal is not None
        assert receipt.refusal.code == "not_the_reader"
        assert world.types(library.stream)[-1] == "loan.attempt_refused"
        assert not (await library.state()).is_back


async def test_an_unreadable_command_leaves_no_trace(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        before = (await library.handle.describe()).history_length
        with pytest.raises(WorkflowUpdateFailedError) as caught:
            await library.send("shred")
        assert isinstance(caught.value.cause, ApplicationError)
        assert caught.value.cause.type == "InvalidInputError"
        assert (await library.handle.describe()).history_length == before
        assert world.version(library.stream) == 1


async def test_a_lost_answer_of_the_store_does_not_store_twice(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        world.after_append = failing_once(ConnectionError("answer lost"))
        receipt = await library.send("leaf")
        assert receipt.version == 2
        assert world.types(library.stream) == ["loan.lent", "loan.leafed"]
        assert await library.state() == world.fold(library.stream)


async def test_a_command_waits_for_a_store_that_is_away(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        world.before_append = failing_once(ConnectionError("database is down"))
        assert (await library.send("leaf")).version == 2


async def test_clocks_fire_once_each_and_on_time(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        due_at = datetime.now(UTC) + timedelta(days=30)
        await library.lend(due_at)
        await library.pass_days(60)
        urges = [step for step in world.steps(library.stream) if step.step.startswith("urge:")]
        assert [step.step for step in urges] == ["urge:1", "urge:2"]
        for number, step in enumerate(urges, start=1):
            late = step.occurred_at - (due_at + number * URGE_EVERY)
            assert timedelta() <= late < timedelta(seconds=5)
            assert step.actor.account == "system"


async def test_clocks_that_passed_meanwhile_are_caught_up_once_each(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend(datetime.now(UTC) - timedelta(days=90))
        await _until(lambda: len(world.dispatched) == 2)
        assert world.types(library.stream) == ["loan.lent", "loan.urged", "loan.urged"]


async def test_an_effect_is_carried_out_and_names_its_fact(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend(datetime.now(UTC) - timedelta(days=90))
        await _until(lambda: len(world.dispatched) == 2)
        assert [request.version for request in world.dispatched] == [2, 3]
        notify = world.dispatched[0].notify
        assert notify == Notify((Recipient("reader", account=READER.account),), "loan.urged")


async def test_one_entity_opens_another_with_a_derived_command_id(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        await library.send("give_back", lend_on_to="reader-9")
        await library.handle.result()
        (order,) = world.orders
        assert order.stream == "lib/loan/reader-9"
        assert order.opens
        assert order.data["reader"] == "reader-9"
        assert order.correlation == library.stream


async def test_a_finished_entity_ends_its_workflow(worker: Any, library: Library) -> None:
    async with worker:
        await library.lend()
        await library.send("give_back")
        await library.handle.result()


async def test_commands_that_move_no_clock_leave_the_timer_alone(
    worker: Any, library: Library
) -> None:
    async with worker:
        await library.lend()
        for _ in range(5):
            await library.send("leaf")
        history = await library.handle.fetch_history()
        timers = [e for e in history.events if e.HasField("timer_started_event_attributes")]
        assert len(timers) == 1


async def test_a_long_history_continues_as_new_and_forgets_nothing(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        first_run = (await library.handle.describe()).run_id
        for number in range(70):
            await library.send("leaf", command_id=f"leaf-{number}")
        described = await library.handle.describe()
        assert described.run_id != first_run
        assert described.history_length < 500
        assert (await library.state()).pages == 70
        again = await library.send("leaf", command_id="leaf-69")
        assert again.version == 71
        assert world.version(library.stream) == 71


async def test_a_command_older_than_memory_is_recognised_by_its_facts(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend(command_id="the-first")
        for number in range(70):
            await library.send("leaf", command_id=f"leaf-{number}")
        receipt = await library.send("leaf", command_id="leaf-0")
        assert receipt.version == 2
        assert (await library.state()).pages == 70
        assert await library.state() == world.fold(library.stream)


async def test_a_command_id_reused_for_something_else_is_refused(
    worker: Any, library: Library
) -> None:
    async with worker:
        await library.lend()
        for number in range(70):
            await library.send("leaf", command_id=f"leaf-{number}")
        with pytest.raises(WorkflowUpdateFailedError) as caught:
            await library.send("give_back", command_id="leaf-0")
        assert isinstance(caught.value.cause, ApplicationError)
        assert caught.value.cause.details[0] == "command_id_reused"
        assert not (await library.state()).is_back


async def test_an_entity_that_lost_its_memory_takes_it_from_the_facts(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    """As after a restore of Temporal's database to an older point."""
    async with worker:
        await library.lend()
        await library.send("leaf")
        await library.handle.terminate()
        receipt = await library.lend(command_id="lend-again")
        assert receipt.refusal is not None
        assert receipt.refusal.code == "already_lent"
        assert (await library.state()).pages == 1
        assert await library.state() == world.fold(library.stream)


async def test_a_recovered_entity_carries_out_what_was_outstanding(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        await library.handle.terminate()
        loaded = await world.load_stream(library.stream)
        effect = Open("loan", "lib/loan/x", "lend", {"reader": "x"})
        world.outstanding = [OutstandingEffect(1, datetime.now(UTC), READER, open=effect)]
        start = EntityInput(
            library.stream, state=loaded.state, version=loaded.version, head=loaded.head
        )
        message = CommandMessage(str(uuid4()), "leaf", {}, READER)
        assert (await library.open(message, start)).version == 2
        await _until(lambda: bool(world.orders))
        assert world.orders[0].stream == "lib/loan/x"


async def test_new_terms_are_adopted_by_an_event_and_used_from_then_on(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        terms = Terms(policy=Policy(version=7))
        await library.adopt(terms)
        assert world.types(library.stream)[-1] == "loan.terms_adopted"
        assert (await library.snapshot()).terms == terms
        assert (await library.state()).terms == TermsVersion(7, 0)


async def test_a_clock_that_new_terms_move_fires_at_its_new_time(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        due_at = datetime.now(UTC) + timedelta(days=30)
        await library.lend(due_at)
        terms = Terms(policy=Policy(version=STRICT_POLICY))
        await library.adopt(terms)
        await library.pass_days(60)
        urges = [step for step in world.steps(library.stream) if step.step.startswith("urge:")]
        assert [step.step for step in urges] == ["urge:1", "urge:2"]
        for number, step in enumerate(urges, start=1):
            late = step.occurred_at - (due_at + timedelta(days=number))
            assert timedelta() <= late < timedelta(seconds=5)


async def test_an_offer_of_older_terms_changes_nothing_but_what_is_newer_in_it(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    """Two rollouts at once: whichever comes second must not undo the first."""
    async with worker:
        await library.lend()
        offers = [
            Terms(policy=Policy(version=7)),
            Terms(policy=Policy(version=6), calendar=WorkCalendar(version=3)),
            Terms(calendar=WorkCalendar(version=2)),
        ]
        for terms in offers:
            await library.adopt(terms)
        assert world.types(library.stream)[1:] == ["loan.terms_adopted"] * 2
        assert (await library.snapshot()).terms.version == TermsVersion(7, 3)
        assert (await library.state()).terms == TermsVersion(7, 3)


async def test_a_refused_opening_leaves_no_empty_workflow_behind(
    worker: Any, library: Library
) -> None:
    async with worker:
        message = CommandMessage(str(uuid4()), "leaf", {}, READER)
        with pytest.raises(WorkflowUpdateFailedError):
            await library.open(message, EntityInput(library.stream))
        await library.handle.result()


async def test_commands_sent_at_once_are_carried_out_one_after_another(
    worker: Any, library: Library, world: MemoryWorld
) -> None:
    async with worker:
        await library.lend()
        receipts = await asyncio.gather(*(library.send("leaf") for _ in range(8)))
        assert sorted(receipt.version for receipt in receipts) == list(range(2, 10))
        assert [step.expected_version for step in world.steps(library.stream)] == list(range(9))


async def test_a_shifted_clock_is_named_to_the_store(
    worker: Any, library: Library, world: MemoryWorld, client: Client
) -> None:
    async with worker:
        offset = int(timedelta(days=-300).total_seconds())
        await library.lend(clock_offset_seconds=offset)
        (step,) = world.steps(library.stream)
        assert step.simulated
        assert step.occurred_at < datetime.now(UTC) - timedelta(days=299)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  # what is awaited happens in another process
            await asyncio.sleep(0.02)


def test_the_loan_survives_the_wire() -> None:
    loan = Loan("r", datetime.now(UTC), 1, 2, False, 0, TermsVersion(1, 2))
    assert from_json(Loan, to_json(loan)) == loan
