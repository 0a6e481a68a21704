"""Every version of the policy and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.policy_edition.events import EVENTS, Adopted, Proposed, Withdrawn
from store.terms_tables import policy_version
from wire.codec import canonical, from_json, to_json
from wire.messages import RecordedEvent

_VERSION = policy_version.c


async def follow_policy(connection: AsyncConnection, events: Sequence[RecordedEvent]) -> None:
    """Bring the versions up to these facts."""
    for recorded in events:
        for statement in _statements(recorded):
            await connection.execute(statement)


def _statements(recorded: RecordedEvent) -> Sequence[sa.Executable]:
    match from_json(EVENTS[recorded.type], recorded.data):
        case Proposed() as proposed:
            waiting = _VERSION.ended.is_(None)
            return [_ending(recorded, waiting, "replaced", ""), _proposing(recorded, proposed)]
        case Adopted(version, reach, reason):
            meant = _VERSION.version == version
            return [_ending(recorded, meant, "adopted", reason, reach=reach.value)]
        case Withdrawn(version, reason):
            return [_ending(recorded, _VERSION.version == version, "withdrawn", reason)]
    return []


def _proposing(recorded: RecordedEvent, event: Proposed) -> sa.Executable:
    return sa.insert(policy_version).values(
        version=event.policy.version,
        policy=canonical(to_json(event.policy)).decode(),
        reason=event.reason,
        proposed_by=recorded.actor.account,
        proposed_at=recorded.occurred_at,
    )


def _ending(
    recorded: RecordedEvent,
    meant: sa.ColumnElement[bool],
    ended: str,
    reason: str,
    **values: Any,
) -> sa.Executable:
    return (
        sa.update(policy_version)
        .where(meant)
        .values(
            ended=ended,
            ended_by=recorded.actor.account,
            ended_at=recorded.occurred_at,
            ended_reason=reason,
            **values,
        )
    )
