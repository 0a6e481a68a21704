"""Imports a register of units: all of it, or nothing when a row has a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from intake.faults import Fault
from intake.files import open_sheets
from intake.unit_fields import UnitField
from intake.unit_register import Register, read_register
from intake.unit_tree import Placed, StandingUnit, UnitTree
from intake.verdicts import Verdict
from models.calendar import on_shanghai
from models.errors import FupanError, RuleRefusedError
from models.facts import Actor, Fact, Request
from models.ids import derived_id, stream_id
from models.org_unit.commands import OrgUnitCommand
from models.org_unit.decider import ORG_UNIT
from models.org_unit.register_row import commands_to_reach
from models.org_unit.state import OrgUnitState
from models.terms import Terms
from store.command_handler import handle_all
from store.event_store import EventStore
from store.folding import fold
from store.queries.org_units import unit_tree
from wire.codec import canonical, to_json
from wire.messages import CommandMessage

ENTITY = "org_unit"

_FIELDS = {
    "code": UnitField.CODE,
    "title": UnitField.NAME,
    "parent": UnitField.PARENT,
    "members_count": UnitField.MEMBERS,
}


@dataclass(frozen=True, slots=True)
class JudgedUnit:
    """A row with its verdict and the commands that carry it out."""

    row: int
    code: str
    verdict: Verdict
    faults: tuple[Fault, ...] = ()
    commands: tuple[OrgUnitCommand, ...] = ()
    version: int = 0

    def as_json(self) -> dict[str, Any]:
        """The row for programs."""
        said: dict[str, Any] = {
            "row": self.row,
            "verdict": self.verdict.value,
            "number": self.code or None,
            "unit": self.code or None,
        }
        if self.faults:
            said |= {"column": self.faults[0].column, "reason": self.faults[0].reason}
            said["faults"] = [
                {"column": fault.column, "reason": fault.reason} for fault in self.faults
            ]
        return said


@dataclass
class UnitImport:
    """One register on its way in. `judge` comes first; `write` may follow.

    Attributes:
        register: The register as it was found in the file.
        warnings: Sizes that the rules of organization advise against; none of them is a fault.
    """

    register: Register
    warnings: Sequence[str]
    _placed: Sequence[Placed]
    _engine: AsyncEngine
    _committee: str
    _actor: Actor
    _at: datetime
    _on: date

    async def judge(self) -> list[JudgedUnit]:
        """Every row with its verdict, in the order of the sheet; nothing is written."""
        async with self._engine.connect() as connection:
            judged = [await self._judge(connection, placed) for placed in self._placed]
        return sorted(judged, key=lambda unit: unit.row)

    async def write(self, judged: Sequence[JudgedUnit]) -> int:
        """Carry out what the rows ask for, parents first; returns how many units changed.

        Raises:
            RuleRefusedError: A unit was changed meanwhile, so that a rule forbids a row; nothing
                but this attempt is written.
            VersionConflictError: Others kept changing the same units; nothing is written.
        """
        by_code = {unit.code: unit for unit in judged if unit.commands}
        ordered = [by_code[one.reading.code] for one in self._placed if one.reading.code in by_code]
        messages = [message for unit in ordered for message in self._messages(unit)]
        await handle_all(self._engine, ORG_UNIT, messages)
        return len(ordered)

    async def _judge(self, connection: AsyncConnection, placed: Placed) -> JudgedUnit:
        reading = placed.reading
        if placed.row is None:
            return JudgedUnit(reading.row, reading.code, Verdict.REJECT, placed.faults)
        facts = await EventStore().read(connection, self._stream(reading.code))
        state: OrgUnitState = fold(ORG_UNIT, facts)
        commands = tuple(commands_to_reach(state, placed.row, self._on))
        fault = self._objection(state, commands)
        if fault:
            return JudgedUnit(reading.row, reading.code, Verdict.REJECT, (fault,))
        verdict = Verdict.IMPORT if commands else Verdict.UNCHANGED
        return JudgedUnit(reading.row, reading.code, verdict, (), commands, len(facts))

    def _objection(self, state: OrgUnitState, commands: Sequence[OrgUnitCommand]) -> Fault | None:
        """What the rules of units have against the commands, told before any is carried out.

        Raises:
            RuleRefusedError: The actor may not keep the register at all.
        """
        for command in commands:
            request = Request("preview", self._actor, self._at, command)
            try:
                events = ORG_UNIT.decide(state, request, Terms())
            except FupanError as error:
                if isinstance(error, RuleRefusedError) and error.code == "not_registrar":
                    raise
                field = _FIELDS.get(getattr(error, "field", ""), UnitField.CODE)
                return self.register.fault(field, error.message.rstrip("。"))
            for event in events:
                state = ORG_UNIT.evolve(state, Fact(0, self._at, self._actor, "preview", event))
        return None

    def _messages(self, unit: JudgedUnit) -> Iterator[tuple[str, CommandMessage]]:
        stream = self._stream(unit.code)
        for index, command in enumerate(unit.commands):
            data = to_json(command)
            # The id follows from the unit as it stood: the same import twice is the same command.
            written = canonical([command.name, data]).decode()
            step = derived_id("register", stream, str(unit.version), str(index), written)
            yield stream, CommandMessage(step, command.name, data, self._actor)

    def _stream(self, code: str) -> str:
        return stream_id(self._committee, ENTITY, code)


async def open_unit_import(
    engine: AsyncEngine,
    path: Path,
    committee: str,
    actor: Actor,
    at: datetime,
    on: date | None = None,
) -> UnitImport:
    """Read the register in a file and place it beside what stands.

    Args:
        engine: The store.
        path: The file.
        committee: First part of the stream ids.
        actor: Who imports.
        at: Instant of the import, aware UTC.
        on: Day from which differences hold; None: today in Shanghai.

    Raises:
        ConfigurationError: The file cannot be read.
        InvalidInputError: It holds no register, or its headings cannot be used.
    """
    with open_sheets(path) as sheets:
        register = read_register(sheets)
    day = on or on_shanghai(at)
    async with engine.connect() as connection:
        rows = await unit_tree(connection, day)
    tree = UnitTree(register, [StandingUnit(r.code, r.name, r.kind, r.parent) for r in rows])
    return UnitImport(register, tree.warnings(), tree.placed(), engine, committee, actor, at, day)


def counted(judged: Sequence[JudgedUnit]) -> Mapping[Verdict, int]:
    """Rows by verdict."""
    return {verdict: sum(unit.verdict is verdict for unit in judged) for verdict in Verdict}
