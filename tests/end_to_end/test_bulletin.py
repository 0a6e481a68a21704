"""A bulletin through the real engine, store and renderers, the way the annual plan opens one."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from activities.entities import EntityActivities
from activities.gathering import gatherers
from models.bulletin.figures import figures_hash
from models.bulletin.stage import BulletinStage
from models.bulletin.state import BulletinState
from models.calendar import on_shanghai
from models.facts import SYSTEM, Actor
from store.evidence import EvidenceDirectory
from store.queries.bulletin import recomputed
from store.queries.year import state_of
from tests.service import Service
from wire.starts import CommandOrder

OFFICER = Actor("a-officer", ("org_officer",), "DW")
SECRETARY = Actor("a-party-secretary", ("committee_secretary",), "DW")
UNITS = {"D01": "branch_secretary", "Z1": "gb_secretary"}
LOOKS = 600


class Bulletin:
    """The bulletin of the first quarter of this year."""

    def __init__(self, service: Service) -> None:
        self.parts = service.parts
        self.year = on_shanghai(datetime.now(UTC)).year
        self.number = f"{self.year}-Q1"
        self.stream = f"dw/bulletin/{self.number}"
        self.kept = EvidenceDirectory(service.data_dir / "evidence")

    async def begin(self) -> None:
        """What the plan asks at the end of the quarter, twice: once is enough."""
        data = {"year": self.year, "quarter": 1, "committee": "dw"}
        order = CommandOrder(
            "bulletin",
            self.stream,
            str(uuid.uuid4()),
            "begin",
            data,
            SYSTEM,
            "",
            opens=True,
            gather="bulletin_figures",
            occurred_at=datetime.now(UTC),
        )
        known = gatherers(self.parts.engine, "dw", self.kept)
        activities = EntityActivities(self.parts.engine, self.parts.gateway, known)
        await activities.command_entity(order)
        await activities.command_entity(order)

    async def does(self, actor: Actor, command: str, **data: Any) -> None:
        key = str(uuid.uuid4())
        await self.parts.gateway.execute("bulletin", self.number, command, data, actor, key)

    async def state(self, number: str = "") -> BulletinState:
        async with self.parts.engine.connect() as connection:
            state = await state_of(connection, f"dw/bulletin/{number or self.number}")
        return state or BulletinState()

    async def until(self, *, number: str = "", with_files: bool = False) -> BulletinState:
        """Its state once it exists, or once it is issued and its files are kept."""
        for _ in range(LOOKS):
            state = await self.state(number)
            is_there = state.state is not BulletinStage.NONE
            if is_there and (state.files or not with_files):
                return state
            await asyncio.sleep(0.05)
        raise TimeoutError(number or self.number)


async def test_a_bulletin_is_numbered_rendered_acknowledged_and_corrected(
    service: Service,
) -> None:
    bulletin = Bulletin(service)
    await bulletin.begin()
    await bulletin.does(OFFICER, "submit")
    await bulletin.does(SECRETARY, "approve")
    issued = await bulletin.until(with_files=True)
    assert issued.document_number.endswith(f"〔{bulletin.year}〕1号")
    assert {unit.code: unit.secretary_role for unit in issued.units} == UNITS
    assert [each.name.rsplit(".", 1)[1] for each in issued.files] == ["docx", "pdf", "xlsx"]
    for file in issued.files:
        content = bulletin.kept.locate(file.sha256).read_bytes()
        assert sha256(content).hexdigest() == file.sha256
    assert issued.figures is not None
    async with bulletin.parts.engine.connect() as connection:
        again = await recomputed(connection, issued.figures)
    assert figures_hash(again) == issued.figures_hash
    for unit, role in UNITS.items():
        await bulletin.does(Actor(f"a-{unit}", (role,), unit), "acknowledge")
    assert (await bulletin.state()).state is BulletinStage.CLOSED
    await bulletin.does(OFFICER, "correct", reason="销号数有误")
    correction = await bulletin.until(number=f"{bulletin.number}-C1")
    assert correction.corrects == bulletin.number
    assert (await bulletin.state()).files == issued.files
