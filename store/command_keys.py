"""Keys that clients send with commands: the same key always means the same request.

The entity itself makes a resent command harmless. This table adds what it cannot know: that a key
was used for another item or with other content, and which number was drawn for an item to issue.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from models.errors import InvalidInputError
from models.ids import derived_id
from store.tables import metadata, stream
from store.year_table import year_entry
from wire.codec import canonical

_C_TEXT = sa.Text(collation="C")
_DIGITS = 3  # at least; the thousandth item of a year gets four

command_key = sa.Table(
    "command_key",
    metadata,
    sa.Column("command_id", pg.UUID(as_uuid=False), primary_key=True),
    sa.Column("request_hash", sa.LargeBinary, nullable=False),
    sa.Column("number", _C_TEXT),
    sa.Column(
        "received_at",
        sa.DateTime(timezone=True),
        nullable=False,
        server_default=sa.func.now(),
        index=True,
    ),
)

item_number = sa.Table(
    "item_number",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last", sa.Integer, nullable=False),
)


def command_id_of(account: str, key: str) -> str:
    """Command id behind a client's key; two accounts never share one."""
    return derived_id("command", account, key)


async def claim(connection: AsyncConnection, command_id: str, request: Mapping[str, Any]) -> None:
    """Remember what a command id was first used for.

    Args:
        connection: Inside a transaction; a second claimer waits for the first.
        command_id: From `command_id_of`.
        request: Item, command and fields as JSON values.

    Raises:
        InvalidInputError: The id stands for another request.
    """
    digest = sha256(canonical(request)).digest()
    insert = pg.insert(command_key).values(command_id=command_id, request_hash=digest)
    await connection.execute(insert.on_conflict_do_nothing())
    stored = await connection.scalar(
        sa.select(command_key.c.request_hash).where(command_key.c.command_id == command_id)
    )
    if stored != digest:
        raise InvalidInputError(
            "command_id_reused",
            "该操作编号（Idempotency-Key）已用于另一项操作，请换用新的编号。",
            "Idempotency-Key",
        )


async def number_for(
    connection: AsyncConnection, command_id: str, stream_prefix: str, year: int
) -> str:
    """Number of the item that a claimed command issues: drawn once, the same ever after.

    Args:
        connection: Inside the transaction that claimed the command id.
        command_id: A claimed id.
        stream_prefix: `{committee}/rectification/`, to step over numbers that are taken already.
        year: Year that the number names.
    """
    mine = command_key.c.command_id == command_id
    drawn = await connection.scalar(sa.select(command_key.c.number).where(mine))
    if drawn is not None:
        return str(drawn)
    number = await _draw(connection, stream_prefix, year)
    await connection.execute(sa.update(command_key).where(mine).values(number=number))
    return number


async def number_like(
    connection: AsyncConnection, command_id: str, stream_prefix: str, wanted: str
) -> str:
    """Number of what a claimed command brings to life: the wanted one, or `…-2` and so on.

    Drawn once, the same ever after. A number counts as taken when something stands under it, or
    when another command that may still be under way has drawn it.

    Args:
        connection: Inside the transaction that claimed the command id.
        command_id: A claimed id.
        stream_prefix: `{committee}/review/`.
        wanted: The first number to try.
    """
    mine = command_key.c.command_id == command_id
    drawn = await connection.scalar(sa.select(command_key.c.number).where(mine))
    if drawn is not None:
        return str(drawn)
    # Whoever draws a number like this one waits until this transaction ends.
    lock = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(stream_prefix + wanted, 0))
    await connection.execute(sa.select(lock))
    number, place = wanted, 1
    while await _is_spoken_for(connection, stream_prefix, number):
        place += 1
        number = f"{wanted}-{place}"
    await connection.execute(sa.update(command_key).where(mine).values(number=number))
    return number


async def release(connection: AsyncConnection, command_id: str) -> None:
    """Let go of a key whose command never happened."""
    await connection.execute(sa.delete(command_key).where(command_key.c.command_id == command_id))


async def forget_keys(connection: AsyncConnection, before_at: datetime) -> int:
    """Drop keys that were received before an instant; returns how many."""
    result = await connection.execute(
        sa.delete(command_key).where(command_key.c.received_at < before_at)
    )
    return result.rowcount


async def _draw(connection: AsyncConnection, stream_prefix: str, year: int) -> str:
    # The row lock on the year makes drawers queue up, so nobody gets the same number.
    last = await _advanced(connection, year, 1)
    if last == 1 or await _is_taken(connection, stream_prefix + _number(year, last)):
        # Behind the highest number, never into a gap: there may lie a row of a ledger that was
        # refused and will be brought in once it is corrected.
        highest = await _highest(connection, f"{stream_prefix}FP{year}-")
        last = await _advanced(connection, year, max(highest + 1 - last, 0))
    while await _is_taken(connection, stream_prefix + _number(year, last)):
        last = await _advanced(connection, year, 1)
    return _number(year, last)


def _number(year: int, last: int) -> str:
    return f"FP{year}-{last:0{_DIGITS}d}"


async def _advanced(connection: AsyncConnection, year: int, steps: int) -> int:
    advance = pg.insert(item_number).values(year=year, last=steps)
    advance = advance.on_conflict_do_update(
        index_elements=["year"], set_={"last": item_number.c.last + steps}
    )
    return int((await connection.execute(advance.returning(item_number.c.last))).scalar_one())


async def _is_taken(connection: AsyncConnection, stream_id: str) -> bool:
    taken = sa.select(stream.c.stream_id).where(stream.c.stream_id == stream_id)
    return await connection.scalar(taken) is not None


async def _is_spoken_for(connection: AsyncConnection, stream_prefix: str, number: str) -> bool:
    drawn = sa.select(command_key.c.number).where(command_key.c.number == number)
    if await connection.scalar(drawn.limit(1)) is not None:
        return True
    # A refused attempt leaves a stream in which nothing stands.
    standing = sa.select(year_entry.c.stream).where(year_entry.c.stream == stream_prefix + number)
    return await connection.scalar(standing) is not None


async def _highest(connection: AsyncConnection, start: str) -> int:
    """The highest number of ours that stands; people may have used others, like `FP2026-1甲`."""
    # Longer ones come from dates or the like; they are stepped over one by one.
    of_ours = sa.func.substring(stream.c.stream_id, len(start) + 1)
    query = sa.select(sa.func.max(sa.cast(of_ours, sa.Integer))).where(
        stream.c.stream_id.startswith(start, autoescape=True), of_ours.regexp_match("^[0-9]{1,6}$")
    )
    return int(await connection.scalar(query) or 0)
