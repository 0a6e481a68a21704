"""An edited policy and an imported calendar reach open items, by command line, worker and facts.

Real PostgreSQL, the worker as it is built for production, and the real Temporal server, whose time
can be skipped: items live at a day of the test's choice.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment

from auth.bootstrap import create_first_accounts, create_sample_accounts
from auth.credentials import read_credentials
from bench.life import OFFICER, issue_data
from bench.postgres import Database
from cli.main import main
from models.calendar import on_shanghai
from models.facts import SYSTEM
from models.org_unit.kinds import UnitKind
from models.org_unit.register_row import SINCE_ALWAYS, RegisterRow
from models.rectification.decider import RECTIFICATION
from models.rectification.state import RectificationState
from models.terms import TermsVersion
from runtime.settings import Settings
from store.entity_inputs import EntityInputs
from store.event_store import EventStore
from store.ledger_table import ledger_item
from store.rollouts import count_behind, terms_for_open_items
from store.terms_editor import TermsEditor
from store.unit_register import UnitRegister
from tests.workflows.server import time_skipping_server
from web.gateway import Gateway
from web.outstanding import Outstanding
from wire.codec import from_json
from wire.messages import CommandMessage, EntityInput, RecordedEvent
from worker import build_worker

Fupan = Callable[..., Awaitable[tuple[int, Any]]]
NOBODY_LISTENS = "127.0.0.1:1"


@dataclass
class Office:
    """Items on the real stack, and the command line beside them."""

    env: WorkflowEnvironment
    engine: AsyncEngine
    gateway: Gateway
    fupan: Fupan
    data_dir: Path

    async def issue(self, number: str, at: datetime, **fields: Any) -> None:
        """Issue an item whose clock stands at an instant."""
        due_on = fields.pop("due_on", None)
        data = issue_data(number, date.max) | {"due_on": due_on and str(due_on)} | fields
        message = CommandMessage(str(uuid4()), "issue", data, OFFICER)
        shift = int((at - datetime.now(UTC)).total_seconds())
        with self.env.with_time_skipping_disabled():
            receipt = await self.gateway.send(stream_of(number), message, shift)
        assert receipt.refusal is None, receipt.refusal

    def account(self, login: str) -> str:
        return next(one.account for one in read_credentials(self.data_dir) if one.login == login)

    async def facts(self, number: str, kind: str) -> list[RecordedEvent]:
        async with self.engine.connect() as connection:
            found = await EventStore().read(connection, stream_of(number))
        return [fact for fact in found if fact.type == f"rectification.{kind}"]

    async def row(self, number: str) -> Any:
        query = sa.select(ledger_item).where(ledger_item.c.number == number)
        async with self.engine.connect() as connection:
            return (await connection.execute(query)).one()

    async def carried(self, number: str) -> EntityInput:
        """What the item's workflow has in its memory."""
        handle = self.env.client.get_workflow_handle(stream_of(number))
        found: EntityInput = await handle.query("snapshot", result_type=EntityInput)
        return found

    async def promised(self, number: str, key: str) -> date:
        """Civil date of a clock that the item's workflow waits for."""
        carried = await self.carried(number)
        state = from_json(RectificationState, carried.state or {})
        clocks = {clock.key: clock for clock in RECTIFICATION.clocks(state, carried.terms)}
        return on_shanghai(clocks[key].fires_at)

    async def yellow_days(self, number: str) -> list[date]:
        raised = await self.facts(number, "level_raised")
        return [
            on_shanghai(fact.occurred_at)
            for fact in raised
            if (fact.data["subject"], fact.data["level"]) == ("item", "yellow")
        ]

    async def forward(self, number: str, by: timedelta) -> None:
        await self.env.fast_forward(self.env.client.get_workflow_handle(stream_of(number)), by)

    async def propose_later_yellow(self) -> None:
        """黄牌 from D+1 to D+2."""
        change = ("item.yellow.offset_workdays=2", "--reason", "试行", "--as", "orghead")
        assert (await self.fupan("policy", "set", *change))[0] == 0

    async def adopt(self, version: int, reach: str, *options: str) -> tuple[int, Any]:
        given = ("--reach", reach, "--reason", "会议决定", "--as", "deputy", *options)
        return await self.fupan("policy", "adopt", str(version), *given)

    async def import_2027(self, tmp_path: Path) -> tuple[int, Any]:
        """New year's day and four days more; the due day of the tests moves by one."""
        days = ["2027-01-01", "2027-01-04", "2027-10-04", "2027-10-05", "2027-10-06", "2027-10-07"]
        file = tmp_path / "2027.csv"
        file.write_text("日期,类别\n" + "".join(f"{day},休\n" for day in days), encoding="utf-8")
        return await self.fupan("calendar", "import", str(file), "--source", "通知")


def stream_of(number: str) -> str:
    return f"dw/rectification/{number}"


def morning(year: int, month: int, day: int) -> datetime:
    """Ten o'clock in Shanghai."""
    return datetime(year, month, day, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    async with await time_skipping_server() as environment:
        yield environment


@pytest.fixture
async def fupan(
    engine: AsyncEngine,
    database: Database,
    temporal: WorkflowEnvironment,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Fupan:
    """Run a command line with --json; gives exit code and what it printed."""
    units = UnitRegister(engine, "dw")
    await units.bring_to(RegisterRow("DW", "党委", UnitKind.COMMITTEE, None), SINCE_ALWAYS, SYSTEM)
    await TermsEditor(engine, "dw").establish()
    await create_first_accounts(engine, "dw", tmp_path)
    await create_sample_accounts(engine, "dw", tmp_path)
    monkeypatch.setenv("FUPAN_DATABASE_URL", database.app_url)
    monkeypatch.setenv("FUPAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FUPAN_TEMPORAL_ADDRESS", address_of(temporal))
    monkeypatch.setenv("FUPAN_TEMPORAL_NAMESPACE", temporal.client.namespace)
    monkeypatch.setenv("FUPAN_TASK_QUEUE", database.name)

    async def run(*arguments: str) -> tuple[int, Any]:
        code = await asyncio.to_thread(main, [*arguments, "--json"])
        out, err = capsys.readouterr()
        # The worker in this process logs beside it.
        answers = [line for line in out.splitlines() if line.startswith("{")]
        assert answers, err
        return code, json.loads(answers[-1])

    return run


def address_of(temporal: WorkflowEnvironment) -> str:
    return temporal.client.service_client.config.target_host


@pytest.fixture
async def office(
    engine: AsyncEngine,
    database: Database,
    temporal: WorkflowEnvironment,
    fupan: Fupan,
    tmp_path: Path,
) -> AsyncIterator[Office]:
    settings = Settings(
        data_dir=tmp_path,
        database_url=SecretStr(database.app_url),
        temporal_address=address_of(temporal),
        temporal_namespace=temporal.client.namespace,
        task_queue=database.name,  # a queue that no other test listens to
        simulation=True,
    )
    gateway = Gateway(temporal.client, EntityInputs(engine), "dw", settings.task_queue)
    async with build_worker(settings, temporal.client, engine):
        yield Office(temporal, engine, gateway, fupan, tmp_path)
    async for left in temporal.client.list_workflows('ExecutionStatus = "Running"'):
        await temporal.client.get_workflow_handle(left.id).terminate()


async def test_a_due_day_in_an_unannounced_year_is_computed_again_when_it_is_imported(
    office: Office, tmp_path: Path
) -> None:
    """Scenario 13 of the domain's acceptance scenarios."""
    await office.issue("FP2026-001", morning(2026, 11, 24))
    row = await office.row("FP2026-001")
    assert (row.due_on, row.provisional) == (date(2027, 1, 6), True)

    code, imported = await office.import_2027(tmp_path)
    assert code == 0
    assert imported["rollout"] == {"progress": "done", "waiting": 1, "left": 0, "failed": []}

    [adopted] = await office.facts("FP2026-001", "terms_adopted")
    assert (adopted.data["former_due_on"], adopted.data["due_on"]) == ("2027-01-06", "2027-01-07")
    assert adopted.data["reason"] == "工作日历第 2 版：2027 年放假安排"
    row = await office.row("FP2026-001")
    assert (row.due_on, row.provisional, row.deadline_version) == (date(2027, 1, 7), False, 2)
    assert await office.promised("FP2026-001", "item:2:blue") == date(2026, 12, 29)


async def test_an_item_due_in_a_known_year_takes_the_calendar_but_keeps_its_due_day(
    office: Office, tmp_path: Path
) -> None:
    """Its ladder may still reach into the new year."""
    due_on = date(2026, 12, 30)
    await office.issue("FP2026-002", morning(2026, 12, 28), due_on=due_on)
    assert await office.promised("FP2026-002", "item:1:yellow") == date(2026, 12, 31)
    await office.forward("FP2026-002", timedelta(days=4))
    assert await office.promised("FP2026-002", "item:1:orange") == date(2027, 1, 7)
    await office.import_2027(tmp_path)
    [adopted] = await office.facts("FP2026-002", "terms_adopted")
    assert (adopted.data["former_due_on"], adopted.data["due_on"]) == (None, str(due_on))
    assert await office.promised("FP2026-002", "item:1:orange") == date(2027, 1, 8)


async def test_a_ladder_for_open_items_moves_their_next_rung(office: Office) -> None:
    await office.issue("FP2026-003", morning(2026, 4, 29), due_on=date(2026, 4, 30))
    assert await office.promised("FP2026-003", "item:1:yellow") == date(2026, 5, 6)
    await office.propose_later_yellow()

    code, answer = await office.adopt(2, "open_items")

    assert (code, answer["rollout"]["progress"]) == (0, "done")
    [adopted] = await office.facts("FP2026-003", "terms_adopted")
    assert adopted.data["terms"] == {"policy": 2, "calendar": 1}
    assert adopted.actor.account == SYSTEM.account
    assert adopted.actor.on_behalf_of == office.account("deputy")
    assert "会议决定" in adopted.data["reason"]
    await office.forward("FP2026-003", timedelta(days=9))
    assert await office.yellow_days("FP2026-003") == [date(2026, 5, 7)]


async def test_a_ladder_for_new_items_leaves_open_ones_alone(office: Office) -> None:
    await office.issue("FP2026-004", morning(2026, 4, 29), due_on=date(2026, 4, 30))
    await office.propose_later_yellow()
    code, answer = await office.adopt(2, "new_items_only")
    assert (code, answer) == (0, {"version": 2, "reach": "new_items_only"})
    await office.issue("FP2026-005", morning(2026, 4, 29), due_on=date(2026, 4, 30))
    assert (await office.fupan("policy", "rollout"))[1]["rollout"]["progress"] == "nothing_to_do"
    for number in ("FP2026-004", "FP2026-005"):
        await office.forward(number, timedelta(days=9))
    assert await office.yellow_days("FP2026-004") == [date(2026, 5, 6)]
    assert await office.yellow_days("FP2026-005") == [date(2026, 5, 7)]


async def test_a_calendar_leaves_each_item_its_own_policy(office: Office, tmp_path: Path) -> None:
    await office.issue("FP2026-006", morning(2026, 11, 24))
    await office.propose_later_yellow()
    await office.adopt(2, "new_items_only")
    await office.issue("FP2026-007", morning(2026, 11, 24))
    await office.import_2027(tmp_path)
    versions = {
        number: (await office.carried(number)).terms.version
        for number in ("FP2026-006", "FP2026-007")
    }
    assert versions == {"FP2026-006": TermsVersion(1, 2), "FP2026-007": TermsVersion(2, 2)}
    for number, version in versions.items():
        row = await office.row(number)
        assert TermsVersion(row.policy_version, row.calendar_version) == version
        assert row.due_on == date(2027, 1, 7)


async def test_a_rollout_goes_on_page_by_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.entities._ROLLOUT_PAGE", 2)
    numbers = [f"FP2026-{number}" for number in range(100, 105)]
    for number in numbers:
        await office.issue(number, morning(2026, 4, 29), due_on=date(2026, 4, 30))
    await office.propose_later_yellow()
    code, answer = await office.adopt(2, "open_items")
    assert (code, answer["rollout"]["progress"], answer["rollout"]["waiting"]) == (0, "done", 5)
    outcome = await office.gateway.rollout_outcome("dw/terms_rollout/p2.c0")
    assert (outcome.adopted, outcome.failed_count) == (5, 0)
    for number in numbers:
        assert len(await office.facts(number, "terms_adopted")) == 1


async def test_a_rollout_that_found_no_temporal_is_made_up_for_by_the_worker(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.issue("FP2026-008", morning(2026, 4, 29), due_on=date(2026, 4, 30))
    await office.propose_later_yellow()
    with monkeypatch.context() as away:
        away.setenv("FUPAN_TEMPORAL_ADDRESS", NOBODY_LISTENS)
        code, answer = await office.adopt(2, "open_items")
    assert (code, answer["rollout"]["progress"], answer["rollout"]["left"]) == (0, "postponed", 1)
    assert await office.facts("FP2026-008", "terms_adopted") == []

    await Outstanding(office.engine, office.gateway, "dw").start_new()

    await office.gateway.rollout_outcome("dw/terms_rollout/p2.c0")
    assert len(await office.facts("FP2026-008", "terms_adopted")) == 1
    async with office.engine.connect() as connection:
        assert await count_behind(connection, await terms_for_open_items(connection)) == 0


async def test_an_item_that_cannot_adopt_stops_nobody_and_is_named(office: Office) -> None:
    for number in ("FP2026-010", "FP2026-012"):
        await office.issue(number, morning(2026, 4, 29), due_on=date(2026, 4, 30))
    async with office.engine.begin() as connection:
        row = dict((await connection.execute(sa.select(ledger_item))).mappings().first() or {})
        stored = {column.name for column in ledger_item.c if column.computed is None}
        ghost = {name: row[name] for name in stored} | {"stream": stream_of("FP2026-011")}
        await connection.execute(sa.insert(ledger_item).values(ghost))  # a row without facts
    await office.propose_later_yellow()

    first = await office.adopt(2, "open_items")
    again = await office.fupan("policy", "rollout")
    for code, answer in (first, again):
        assert code == 1
        assert answer["rollout"]["failed"] == [stream_of("FP2026-011")]
        assert answer["rollout"]["left"] == 1
    for number in ("FP2026-010", "FP2026-012"):
        assert len(await office.facts(number, "terms_adopted")) == 1
