"""One row of a ledger after everything about its spelling has been settled."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any

from models.rectification.content import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A rectification item as a ledger tells it. Texts hold posts, never names of persons.

    Attributes:
        unit: Code of the responsible unit.
        severity: From 1 to 4.
        due_on: None for long-term items only.
        extended_on: 延期后时限; None when there is none.
        closed_on: None while the item is open.
        is_rebound: True when the ledger says 反弹.
        status: A word such as 已完成, where the ledger has a column for it beside the progress.
    """

    number: str
    unit: str
    problem: str
    category: Category
    owner_post: str
    found_on: date
    due_on: date | None = None
    extended_on: date | None = None
    closed_on: date | None = None
    is_rebound: bool = False
    source: str = ""
    system: str = ""
    work_axis: str = ""
    cause: str = ""
    goal: str = ""
    measures: str = ""
    severity: int = 1
    leader_post: str = ""
    progress: str = ""
    status: str = ""
    verifier_post: str = ""
    opinion: str = ""
    remark: str = ""

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) over all fields: equal for the same item however its dates are spelt."""
        content: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self)}
        written = json.dumps(
            content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
        )
        return sha256(written.encode()).hexdigest()
