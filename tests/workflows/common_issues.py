"""A common issue on the time-skipping server, as the annual plan proposes it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from temporalio.testing import WorkflowEnvironment

from models.facts import SYSTEM, Actor
from tests.unit.rectification.life import HEAD
from tests.workflows.memory import MemoryWorld
from tests.workflows.year_entity import YearEntity

JUNE_1 = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
UNITS = [
    {"code": "D01", "name": "安装区党支部"},
    {"code": "Z1", "name": "采煤科党总支", "secretary_role": "gb_secretary"},
    {"code": "Z1-02", "name": "综采二队党支部", "parent": "Z1"},
]
D01 = Actor("a-d01", ("branch_secretary",), "D01")
Z1 = Actor("a-z1", ("gb_secretary",), "Z1", ("Z1-02",))
Z1_02 = Actor("a-z1-02", ("branch_secretary",), "Z1-02")


class CommonIssue(YearEntity):
    """A problem that two units had in one quarter."""

    def __init__(self, env: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> None:
        stream = f"dw{uuid4().hex[:6]}/common_issue/2026-Q2-organization_life"
        super().__init__(env, task_queue, world, stream, JUNE_1)

    async def propose(self) -> None:
        data = {"period": "2026-Q2", "problem_code": "organization_life"}
        await self.open("propose", SYSTEM, committee=self.committee, units=["Z1-02", "D01"], **data)

    async def ask_everyone(self) -> None:
        """Proposed, accepted, and put to three units."""
        await self.propose()
        await self.accepted("accept", HEAD, problem="补课记录是否齐全", goal="记录齐全")
        await self.gathered("ask_units", units=UNITS)
