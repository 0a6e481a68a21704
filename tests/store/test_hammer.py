"""A short run of the hammer: the reader sees everything once, the wrong one does not."""

from __future__ import annotations

from bench.hammer import hammer
from bench.postgres import Database, Server


async def test_a_tailing_reader_misses_nothing_where_a_wrong_one_does(
    postgres_server: Server, database: Database
) -> None:
    other = await postgres_server.create_database("hammer_bystander")
    summary = await hammer(database, other, writers=16, events=6_000)
    await postgres_server.drop_database(other.name)
    assert summary.is_clean, summary
    assert summary.events >= 6_000
    assert summary.late_commits > 0
    assert summary.resends > 0
    assert summary.control_missed > 0, "too gentle: the wrong reader missed nothing"
