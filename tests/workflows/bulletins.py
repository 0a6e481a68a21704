"""A bulletin on the time-skipping server, as the annual plan opens it after the quarter."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from temporalio.testing import WorkflowEnvironment

from models.facts import SYSTEM
from tests.unit.bulletin.life import ADDRESSED, OFFICER, SECRETARY, a_begin
from tests.workflows.memory import MemoryWorld
from tests.workflows.year_entity import YearEntity
from wire.codec import to_json
from wire.messages import Receipt

APRIL_1 = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
FILES = [
    {"name": "2026-Q1.pdf", "sha256": "ab" * 32, "size_bytes": 9, "media_type": "application/pdf"}
]


class Bulletin(YearEntity):
    """One bulletin whose own clock starts on the first working day after the quarter."""

    def __init__(self, env: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> None:
        stream = f"dw{uuid4().hex[:6]}/bulletin/2026-Q1"
        super().__init__(env, task_queue, world, stream, APRIL_1)

    async def begin(self) -> None:
        """With the quarter's figures, frozen."""
        figures = to_json(a_begin().figures) | {"committee": self.committee}
        data = {"year": 2026, "quarter": 1, "committee": self.committee, "figures": figures}
        await self.open("begin", SYSTEM, **data)

    async def take_number(self) -> Receipt:
        """The year's second document number, and the two units it is for."""
        units = [to_json(unit) for unit in ADDRESSED]
        return await self.gathered("take_number", year=2026, serial=2, units=units)

    async def issue(self) -> None:
        """Written by one, approved by another, numbered and rendered."""
        await self.begin()
        await self.accepted("edit_text", OFFICER, section="practices", text="1. 班前会讲党课。")
        await self.accepted("submit", OFFICER)
        await self.accepted("approve", SECRETARY)
        await self.take_number()
        await self.gathered("record_rendering", files=FILES)
