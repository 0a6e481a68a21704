"""Accounts, their posts and delegations, without any personal data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.account.events import (
    EVENTS,
    AccountEvent,
    Closed,
    Delegated,
    DelegationEnded,
    Locked,
    Opened,
    PasswordChanged,
    PostGranted,
    PostRevoked,
    Unlocked,
)
from models.calendar import on_shanghai
from models.ids import number_of
from store.people_tables import account, account_delegation, account_post
from wire.codec import from_json
from wire.messages import RecordedEvent

_POST = account_post.c
_GIVEN = account_delegation.c


async def follow_accounts(connection: AsyncConnection, events: Sequence[RecordedEvent]) -> None:
    """Bring the tables up to these facts."""
    for recorded in events:
        for statement in _statements(recorded):
            await connection.execute(statement)


def _statements(recorded: RecordedEvent) -> Sequence[sa.Executable]:
    number = number_of(recorded.stream)
    event = from_json(EVENTS[recorded.type], recorded.data)
    match event:
        case Opened(_, unit):
            return [_opening(number, unit, recorded)]
        case Locked(_, until_at):
            return [_update(number, is_locked=True, locked_until_at=until_at)]
        case Unlocked():
            return [_update(number, is_locked=False, locked_until_at=None)]
        case PasswordChanged(is_generated):
            return [_update(number, must_change_password=is_generated)]
        case Closed():
            return _closing(number, recorded)
    return _post_statements(number, event)


def _post_statements(number: str, event: AccountEvent) -> Sequence[sa.Executable]:
    match event:
        case PostGranted() as granted:
            return [_granting(number, granted)]
        case PostRevoked(role, unit, until_on):
            meant = [_POST.account == number, _POST.role == role.value, _POST.unit == unit]
            return _cut(account_post, meant, until_on)
        case Delegated(to, from_on, until_on):
            values = {"to_account": to, "from_on": from_on, "until_on": until_on}
            return [sa.insert(account_delegation).values(account=number, **values)]
        case DelegationEnded(to, until_on):
            meant = [_GIVEN.account == number, _GIVEN.to_account == to]
            return _cut(account_delegation, meant, until_on)
    return []


def _opening(number: str, unit: str, recorded: RecordedEvent) -> sa.Executable:
    return sa.insert(account).values(
        account=number,
        unit=unit,
        opened_at=recorded.occurred_at,
        is_locked=False,
        must_change_password=False,
    )


def _granting(number: str, event: PostGranted) -> sa.Executable:
    return sa.insert(account_post).values(
        account=number,
        role=event.role.value,
        unit=event.unit,
        from_on=event.from_on,
        until_on=event.until_on,
    )


def _closing(number: str, recorded: RecordedEvent) -> Sequence[sa.Executable]:
    on = on_shanghai(recorded.occurred_at)
    return [
        _update(number, closed_at=recorded.occurred_at),
        *_cut(account_post, [_POST.account == number], on),
        *_cut(account_delegation, [_GIVEN.account == number], on),
    ]


def _cut(
    table: sa.Table, meant: Sequence[sa.ColumnElement[bool]], until_on: date
) -> Sequence[sa.Executable]:
    """What had not begun by that day never was; what would last longer ends on it."""
    lasts = sa.or_(table.c.until_on.is_(None), table.c.until_on > until_on)
    return [
        sa.delete(table).where(*meant, lasts, table.c.from_on >= until_on),
        sa.update(table).where(*meant, lasts).values(until_on=until_on),
    ]


def _update(number: str, **values: Any) -> sa.Executable:
    return sa.update(account).where(account.c.account == number).values(**values)
