"""Parameters that several routes share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Path

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
