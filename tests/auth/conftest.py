"""A small organization with accounts, and a clock that tests turn by hand."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from auth.accounts import Accounts
from auth.sign_in import PasswordSignIn
from models.facts import SYSTEM
from models.ids import stream_id
from models.org_unit.commands import OtherUnit, Register
from models.org_unit.decider import ORG_UNIT
from models.org_unit.kinds import UnitKind
from models.org_unit.register_row import SINCE_ALWAYS
from store.command_handler import handle
from wire.codec import to_json
from wire.messages import CommandMessage

UNITS = (
    ("DW", UnitKind.COMMITTEE, None),
    ("Z1", UnitKind.GENERAL_BRANCH, OtherUnit("DW", UnitKind.COMMITTEE)),
    ("Z1-01", UnitKind.BRANCH, OtherUnit("Z1", UnitKind.GENERAL_BRANCH, above=("DW",))),
    ("D01", UnitKind.BRANCH, OtherUnit("DW", UnitKind.COMMITTEE)),
)


@dataclass
class Clock:
    """A clock that stands until it is turned."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def organization(engine: AsyncEngine) -> AsyncEngine:
    for code, kind, parent in UNITS:
        command = Register(code, f"{code}组织", kind, SINCE_ALWAYS, parent)
        message = CommandMessage(str(uuid.uuid4()), command.name, to_json(command), SYSTEM)
        await handle(engine, ORG_UNIT, stream_id("dw", "org_unit", code), message)
    return engine


@pytest.fixture
def accounts(organization: AsyncEngine) -> Accounts:
    return Accounts(organization, "dw")


@pytest.fixture
def sign_in(organization: AsyncEngine, clock: Clock) -> PasswordSignIn:
    return PasswordSignIn(organization, "dw", now=clock)
