"""A look-back on the time-skipping server, as the annual plan opens it after the half-year."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from temporalio.testing import WorkflowEnvironment

from models.facts import SYSTEM
from tests.unit.look_back.builders import AUDITOR, LEAD, SEED, a_candidate, a_member
from tests.unit.rectification.life import VERIFIER as ITEM_VERIFIER
from tests.workflows.memory import MemoryWorld
from tests.workflows.year_entity import YearEntity
from wire.codec import to_json

JULY_1 = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
FILES = [
    {"name": "2026-H1.pdf", "sha256": "ab" * 32, "size_bytes": 9, "media_type": "application/pdf"}
]
TEAM = {"lead": to_json(a_member(LEAD)), "members": [to_json(a_member(AUDITOR))]}


class LookBack(YearEntity):
    """On two items of the first half: one closed by the verifier of items, one by another."""

    def __init__(self, env: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> None:
        stream = f"dw{uuid4().hex[:6]}/look_back/2026-H1"
        super().__init__(env, task_queue, world, stream, JULY_1)

    async def begin(self) -> None:
        population = [
            a_candidate("FP2026-001", severity=3, verifiers=(ITEM_VERIFIER.account,)),
            a_candidate("FP2026-012", was_extended=True),
        ]
        await self.open(
            "begin",
            SYSTEM,
            year=2026,
            half=1,
            committee=self.committee,
            population=[to_json(each) for each in population],
            units=["D01"],
            seed=SEED,
        )
