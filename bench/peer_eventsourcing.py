"""The `eventsourcing` package's own PostgreSQL recorder under the same load on the same server."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

_STATE = b"x" * 350  # about the size of our envelope's variable part and payload


def peer_throughput(dsn: str, writers: int, appends: int, batch: int) -> float:
    """Events a second of its recorder with its default settings, one thread for each writer."""
    datastore = _connect(dsn, writers)
    recorder = PostgresApplicationRecorder(datastore, events_table_name="peer_events")
    recorder.create_table()
    try:
        with ThreadPoolExecutor(writers) as pool:
            streams = [uuid4() for _ in range(writers)]
            started = time.perf_counter()
            list(pool.map(lambda stream: _write(recorder, stream, appends, batch), streams))
            return writers * appends * batch / (time.perf_counter() - started)
    finally:
        datastore.close()


def _connect(dsn: str, writers: int) -> PostgresDatastore:
    url = urlsplit(dsn)
    return PostgresDatastore(
        dbname=url.path.lstrip("/"),
        host=url.hostname or "",
        port=str(url.port),
        user=url.username or "",
        password=url.password or "",
        pool_size=writers,
        max_overflow=writers,
    )


def _write(recorder: PostgresApplicationRecorder, stream: UUID, appends: int, batch: int) -> None:
    for number in range(appends):
        first = number * batch + 1
        recorder.insert_events(
            [StoredEvent(stream, first + index, "thing:Progress", _STATE) for index in range(batch)]
        )
