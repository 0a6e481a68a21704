"""Many writers, late commits, racing sequencers: does a tailing reader see every event once?

Writers run in this process, the two sequencers and the readers in processes of their own. A second
reader follows the sequence number, as published libraries do; it has to miss events, or the load
was too gentle to prove anything.

    python -m bench.hammer --writers 64 --events 1000000
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing.context import SpawnContext, SpawnProcess

import asyncpg

from bench.hammer_readers import Followed, Watch, follow
from bench.hammer_writers import Hammering, Written
from bench.measure import Measure
from bench.postgres import Database, Server, temporary_server
from store.roles import APP_ROLE, SEQUENCER_ROLE
from store.sequencer import run_sequencer

SEQUENCERS = 2
_STALL_SECONDS = 60.0


@dataclass(frozen=True)
class Summary:
    """What became of a run. The first four have to be zero, the control's has not."""

    missed: int
    doubled: int
    out_of_order: int
    unaccounted: int
    control_missed: int
    control_out_of_order: int
    events: int
    writers: int
    seconds: float
    events_per_second: int
    late_commits: int
    rolled_back: int
    resends: int
    resends_stored_twice: int
    conflicts: int

    @property
    def is_clean(self) -> bool:
        """True when the reader saw what was written, all of it, once, in order."""
        faults = self.missed + self.doubled + self.out_of_order + self.unaccounted
        return faults + self.resends_stored_twice == 0


def bench(quick: bool) -> list[Measure]:
    writers, events = (16, 20_000) if quick else (64, 1_000_000)
    with temporary_server() as server:
        summary = asyncio.run(_on_new_databases(server, writers, events))
    print(json.dumps(asdict(summary)))
    details = asdict(summary)
    return [
        Measure(f"hammer: {name}", getattr(summary, name), "events", 0, at_most=True)
        for name in ("missed", "doubled", "out_of_order", "unaccounted")
    ] + [
        Measure(
            "hammer: missed by the control reader", summary.control_missed, "events", 1,
            details=details,
        )
    ]  # fmt: skip


async def _on_new_databases(server: Server, writers: int, events: int) -> Summary:
    database = await server.create_database("hammer")
    other = await server.create_database("elsewhere")
    await database.upgrade()
    return await hammer(database, other, writers, events)


async def hammer(
    database: Database, other: Database, writers: int, events: int, seed: int = 1
) -> Summary:
    """Write about `events` events while everything else runs, then compare."""
    bystander = await asyncpg.connect(other.dsn())
    # Holds back every snapshot horizon of the whole server until the end.
    await bystander.execute("CREATE TABLE held (n int); BEGIN; INSERT INTO held VALUES (1)")
    started = time.perf_counter()
    with _helpers(database) as watch:
        hammering = Hammering(database.dsn(APP_ROLE), writers, events, random.Random(seed))
        written = await hammering.run()
        await _until_read(watch, sum(written.versions.values()))
        seconds = time.perf_counter() - started
        watch.stop.set()
        followed, control = [await asyncio.to_thread(end.recv) for end in watch.results]
    await bystander.close()
    return await _summary(database, written, followed, control, writers, seconds)


@contextmanager
def _helpers(database: Database) -> Iterator[Watch]:
    context = multiprocessing.get_context("spawn")
    watch = Watch.create(context)
    processes = _start(context, database, watch)
    try:
        yield watch
    finally:
        watch.stop.set()
        for process in processes:
            process.join(30)
            if process.is_alive():
                process.kill()


def _start(context: SpawnContext, database: Database, watch: Watch) -> Sequence[SpawnProcess]:
    sequencers = [
        context.Process(target=_sequence, args=(database.dsn(SEQUENCER_ROLE), watch))
        for _ in range(SEQUENCERS)
    ]
    readers = [
        context.Process(target=follow, args=(database.dsn(APP_ROLE), watch, is_control))
        for is_control in (False, True)
    ]
    for process in (*sequencers, *readers):
        process.start()
    for _ in readers:
        watch.ready.acquire()
    return [*sequencers, *readers]


def _sequence(url: str, watch: Watch) -> None:
    async def run() -> None:
        stop = asyncio.Event()
        runner = asyncio.create_task(run_sequencer(url, stop))
        await asyncio.to_thread(watch.stop.wait)
        stop.set()
        await runner

    asyncio.run(run())


async def _until_read(watch: Watch, total: int) -> None:
    """Give up only when nothing moves any more: a reader that misses something never gets there."""
    last, moved_at = -1, time.monotonic()
    while watch.seen.value < total and time.monotonic() - moved_at < _STALL_SECONDS:
        if watch.seen.value != last:
            last, moved_at = watch.seen.value, time.monotonic()
        await asyncio.sleep(0.05)


async def _summary(
    database: Database,
    written: Written,
    followed: Followed,
    control: Followed,
    writers: int,
    seconds: float,
) -> Summary:
    total = sum(written.versions.values())
    connection = await asyncpg.connect(database.dsn())
    unaccounted = await connection.fetchval(
        "SELECT (SELECT count(*) FROM event) - (SELECT count(*) FROM leaf)"
        " + abs((SELECT count(*) FROM leaf) - (SELECT size FROM log_state))"
    )
    await connection.close()
    return Summary(
        missed=_missed(written, followed),
        doubled=followed.doubled,
        out_of_order=followed.out_of_order,
        unaccounted=unaccounted,
        control_missed=_missed(written, control),
        control_out_of_order=control.out_of_order,
        events=total,
        writers=writers,
        seconds=round(seconds, 1),
        events_per_second=round(total / seconds),
        late_commits=written.late_commits,
        rolled_back=written.rolled_back,
        resends=written.resends,
        resends_stored_twice=written.resends_stored_twice,
        conflicts=written.conflicts,
    )


def _missed(written: Written, followed: Followed) -> int:
    return sum(
        version - followed.distinct.get(stream, 0) for stream, version in written.versions.items()
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--writers", type=int, default=64)
    parser.add_argument("--events", type=int, default=1_000_000)
    chosen = parser.parse_args()
    with temporary_server() as server:
        summary = asyncio.run(_on_new_databases(server, chosen.writers, chosen.events))
    print(json.dumps(asdict(summary), indent=2))
    return 0 if summary.is_clean and summary.control_missed else 1


if __name__ == "__main__":
    sys.exit(main())
