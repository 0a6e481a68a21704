"""The whole service in one process, for tests that ask it over HTTP or by the command line.

Real PostgreSQL, a real Temporal server whose clock is the computer's, the worker as it is built for
production, and a small organization with one account for every post.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from pydantic import SecretStr

from auth.accounts import Accounts
from auth.bootstrap import create_first_accounts, create_sample_accounts
from auth.credentials import read_credentials
from bench.postgres import Server
from models.account.commands import ChangePassword
from models.calendar import on_shanghai
from models.facts import SYSTEM, Actor
from models.ids import stream_id
from models.org_unit.commands import OtherUnit, Register
from models.org_unit.decider import ORG_UNIT
from models.org_unit.kinds import UnitKind
from models.org_unit.register_row import SINCE_ALWAYS
from models.work_calendar.commands import ImportYears
from models.work_calendar.decider import WORK_CALENDAR
from models.work_calendar.events import YearTable
from runtime.embedded.temporal import running_temporal
from runtime.instance import Instance, credentials_path, instance_path
from runtime.settings import Settings
from store.command_handler import handle
from store.sequencer import run_sequencer
from store.terms_editor import NUMBER
from wire.codec import to_json
from wire.messages import CommandMessage

if TYPE_CHECKING:
    from web.parts import Parts

PREFIX = "/api/v1"
SATURDAY = 5
COMMITTEE = OtherUnit("DW", UnitKind.COMMITTEE)
UNITS = (
    ("DW", UnitKind.COMMITTEE, None),
    ("Z1", UnitKind.GENERAL_BRANCH, COMMITTEE),
    ("Z1-01", UnitKind.BRANCH, OtherUnit("Z1", UnitKind.GENERAL_BRANCH, above=("DW",))),
    ("D01", UnitKind.BRANCH, COMMITTEE),
)


@dataclass
class Service:
    """The running service and ways to ask it."""

    app: FastAPI
    data_dir: Path

    @property
    def parts(self) -> Parts:
        parts: Parts = self.app.state.parts
        return parts

    def account(self, login: str) -> str:
        return next(
            one.account
            for one in read_credentials(self.data_dir)
            if one.login.lower() == login.lower()
        )

    def password(self, login: str) -> str:
        return next(
            one.password
            for one in read_credentials(self.data_dir)
            if one.login.lower() == login.lower()
        )

    @asynccontextmanager
    async def anonymous(self) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        base_url = f"http://fupan{PREFIX}"
        async with httpx.AsyncClient(transport=transport, base_url=base_url) as client:
            yield client

    @asynccontextmanager
    async def signed_in(self, login: str) -> AsyncIterator[httpx.AsyncClient]:
        async with self.anonymous() as client:
            credentials = {"login": login, "password": self.password(login)}
            answer = await client.post("/sessions", json=credentials)
            assert answer.status_code == 201, answer.text
            client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
            yield client

    async def command(
        self, login: str, number: str, name: str, key: str = "", **fields: Any
    ) -> httpx.Response:
        async with self.signed_in(login) as client:
            path = f"/items/{number}/commands/{name}"
            return await client.post(path, json=fields, headers=a_key(key))

    async def issue(self, unit: str = "Z1-01", key: str = "", **fields: Any) -> httpx.Response:
        async with self.signed_in("orgofficer1") as client:
            return await client.post("/items", json=an_item(unit, **fields), headers=a_key(key))

    async def issued(self, unit: str = "Z1-01", **fields: Any) -> str:
        answer = await self.issue(unit, **fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["number"])

    async def act(self, login: str, path: str, key: str = "", **fields: Any) -> httpx.Response:
        """Post to a room of the year, for example `reviews/2026-03-Z1/commands/confirm`."""
        async with self.signed_in(login) as client:
            return await client.post(f"/{path}", json=fields, headers=a_key(key))

    async def read(self, login: str, path: str, **query: Any) -> httpx.Response:
        async with self.signed_in(login) as client:
            return await client.get(f"/{path}", params=query)


def a_key(key: str = "") -> dict[str, str]:
    return {"Idempotency-Key": key or str(uuid.uuid4())}


def an_item(unit: str = "Z1-01", **fields: Any) -> dict[str, Any]:
    return {
        "problem": "夜班党员补课记录缺失",
        "goal": "补课记录齐全",
        "category": "fixed_term",
        "owner_unit": unit,
        "owner": f"owner-{unit.lower()}",
        "owner_post": "支部委员",
        **fields,
    }


@pytest_asyncio.fixture(scope="session")
async def service(
    postgres_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """One service for the session; every test works with items of its own."""
    async with running(postgres_server, tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest_asyncio.fixture(scope="session")
async def workday_service(
    postgres_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """As `service`, by a calendar that has people work today: reviews are held on working days."""
    async with running(postgres_server, tmp_path_factory.mktemp("workday_service")) as service:
        await _have_people_work_today(service)
        yield service


@asynccontextmanager
async def running(postgres_server: Server, data_dir: Path) -> AsyncIterator[Service]:
    """A service with a database, a Temporal server and an organization of its own."""
    # Late: the other tests shall not have to load all of this.
    from web.app import create_app
    from worker import build_worker

    database = await postgres_server.create_database(data_dir.name.rstrip("0123456789"), "migrated")
    with running_temporal() as (temporal, _):
        settings = Settings(
            data_dir=data_dir,
            database_url=SecretStr(database.dsn("fupan_app")),
            temporal_address=temporal.address,
            temporal_namespace=temporal.namespace,
        )
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            service = Service(app, data_dir)
            await _populate(service)
            _describe(service, database.dsn("fupan_app"), database.dsn())
            client = service.parts.gateway._client
            async with (
                build_worker(settings, client, service.parts.engine),
                sequencing(database.dsn("fupan_sequencer")),
            ):
                yield service
    await postgres_server.drop_database(database.name)


def _a_weekday_off(today: date) -> date:
    first = date(today.year, 1, 1)
    days = (first + timedelta(days=n) for n in range(4))
    return next(day for day in days if day.weekday() < SATURDAY and day != today)


async def _have_people_work_today(service: Service) -> None:
    today = on_shanghai(datetime.now(UTC))
    extra = (today,) if today.weekday() >= SATURDAY else ()
    table = YearTable(today.year, (_a_weekday_off(today),), extra, "测试")
    command = ImportYears((table,))
    message = CommandMessage(str(uuid.uuid4()), command.name, to_json(command), SYSTEM)
    stream = stream_id("dw", "work_calendar", NUMBER)
    await handle(service.parts.engine, WORK_CALENDAR, stream, message)


@asynccontextmanager
async def sequencing(url: str) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(run_sequencer(url, stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def _populate(service: Service) -> None:
    engine = service.parts.engine
    for code, kind, parent in UNITS:
        command = Register(code, f"{code}组织", kind, SINCE_ALWAYS, parent)
        message = CommandMessage(str(uuid.uuid4()), command.name, to_json(command), SYSTEM)
        await handle(engine, ORG_UNIT, stream_id("dw", "org_unit", code), message)
    for one in await create_first_accounts(engine, "dw", service.data_dir):
        # As if they had changed the password that was made for them.
        own = ChangePassword(is_generated=False)
        await Accounts(engine, "dw").command(one.account, own, Actor(one.account))
    await create_sample_accounts(engine, "dw", service.data_dir)


def _describe(service: Service, app_url: str, admin_url: str) -> None:
    """Let the command line find it, as it finds what `fupan up` started."""
    settings = service.parts.settings
    Instance(
        api="",
        api_docs="",
        temporal=settings.temporal_address,
        temporal_namespace=settings.temporal_namespace,
        temporal_ui="",
        postgresql=app_url,
        postgresql_sequencer="",
        postgresql_admin=admin_url,
        credentials=str(credentials_path(service.data_dir)),
        data_dir=str(service.data_dir),
    ).write(instance_path(service.data_dir))
