"""The only way from web and command line to Temporal.

Every command is an Update whose id is the client's command id. After a time-out the same id is
sent again, so a command is carried out once however often the network fails in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowFailureError,
    WorkflowUpdateFailedError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from models.errors import (
    InvalidInputError,
    NotFoundError,
    RuleRefusedError,
    TransientError,
)
from models.facts import Actor, Decider
from models.ids import entity_of, stream_id
from models.rooms import DECIDERS
from store.entity_inputs import EntityInputs
from web.gateway.persevering import is_closed_meanwhile, persevere
from web.gateway.reading import check_opening, check_shape
from wire.codec import fingerprint, from_json
from wire.messages import CommandMessage, EntityInput, Receipt, TermsMessage
from wire.starts import CommandOrder, RolloutOutcome, RolloutPage

_EVENTS_BEFORE_THE_FIRST_TASK_ENDS = 3  # started; task scheduled; task started
RPC_TIMEOUT = timedelta(seconds=10)
_WORKER_SILENCE = timedelta(minutes=2)  # one long poll lasts one minute


class Gateway:
    """Sends commands to entities and brings entities to life from their facts."""

    def __init__(
        self, client: Client, inputs: EntityInputs, committee: str, task_queue: str
    ) -> None:
        self._client = client
        self._inputs = inputs
        self._committee = committee
        self._task_queue = task_queue

    def stream(self, entity: str, number: str) -> str:
        """Stream id of an entity of this committee.

        Raises:
            InvalidInputError: The number cannot be part of an id.
        """
        try:
            return stream_id(self._committee, entity, number)
        except ValueError as error:
            raise InvalidInputError("bad_number", f"编号“{number}”不合规。", "number") from error

    async def execute(
        self,
        entity: str,
        number: str,
        command: str,
        data: Mapping[str, Any],
        actor: Actor,
        command_id: str,
    ) -> Receipt:
        """Carry out a command of a person.

        Args:
            entity: Kind of the entity.
            number: Its number within the committee.
            command: Wire name of the command.
            data: Its fields as JSON values.
            actor: Who asks, as the sign-in knows it.
            command_id: Chosen by the client; the same id always gets the same receipt.

        Raises:
            RuleRefusedError: A rule forbids it; the attempt is on record.
            InvalidInputError: A field makes no sense.
            NotFoundError: No such entity.
            TransientError: No answer in time; resend with the same command id.
        """
        message = CommandMessage(command_id, command, dict(data), actor)
        receipt = await self.send(self.stream(entity, number), message)
        # Within one run the engine answers a known update id by itself, whatever it carries.
        if receipt.command_hash not in ("", fingerprint(command, message.data)):
            raise InvalidInputError(
                "command_id_reused", "该操作编号已用于另一项操作，请换用新的编号。", "id"
            )
        if receipt.refusal is not None:
            raise RuleRefusedError(receipt.refusal.code, receipt.refusal.message)
        return receipt

    async def send(
        self, stream: str, message: CommandMessage, clock_offset_seconds: int = 0
    ) -> Receipt:
        """Deliver a command to a living entity, or wake it from its facts, or open it."""
        decider = _decider(stream)
        check_shape(decider, message)

        async def attempt() -> Receipt:
            try:
                return await self._update(stream, message)
            except RPCError as error:
                if error.status != RPCStatusCode.NOT_FOUND:
                    raise
            known = await self._inputs.from_facts(stream)
            start = known or await self._inputs.for_new(stream)
            start = replace(start, clock_offset_seconds=clock_offset_seconds)
            if known is None:
                check_opening(decider, message, start)
            return await self._update_with_start(stream, start, message)

        return await persevere(attempt)

    async def adopt_terms(self, stream: str, message: TermsMessage) -> Receipt:
        """Hand new policy or calendar to one entity; wakes it from its facts if it sleeps."""

        async def attempt() -> Receipt:
            try:
                return await self._update(stream, message, "adopt_terms")
            except RPCError as error:
                if error.status != RPCStatusCode.NOT_FOUND:
                    raise
            start = await self._life_in_facts(stream)
            if start is None:
                raise NotFoundError("entity_finished", f"“{stream}”已办结，不再适用新规定。")
            await self._start_entity(stream, start)
            return await self._update(stream, message, "adopt_terms")

        return await persevere(attempt)

    async def carry(self, order: CommandOrder) -> None:
        """Deliver what one entity's fact asks of another. A refusal there is on record there."""
        message = CommandMessage(
            order.command_id, order.command, order.data, order.actor, order.correlation
        )
        await self.send(order.stream, message, order.clock_offset_seconds)

    async def start_from_facts(self, stream: str) -> bool:
        """Give a stream its workflow back; True when one was started now.

        One that runs, but believes other facts than those that stand, takes them up.
        """
        start = await self._life_in_facts(stream)
        if start is None:
            return False
        if await self._start_entity(stream, start):
            return True
        await self._bring_up_to_date(stream, start)
        return False

    async def has_begun(self, stream: str) -> bool:
        """True when a worker has taken up the stream's workflow, or there is none."""
        try:
            described = await self._client.get_workflow_handle(stream).describe(
                rpc_timeout=RPC_TIMEOUT
            )
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                return True
            raise
        return described.history_length > _EVENTS_BEFORE_THE_FIRST_TASK_ENDS

    async def start_opening(self) -> None:
        """See to it that streams which wait for a workflow get one; harmless when none waits."""
        await self._start_once("opening", f"{self._committee}/opening/all", 0)

    async def start_rollout(self, page: RolloutPage) -> str:
        """Hand a terms version to open entities in the background; returns the workflow id.

        One that runs already goes on; after one that ended another starts.

        Raises:
            TransientError: Temporal does not answer; the worker starts it when it does.
        """
        number = f"p{page.terms.policy}.c{page.terms.calendar}"
        workflow_id = f"{self._committee}/terms_rollout/{number}"
        await self._start_once("terms_rollout", workflow_id, page)
        return workflow_id

    async def rollout_outcome(self, workflow_id: str) -> RolloutOutcome:
        """What became of a rollout; waits for its end.

        Raises:
            TransientError: Temporal went away, or somebody stopped the rollout.
        """
        handle = self._client.get_workflow_handle(workflow_id, result_type=RolloutOutcome)
        try:
            outcome: RolloutOutcome = await handle.result()
        except (RPCError, WorkflowFailureError) as error:
            raise _interrupted() from error
        return outcome

    async def start_digest(self, workflow_id: str, argument: object) -> None:
        """Start the delivery of one person's notices for one slot; twice is once."""
        try:
            await self._client.start_workflow(
                "digest",
                argument,
                id=workflow_id,
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                rpc_timeout=RPC_TIMEOUT,
            )
        except WorkflowAlreadyStartedError:
            return
        except RPCError as error:
            raise _interrupted() from error

    async def count_running(self, entity: str = "") -> int:
        """Entities with a running workflow, for the health report (never for pages).

        Args:
            entity: Kind of the entity; empty: workflows of every kind.
        """
        kind = f' AND WorkflowType = "{entity}"' if entity else ""
        counted = await self._client.count_workflows(
            f'ExecutionStatus = "Running"{kind}', rpc_timeout=RPC_TIMEOUT
        )
        return counted.count

    async def check(self) -> None:
        """Raise unless the server answers."""
        await self._client.service_client.check_health(timeout=timedelta(seconds=3))

    async def is_reachable(self) -> bool:
        """True when the server answers."""
        try:
            await self.check()
        except RPCError:
            return False
        return True

    async def has_worker(self) -> bool:
        """True when some worker has asked for work lately."""
        try:
            described = await self._client.workflow_service.describe_task_queue(
                DescribeTaskQueueRequest(
                    namespace=self._client.namespace,
                    task_queue=TaskQueue(name=self._task_queue),
                    task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
                ),
                timeout=timedelta(seconds=3),
            )
        except RPCError:
            return False
        latest = datetime.now(UTC) - _WORKER_SILENCE
        return any(poller.last_access_time.ToDatetime(UTC) > latest for poller in described.pollers)

    async def _life_in_facts(self, stream: str) -> EntityInput | None:
        """What an entity needs to live on; None when it has no facts or nothing to wait for."""
        start = await self._inputs.from_facts(stream)
        if start is None or _has_nothing_to_wait_for(_decider(stream), start):
            return None
        return start

    async def _start_entity(self, stream: str, start: EntityInput) -> bool:
        """True when the workflow was started now, False when it runs already."""
        try:
            await self._client.start_workflow(
                entity_of(stream),
                start,
                id=stream,
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                rpc_timeout=RPC_TIMEOUT,
            )
        except WorkflowAlreadyStartedError:
            return False
        return True

    async def _bring_up_to_date(self, stream: str, facts: EntityInput) -> None:
        """Have a running workflow reload where it differs from the facts."""
        handle = self._client.get_workflow_handle(stream)
        try:
            believed: EntityInput = await handle.query(
                "snapshot", result_type=EntityInput, rpc_timeout=RPC_TIMEOUT
            )
            if (believed.version, believed.head) != (facts.version, facts.head):
                await handle.execute_update("refresh", result_type=int, rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:  # finished meanwhile
                raise
        except WorkflowUpdateFailedError as error:
            if not is_closed_meanwhile(error.cause):
                raise

    async def _start_once(self, kind: str, workflow_id: str, argument: object) -> None:
        try:
            await self._client.start_workflow(
                kind,
                argument,
                id=workflow_id,
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                rpc_timeout=RPC_TIMEOUT,
            )
        except RPCError as error:
            raise _interrupted() from error

    async def _update(
        self, stream: str, message: CommandMessage | TermsMessage, update: str = "execute"
    ) -> Receipt:
        handle = self._client.get_workflow_handle(stream)
        receipt: Receipt = await handle.execute_update(
            update, message, id=message.id, result_type=Receipt, rpc_timeout=RPC_TIMEOUT
        )
        return receipt

    async def _update_with_start(
        self, stream: str, start: EntityInput, message: CommandMessage
    ) -> Receipt:
        operation: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            entity_of(stream),
            start,
            id=stream,
            task_queue=self._task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        receipt: Receipt = await self._client.execute_update_with_start_workflow(
            "execute",
            message,
            id=message.id,
            result_type=Receipt,
            start_workflow_operation=operation,
            rpc_timeout=RPC_TIMEOUT,
        )
        return receipt


def _interrupted() -> TransientError:
    return TransientError("rollout_interrupted", "改用新规则的过程中断，恢复后会自动继续。")


def _decider(stream: str) -> Decider[Any, Any, Any]:
    return DECIDERS[entity_of(stream)]


def _has_nothing_to_wait_for(decider: Decider[Any, Any, Any], start: EntityInput) -> bool:
    if start.state is None:
        return True
    return decider.is_finished(from_json(decider.state_type, start.state))
