from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from models.errors import InvalidInputError
from store.command_keys import (
    claim,
    command_id_of,
    forget_keys,
    number_for,
    number_like,
    release,
)
from store.tables import stream

PREFIX = "dw/rectification/"


async def claimed(engine: AsyncEngine, key: str, content: str, account: str = "a-1") -> None:
    async with engine.begin() as connection:
        await claim(connection, command_id_of(account, key), {"content": content})


async def drawn(engine: AsyncEngine, key: str, year: int = 2026) -> str:
    async with engine.begin() as connection:
        command_id = command_id_of("a-1", key)
        await claim(connection, command_id, {})
        return await number_for(connection, command_id, PREFIX, year)


async def test_a_key_may_be_sent_again_with_the_same_content(engine: AsyncEngine) -> None:
    await claimed(engine, "k", "same")
    await claimed(engine, "k", "same")


async def test_a_key_cannot_be_reused_for_other_content(engine: AsyncEngine) -> None:
    await claimed(engine, "k", "one")
    with pytest.raises(InvalidInputError) as refused:
        await claimed(engine, "k", "other")
    assert (refused.value.code, refused.value.field) == ("command_id_reused", "Idempotency-Key")


async def test_two_accounts_may_choose_the_same_key(engine: AsyncEngine) -> None:
    await claimed(engine, "k", "one", account="a-1")
    await claimed(engine, "k", "other", account="a-2")


async def test_a_released_key_may_stand_for_something_else(engine: AsyncEngine) -> None:
    await claimed(engine, "k", "one")
    async with engine.begin() as connection:
        await release(connection, command_id_of("a-1", "k"))
    await claimed(engine, "k", "other")


async def test_one_of_two_claims_at_once_with_different_content_is_refused(
    engine: AsyncEngine,
) -> None:
    results = await asyncio.gather(
        *(claimed(engine, "k", content) for content in ("one", "other")), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["InvalidInputError", "NoneType"]


async def test_old_keys_are_forgotten_and_young_ones_kept(engine: AsyncEngine) -> None:
    await claimed(engine, "k", "one")
    now = datetime.now(UTC)
    async with engine.begin() as connection:
        assert await forget_keys(connection, now - timedelta(days=1)) == 0
        assert await forget_keys(connection, now + timedelta(minutes=1)) == 1


async def test_numbers_follow_one_another_within_a_year(engine: AsyncEngine) -> None:
    assert [await drawn(engine, key) for key in ("a", "b", "c")] == [
        "FP2026-001",
        "FP2026-002",
        "FP2026-003",
    ]
    assert await drawn(engine, "d", year=2027) == "FP2027-001"


async def test_the_same_key_draws_the_same_number(engine: AsyncEngine) -> None:
    assert await drawn(engine, "a") == await drawn(engine, "a") == "FP2026-001"


async def brought_in(engine: AsyncEngine, *numbers: str) -> None:
    async with engine.begin() as connection:
        for number in numbers:
            row = {"stream_id": PREFIX + number, "version": 1, "head_hash": b""}
            await connection.execute(stream.insert().values(**row))


async def test_numbers_that_a_ledger_brought_in_are_stepped_over(engine: AsyncEngine) -> None:
    await brought_in(engine, "FP2026-001", "FP2026-002")
    assert await drawn(engine, "a") == "FP2026-003"


async def test_gaps_in_a_ledger_stay_free_for_rows_that_are_corrected_later(
    engine: AsyncEngine,
) -> None:
    await drawn(engine, "a")
    await brought_in(engine, "FP2026-002", "FP2026-004", "FP2026-20261121", "FP2026-9甲")
    assert [await drawn(engine, key) for key in ("b", "c")] == ["FP2026-005", "FP2026-006"]


async def test_many_who_draw_at_once_get_different_numbers(engine: AsyncEngine) -> None:
    numbers = await asyncio.gather(*(drawn(engine, str(n)) for n in range(12)))
    assert sorted(numbers) == [f"FP2026-{n:03}" for n in range(1, 13)]


async def drawn_like(engine: AsyncEngine, key: str, wanted: str = "2026-03-Z1") -> str:
    async with engine.begin() as connection:
        command_id = command_id_of("a-1", key)
        await claim(connection, command_id, {})
        return await number_like(connection, command_id, "dw/review/", wanted)


async def test_a_second_wish_for_a_number_gets_the_next_one(engine: AsyncEngine) -> None:
    numbers = [await drawn_like(engine, key) for key in ("a", "b", "c", "a")]
    assert numbers == ["2026-03-Z1", "2026-03-Z1-2", "2026-03-Z1-3", "2026-03-Z1"]


async def test_two_wishes_at_once_get_two_numbers(engine: AsyncEngine) -> None:
    numbers = await asyncio.gather(*(drawn_like(engine, key) for key in ("a", "b", "c")))
    assert len(set(numbers)) == 3


async def test_a_number_that_was_let_go_is_free_again(engine: AsyncEngine) -> None:
    await drawn_like(engine, "a")
    async with engine.begin() as connection:
        await release(connection, command_id_of("a-1", "a"))
    assert await drawn_like(engine, "b") == "2026-03-Z1"
