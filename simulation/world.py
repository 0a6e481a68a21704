"""A world of its own for one simulation: two servers in a directory, units, posts, terms."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from intake.unit_import import open_unit_import
from intake.verdicts import Verdict
from models.account.commands import GrantPost, Open
from models.account.decider import ACCOUNT
from models.errors import InvalidInputError
from models.facts import SYSTEM, Actor
from models.ids import derived_id, stream_id
from models.org_unit.register_row import SINCE_ALWAYS
from models.policy import Policy
from models.policy_edition.commands import Adopt, Propose
from models.policy_edition.events import Reach
from models.terms import Terms
from models.work_calendar.tables import AnnouncedDay
from runtime.embedded.postgresql import Postgresql, running_postgresql
from runtime.embedded.temporal import Temporal, running_temporal
from runtime.settings import Settings
from runtime.temporal_client import connect
from simulation.engine import Engine
from simulation.roster import Person, Roster, Unit
from store.command_handler import handle
from store.engine import open_engine
from store.migrate import upgrade
from store.queries.org_units import unit_tree
from store.queries.terms import current_terms, latest_policy
from store.roles import APP_ROLE, SEQUENCER_ROLE
from store.sequencer import run_sequencer
from store.terms_editor import TermsEditor
from wire.codec import to_json
from wire.messages import CommandMessage

COMMITTEE = "dw"
_DATABASE = "simulation"
_CONNECTIONS = 30
_AT_A_TIME = 8
_HEAD = Actor("sim-policy", ("org_head",), "")
_DEPUTY = Actor("sim-policy-deputy", ("committee_deputy",), "")


@dataclass(frozen=True, slots=True)
class Given:
    """What a simulation starts from.

    Attributes:
        units: File of the register.
        policy: Rules to be tried; None: the built-in ones.
        days: Announced days beyond the published years.
    """

    units: Path
    policy: Policy | None = None
    days: Sequence[AnnouncedDay] = ()


@dataclass(frozen=True)
class World:
    """A world that stands.

    Attributes:
        terms: Policy and calendar that every entity starts under.
    """

    engine: Engine
    roster: Roster
    terms: Terms


@contextmanager
def _place(kept: Path | None) -> Iterator[Path]:
    """The directory of everything; taken away afterwards unless somebody wants to keep it."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    made = Path(tempfile.mkdtemp(prefix="fupan-simulation-"))
    made.chmod(0o711)  # a lesser account passes through to its cluster
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@asynccontextmanager
async def open_world(given: Given, now: datetime, kept: Path | None = None) -> AsyncIterator[World]:
    """Servers, units, posts and terms; everything ends with the block.

    Args:
        given: What it starts from.
        now: Simulated instant at which it begins, aware UTC.
        kept: Directory that stays; None: a temporary one.

    Raises:
        InvalidInputError: The register or the policy makes no sense.
        ConfigurationError: A file cannot be read, or a server is not installed.
    """
    with (
        _place(kept) as place,
        running_postgresql(place / "postgresql", is_durable=False) as (postgresql, _),
        running_temporal(namespace="simulation", has_time_skipping=True) as (temporal, _),
    ):
        await _migrate(postgresql)
        store = open_engine(postgresql.url(_DATABASE, APP_ROLE), _CONNECTIONS)
        try:
            terms, roster = await furnish(store, given, now)
            client = await connect(_settings(temporal))
            engine = Engine.on(store, client, now, COMMITTEE, place / "documents")
            async with _sequencing(postgresql):
                yield World(engine, roster, terms)
        finally:
            await store.dispose()


async def furnish(store: AsyncEngine, given: Given, now: datetime) -> tuple[Terms, Roster]:
    """Terms, units and posts in a migrated database that has none.

    Raises:
        InvalidInputError: The register or the policy makes no sense.
    """
    terms = await _establish_terms(store, given)
    roster = Roster(await _import_units(store, given.units, now))
    await _open_accounts(store, list(roster.people.values()))
    return terms, roster


def _settings(temporal: Temporal) -> Settings:
    return Settings(temporal_address=temporal.address, temporal_namespace=temporal.namespace)


@asynccontextmanager
async def _sequencing(postgresql: Postgresql) -> AsyncIterator[None]:
    """Facts get their global order; bulletins rest on it."""
    stop = asyncio.Event()
    task = asyncio.create_task(run_sequencer(postgresql.url(_DATABASE, SEQUENCER_ROLE), stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def _migrate(postgresql: Postgresql) -> None:
    await asyncio.to_thread(postgresql.create_database, _DATABASE)
    await upgrade(
        postgresql.url(_DATABASE),
        postgresql.password(APP_ROLE),
        postgresql.password(SEQUENCER_ROLE),
    )


async def _establish_terms(store: AsyncEngine, given: Given) -> Terms:
    editor = TermsEditor(store, COMMITTEE)
    await editor.establish()
    if given.days:
        await editor.import_days(given.days, SYSTEM)
    if given.policy is not None:
        await editor.change_policy(Propose(given.policy, "模拟"), _HEAD)
        async with store.connect() as connection:
            latest = await latest_policy(connection)
            adopted = (await current_terms(connection)).policy
        if latest.version != adopted.version:
            adopt = Adopt(latest.version, Reach.NEW_ITEMS_ONLY, "模拟")
            await editor.change_policy(adopt, _DEPUTY)
    async with store.connect() as connection:
        return await current_terms(connection)


async def _import_units(store: AsyncEngine, file: Path, now: datetime) -> list[Unit]:
    """The register by the same reader as `fupan import units`; a fault refuses all of it."""
    entry = await open_unit_import(store, file, COMMITTEE, SYSTEM, datetime.now(UTC), SINCE_ALWAYS)
    judged = await entry.judge()
    faults = [
        f"第 {unit.row} 行 {fault.column}：{fault.reason}"
        for unit in judged
        if unit.verdict is Verdict.REJECT
        for fault in unit.faults
    ]
    if faults:
        shown = "；".join(faults[:5])
        raise InvalidInputError("register_faulty", f"单位名册有 {len(faults)} 处问题：{shown}。")
    await entry.write(judged)
    async with store.connect() as connection:
        rows = await unit_tree(connection, now.date())
    return [Unit(row.code, row.name, row.kind, row.parent, row.tier) for row in rows]


async def _open_accounts(store: AsyncEngine, people: Sequence[Person]) -> None:
    """An account with its post for everyone; without password, for nobody signs in here."""
    gate = asyncio.Semaphore(_AT_A_TIME)

    async def open_one(person: Person) -> None:
        async with gate:
            await _command(store, person, Open(person.account, person.unit))
            await _command(store, person, GrantPost(person.role, person.unit, SINCE_ALWAYS))

    await asyncio.gather(*(open_one(person) for person in people))


async def _command(store: AsyncEngine, person: Person, command: Open | GrantPost) -> None:
    step = derived_id(person.account, command.name)
    message = CommandMessage(step, command.name, to_json(command), SYSTEM)
    stream = stream_id(COMMITTEE, ACCOUNT.entity, person.account)
    await handle(store, ACCOUNT, stream, message)


def first_day(year: int) -> date:
    """Day on which a year's plan is begun: the first of December before it."""
    return date(year - 1, 12, 1)
