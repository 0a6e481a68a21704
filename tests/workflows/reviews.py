"""A review on the time-skipping server, as the month's plan opens it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from temporalio.testing import WorkflowEnvironment

from models.facts import Actor, Command
from models.review.commands import (
    RecordCauses,
    RecordExperience,
    RecordGoals,
    RecordPatterns,
    RecordResults,
)
from tests.unit.review.life import (
    FORMS,
    LEAD,
    MEMBER,
    NUMBER,
    OFFICER,
    SECRETARY,
    SYSTEM,
    a_plan,
    a_team,
    a_weakness,
    figures,
    record,
)
from tests.workflows.memory import MemoryWorld
from tests.workflows.year_entity import YearEntity
from wire.codec import to_json
from wire.messages import Receipt

MARCH_2 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
VISIT_ON = date(2026, 3, 18)
ITEM = f"{NUMBER}-01"
MOVES: tuple[Command, ...] = (
    RecordGoals("年初承诺组织生活按期率100%"),
    RecordExperience("抓支部先抓支委"),
    RecordResults("指标全部达标", figures()),
    RecordCauses("任务没有分解到人"),
    RecordPatterns("按月公示的工作完成较好"),
)


class Review(YearEntity):
    """March's review of a general branch, planned on the month's first working day."""

    def __init__(self, env: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> None:
        stream = f"dw{uuid4().hex[:6]}/review/{NUMBER}"
        super().__init__(env, task_queue, world, stream, MARCH_2)

    async def give(self, actor: Actor, command: Command) -> Receipt:
        """The command, accepted."""
        return await self.accepted(command.name, actor, **to_json(command))

    async def plan(self) -> None:
        await self.open("plan", SYSTEM, **to_json(a_plan(committee=self.committee)))

    async def visit(self) -> None:
        """Planned, told on the 10th, visited on the 18th."""
        await self.plan()
        await self.give(OFFICER, a_team())
        await self.wait_until(date(2026, 3, 10))
        await self.accepted("notify", LEAD, visit_on=VISIT_ON.isoformat())
        await self.wait_until(VISIT_ON)
        forms = [str(form) for form in FORMS]
        await self.accepted("hold", LEAD, on=VISIT_ON.isoformat(), forms=forms)

    async def draft(self) -> None:
        """Five moves and one weakness with an item; the unit has the draft since the 18th."""
        await self.visit()
        for move in MOVES:
            await self.give(MEMBER, move)
        await self.give(MEMBER, record(a_weakness()))
        await self.accepted("finish_draft", LEAD)

    async def feedback(self) -> None:
        """The unit agrees and the feedback goes out, with its item."""
        await self.draft()
        await self.accepted("confirm", SECRETARY)
        await self.accepted("issue_feedback", LEAD)
