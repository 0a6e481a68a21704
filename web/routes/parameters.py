"""Parameters that several routes share."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Header, Path, Query

from store.queries.ledger import MAX_LIMIT

Number = Annotated[
    str,
    Path(
        title="问题编号",
        description="整改事项的编号。",
        min_length=1,
        max_length=64,
        pattern=r"^[^/\s]+$",
        examples=["FP2026-001"],
    ),
]

Cursor = Annotated[
    str | None,
    Query(
        title="翻页标记", description="上一页返回的 next；首页不填。", examples=["WyJudW1iZXIiXQ"]
    ),
]
Limit = Annotated[
    int,
    Query(title="每页条数", description=f"1 至 {MAX_LIMIT}。", ge=1, le=MAX_LIMIT, examples=[50]),
]


def number_path(title: str, example: str) -> Any:
    """The path parameter of a room of the year."""
    return Path(
        title=f"{title}编号",
        description=f"{title}的编号。",
        min_length=1,
        max_length=64,
        pattern=r"^[^/\s]+$",
        examples=[example],
    )


IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        title="操作编号",
        description="由调用方自选的不重复编号，如 UUID；重发同一操作时沿用，不会重复执行。",
        min_length=1,
        max_length=200,
        examples=["0b7e6a0c-3f5e-4f0e-8a0b-6a3c1d2e4f50"],
    ),
]
