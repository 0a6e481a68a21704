"""The first accounts of an installation. No default passwords: each is made on the spot."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from auth.accounts import Accounts, NewAccount, checked_login, role_values
from auth.credentials import Credential, read_credentials, write_credentials
from auth.passwords import generate_password
from models.account.roles import Role
from models.calendar import on_shanghai
from models.facts import SYSTEM
from models.org_unit.kinds import UnitKind
from models.org_unit.register_row import SINCE_ALWAYS
from store.queries.accounts import account_by_login
from store.queries.org_units import UnitRow, unit_tree
from store.sessions import secret_of

# A committee's unit may not be registered yet when its administrators are needed.
_COMMITTEE_UNIT = "DW"
_AT_A_TIME = 8

_ADMINISTRATORS = (
    ("sysadmin", Role.SYS_ADMIN, "系统管理员"),
    ("secadmin", Role.SEC_ADMIN, "安全管理员"),
    ("auditadmin", Role.AUDIT_ADMIN, "审计管理员"),
)
_DEPARTMENT = (
    ("secretary", Role.COMMITTEE_SECRETARY, "党委书记"),
    ("deputy", Role.COMMITTEE_DEPUTY, "党委副书记"),
    ("orghead", Role.ORG_HEAD, "组织部部长"),
    ("orgofficer1", Role.ORG_OFFICER, "组织部干事一"),
    ("orgofficer2", Role.ORG_OFFICER, "组织部干事二"),
    ("auditor", Role.AUDITOR, "纪委（审计）"),
    ("liaison", Role.LIAISON_CADRE, "联系领导"),
    ("verifier1", Role.VERIFIER, "验收人一"),
    ("verifier2", Role.VERIFIER, "验收人二"),
)


async def create_first_accounts(
    engine: AsyncEngine, committee: str, data_dir: Path, unit: str = _COMMITTEE_UNIT
) -> list[Credential]:
    """The three administrators, each with a random password; those that exist stay as they are.

    Returns:
        All credentials of the file, the system administrator's first.
    """
    accounts = [
        NewAccount(login, unit, (role,), SINCE_ALWAYS, name)
        for login, role, name in _ADMINISTRATORS
    ]
    return await _create(engine, committee, data_dir, accounts)


async def create_sample_accounts(
    engine: AsyncEngine, committee: str, data_dir: Path
) -> list[Credential]:
    """One account for every post of the registered units, so that a newcomer can try them all.

    Returns:
        All credentials of the file, the system administrator's first.
    """
    async with engine.connect() as connection:
        units = await unit_tree(connection, on_shanghai(datetime.now(UTC)))
    accounts = [account for unit in units for account in _sample_of(unit)]
    return await _create(engine, committee, data_dir, accounts)


def _sample_of(unit: UnitRow) -> Sequence[NewAccount]:
    if unit.kind is UnitKind.COMMITTEE:
        return [_account(unit, *post) for post in _DEPARTMENT]
    leader = Role.BRANCH_SECRETARY if unit.kind is UnitKind.BRANCH else Role.GB_SECRETARY
    return [
        _account(unit, f"secretary-{unit.code}", leader, f"{unit.name}书记"),
        _account(unit, f"owner-{unit.code}", Role.OWNER, f"{unit.name}整改责任人"),
    ]


def _account(
    unit: UnitRow, login: str, role: Role, name: str, from_on: date = SINCE_ALWAYS
) -> NewAccount:
    # Held since always: items imported from earlier years find their post holders.
    return NewAccount(login, unit.code, (role,), from_on, name, is_sample=True)


async def _create(
    engine: AsyncEngine, committee: str, data_dir: Path, wanted: Sequence[NewAccount]
) -> list[Credential]:
    known = read_credentials(data_dir)
    missing = await _missing(engine, wanted)
    made = [
        Credential(new.login, generate_password(new.login), "", role_values(new.roles), new.unit)
        for new in missing
    ]
    # Before the accounts: a crash must not leave accounts whose passwords nobody knows.
    logins = {credential.login for credential in made}
    known = [credential for credential in known if credential.login not in logins]
    write_credentials(data_dir, known + made)
    opened = await _open_all(Accounts(engine, committee), missing, made)
    write_credentials(data_dir, known + opened)
    return known + opened


async def _missing(engine: AsyncEngine, wanted: Sequence[NewAccount]) -> list[NewAccount]:
    missing = []
    async with engine.connect() as connection:
        for new in wanted:
            login = checked_login(new.login)
            account = await account_by_login(connection, login)
            if account is None or await secret_of(connection, account) is None:
                missing.append(new)
    return missing


async def _open_all(
    accounts: Accounts, wanted: Sequence[NewAccount], made: Sequence[Credential]
) -> list[Credential]:
    gate = asyncio.Semaphore(_AT_A_TIME)

    async def open_one(new: NewAccount, credential: Credential) -> Credential:
        async with gate:
            account = await accounts.open(new, credential.password, SYSTEM)
        return replace(credential, account=account)

    pairs = zip(wanted, made, strict=True)
    return list(await asyncio.gather(*(open_one(new, one) for new, one in pairs)))
