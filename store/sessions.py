"""Secrets, failures and sessions. No fact is written here, and no secret leaves in the clear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from store.people_tables import account, account_secret, session, sign_in_failure

_FAILURE = sign_in_failure.c
_SESSION = session.c
# Writing on every request would make reading pages cost a write; a minute is exact enough.
_TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Lockout:
    """How many failures lock a login, and for how long.

    Attributes:
        failures: This many within `window` lock it.
        window: Failures older than this are forgotten.
        duration: How long it stays locked.
    """

    failures: int = 5
    window: timedelta = timedelta(minutes=15)
    duration: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Failures:
    """Failures of one login within the window; `locked_until_at` None: not locked by them."""

    count: int = 0
    locked_until_at: datetime | None = None

    def is_locked_at(self, at: datetime) -> bool:
        """True when no attempt is looked at."""
        return self.locked_until_at is not None and at < self.locked_until_at


@dataclass(frozen=True, slots=True)
class Secret:
    """What a sign-in needs to know of an account."""

    password_hash: str
    is_closed: bool
    is_locked: bool
    locked_until_at: datetime | None
    must_change_password: bool

    def is_locked_at(self, at: datetime) -> bool:
        """True when nobody can sign in at that instant."""
        return self.is_locked and (self.locked_until_at is None or at < self.locked_until_at)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """An open session; whether it has expired is for the caller to say."""

    session: str
    account: str
    opened_at: datetime
    used_at: datetime
    must_change_password: bool = False


async def queue_up(connection: AsyncConnection, login_digest: bytes) -> None:
    """Let one attempt per login at a time pass, so that parallel guesses are counted one by one."""
    key = int.from_bytes(login_digest[:8], "big", signed=True)
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


async def failures_of(connection: AsyncConnection, login_digest: bytes) -> Failures:
    """Failures that still count."""
    query = sa.select(_FAILURE.failures, _FAILURE.locked_until_at).where(
        _FAILURE.login_digest == login_digest
    )
    row = (await connection.execute(query)).one_or_none()
    return Failures(row.failures, row.locked_until_at) if row else Failures()


async def count_failure(
    connection: AsyncConnection, login_digest: bytes, at: datetime, rules: Lockout
) -> Failures:
    """Count one more failure; the one that reaches the limit locks the login."""
    query = sa.select(sign_in_failure).where(_FAILURE.login_digest == login_digest)
    row = (await connection.execute(query)).one_or_none()
    if row is not None and at - row.first_failed_at >= rules.window:
        row = None
    count = row.failures + 1 if row is not None else 1
    locked_until_at = at + rules.duration if count >= rules.failures else None
    values = {
        "failures": count,
        "first_failed_at": row.first_failed_at if row is not None else at,
        "locked_until_at": locked_until_at,
    }
    statement = insert(sign_in_failure).values(login_digest=login_digest, **values)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["login_digest"], set_=values)
    )
    return Failures(count, locked_until_at)


async def forget_failures(connection: AsyncConnection, login_digest: bytes) -> None:
    """Begin counting anew, after a success or an unlock."""
    await connection.execute(
        sa.delete(sign_in_failure).where(_FAILURE.login_digest == login_digest)
    )


async def forget_old_failures(connection: AsyncConnection, before: datetime) -> None:
    """Drop counts that began before an instant; what was typed at random must not pile up."""
    await connection.execute(sa.delete(sign_in_failure).where(_FAILURE.first_failed_at < before))


async def secret_of(connection: AsyncConnection, account_id: str) -> Secret | None:
    """What a sign-in compares with; None while the account has no password or is not open yet."""
    query = sa.select(
        account_secret.c.password_hash,
        account.c.closed_at,
        account.c.is_locked,
        account.c.locked_until_at,
        account.c.must_change_password,
    ).join_from(account, account_secret, account.c.account == account_secret.c.account)
    row = (await connection.execute(query.where(account.c.account == account_id))).one_or_none()
    if row is None:
        return None
    return Secret(
        row.password_hash,
        row.closed_at is not None,
        row.is_locked,
        row.locked_until_at,
        row.must_change_password,
    )


async def store_secret(connection: AsyncConnection, account_id: str, password_hash: str) -> None:
    """Set or replace the hash of an account's password."""
    statement = insert(account_secret).values(account=account_id, password_hash=password_hash)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["account"], set_={"password_hash": password_hash}
        )
    )


async def open_session(connection: AsyncConnection, token_digest: bytes, row: SessionRow) -> None:
    """Remember a session by the digest of its token."""
    await connection.execute(
        sa.insert(session).values(
            token_digest=token_digest,
            session=row.session,
            account=row.account,
            opened_at=row.opened_at,
            used_at=row.used_at,
        )
    )


async def find_session(connection: AsyncConnection, token_digest: bytes) -> SessionRow | None:
    """The session behind a token, expired or not; not that of a closed or locked account."""
    query = (
        sa.select(
            _SESSION.session,
            _SESSION.account,
            _SESSION.opened_at,
            _SESSION.used_at,
            account.c.must_change_password,
        )
        .join(account, account.c.account == _SESSION.account)
        .where(_SESSION.token_digest == token_digest, account.c.closed_at.is_(None))
    )
    row = (await connection.execute(query)).one_or_none()
    return SessionRow(*row) if row else None


async def touch_session(connection: AsyncConnection, token_digest: bytes, at: datetime) -> None:
    """Note that the session was used."""
    await connection.execute(
        sa.update(session)
        .where(_SESSION.token_digest == token_digest, _SESSION.used_at < at - _TOUCH_EVERY)
        .values(used_at=at)
    )


def is_worth_touching(row: SessionRow, at: datetime) -> bool:
    """True when the last use was noted long enough ago."""
    return at - row.used_at >= _TOUCH_EVERY


async def end_session(connection: AsyncConnection, token_digest: bytes) -> SessionRow | None:
    """Forget a session; tells which one it was."""
    statement = (
        sa.delete(session)
        .where(_SESSION.token_digest == token_digest)
        .returning(_SESSION.session, _SESSION.account, _SESSION.opened_at, _SESSION.used_at)
    )
    row = (await connection.execute(statement)).one_or_none()
    return SessionRow(row.session, row.account, row.opened_at, row.used_at) if row else None


async def end_sessions_of(
    connection: AsyncConnection, account_id: str, kept_digest: bytes = b""
) -> None:
    """Forget every session of an account but one: the password changed, or a lock, or the end."""
    await connection.execute(
        sa.delete(session).where(
            _SESSION.account == account_id, _SESSION.token_digest != kept_digest
        )
    )


async def end_sessions_before(connection: AsyncConnection, opened_before: datetime) -> None:
    """Forget sessions that were opened so long ago that none can be valid any more."""
    await connection.execute(sa.delete(session).where(_SESSION.opened_at < opened_before))
