"""The yardstick of `bench/command.py`: an update with one activity that inserts one row.

Runs as a worker process of its own, as ours does: `python -m bench.bare ADDRESS NAMESPACE DSN`.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import PollerBehaviorAutoscaling, Worker

# Imported a second time by the sandbox, the driver hangs in its first statement.
with workflow.unsafe.imports_passed_through():
    import asyncpg

QUEUE = "bench-bare"
TABLE = "CREATE TABLE IF NOT EXISTS bench_bare (id text PRIMARY KEY, body text NOT NULL)"


@activity.defn(name="insert_row")
async def insert_row_signature(row_id: str, body: str) -> None:
    """What the workflow asks for; `Rows` answers."""
    raise NotImplementedError


@workflow.defn(name="bare")
class BareWorkflow:
    """Nothing but an update."""

    @workflow.run
    async def run(self, ballast: str = "") -> None:
        """Live until terminated; `ballast` makes the start as heavy as another one."""
        await workflow.wait_condition(lambda: False)

    @workflow.update(name="put")
    async def put(self, row_id: str, body: str) -> str:
        """Insert one row."""
        await workflow.execute_activity(
            insert_row_signature,
            args=[row_id, body],
            start_to_close_timeout=timedelta(seconds=15),
        )
        return row_id


class Rows:
    """Inserts rows through a pool."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @activity.defn(name="insert_row")
    async def insert_row(self, row_id: str, body: str) -> None:
        """One row, one statement, one transaction."""
        await self._pool.execute("INSERT INTO bench_bare VALUES ($1, $2)", row_id, body)


async def _main(address: str, namespace: str, dsn: str) -> None:
    pool = await asyncpg.create_pool(dsn)
    await pool.execute(TABLE)
    client = await Client.connect(address, namespace=namespace)
    worker = Worker(
        client,
        task_queue=QUEUE,
        workflows=[BareWorkflow],
        activities=[Rows(pool).insert_row],
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(),
    )
    await worker.run()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
