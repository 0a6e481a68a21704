"""Signing in with a password: one answer for every failure, and a lock after too many."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from auth.accounts import Accounts
from auth.digests import digest_of
from auth.passwords import matches
from auth.port import SignedIn
from auth.traces import Traces
from models.calendar import on_shanghai
from models.errors import AccessDeniedError
from models.facts import Actor
from models.sign_in.events import FailureReason
from store import sessions
from store.profiles import profile_of
from store.queries.accounts import account_by_login, actor_of
from store.sessions import Failures, Lockout, Secret, SessionRow

_TOKEN_BYTES = 32
_SESSION_ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class SessionRules:
    """How long a session lasts (GB/T 22239: 登录超时自动退出).

    Attributes:
        idle: It ends after this long without a request.
        absolute: It ends after this long in any case.
        lockout: When and for how long a login is locked.
    """

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    lockout: Lockout = field(default_factory=Lockout)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What became of an attempt; `reason` None: it succeeded."""

    account: str | None
    failures: Failures
    reason: FailureReason | None = None
    is_counted: bool = False
    must_change_password: bool = False
    signed_in: SignedIn | None = None


def utc_now() -> datetime:
    """The clock, unless a test brings its own."""
    return datetime.now(UTC)


class PasswordSignIn:
    """Implements `auth.port.SignIn` on PostgreSQL."""

    def __init__(
        self,
        engine: AsyncEngine,
        committee: str,
        rules: SessionRules | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine = engine
        self._rules = rules or SessionRules()
        self._now = now
        self._traces = Traces(engine, committee)
        self._accounts = Accounts(engine, committee)
        self._queues: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    async def sign_in(self, login: str, password: str) -> SignedIn:
        """Begin a session; see the port."""
        at = self._now()
        digest = digest_of(login.strip().lower())
        async with self._one_at_a_time(digest) as connection:
            attempt = await self._try(connection, login.strip(), password, digest, at)
            if attempt.reason is None and attempt.account is not None:
                signed_in = await self._open_session(connection, attempt, at)
                attempt = replace(attempt, signed_in=signed_in)
        # Facts are written when no connection is held, or many sign-ins at once could wait for
        # one another's second connection.
        await self._record(attempt, at)
        if attempt.signed_in is not None:
            return attempt.signed_in
        _refuse_locked(attempt, at)
        raise AccessDeniedError("sign_in_failed", "账号或密码不正确。")

    async def change_password(self, token: str, old: str, new: str) -> None:
        """Change one's own password; see the port."""
        at = self._now()
        async with self._engine.connect() as connection:
            row = await self._session(connection, digest_of(token), at)
            profile = await profile_of(connection, row.account)
        login = profile.login if profile else ""
        digest = digest_of(login)
        async with self._one_at_a_time(digest) as connection:
            attempt = await self._try(connection, login, old, digest, at)
        await self._record(attempt, at)
        if attempt.reason is not None:
            _refuse_locked(attempt, at)
            raise AccessDeniedError("password_wrong", "原密码不正确。")
        await self._accounts.change_password(row.account, old, new, kept_token=token)

    async def actor_for(
        self,
        token: str,
        *,
        unit: str = "",
        on_behalf_of: str = "",
        is_initial_password_enough: bool = False,
    ) -> Actor:
        """Who asks; see the port."""
        at = self._now()
        digest = digest_of(token)
        async with self._engine.connect() as connection:
            row = await self._session(connection, digest, at)
            if row.must_change_password and not is_initial_password_enough:
                raise AccessDeniedError(
                    "password_initial", "仍在使用系统生成的密码，请先修改密码再办理其他事项。"
                )
            actor = await actor_of(
                connection, row.account, on_shanghai(at), unit=unit, on_behalf_of=on_behalf_of
            )
            if sessions.is_worth_touching(row, at):
                await sessions.touch_session(connection, digest, at)
                await connection.commit()
        return actor

    async def sign_out(self, token: str) -> None:
        """End a session; see the port."""
        async with self._engine.begin() as connection:
            row = await sessions.end_session(connection, digest_of(token))
        if row is not None:
            await self._traces.ended(row.account, row.session, self._now())

    async def _session(
        self, connection: AsyncConnection, digest: bytes, at: datetime
    ) -> SessionRow:
        row = await sessions.find_session(connection, digest)
        if row is None:
            raise AccessDeniedError("not_signed_in", "尚未登录或登录已失效，请登录。")
        if self._has_expired(row, at):
            raise AccessDeniedError("session_expired", "登录已超时，请重新登录。")
        return row

    @asynccontextmanager
    async def _one_at_a_time(self, digest: bytes) -> AsyncIterator[AsyncConnection]:
        # The process's own queue first, so that many guesses at one login cannot take all
        # connections; the database's queue makes it hold between processes.
        queue = self._queues.setdefault(digest, asyncio.Lock())
        async with queue, self._engine.begin() as connection:
            await sessions.queue_up(connection, digest)
            yield connection

    async def _try(
        self, connection: AsyncConnection, login: str, password: str, digest: bytes, at: datetime
    ) -> _Attempt:
        account = await account_by_login(connection, login)
        secret = await sessions.secret_of(connection, account) if account else None
        failures = await sessions.failures_of(connection, digest)
        # The password is always computed, so that neither lock nor login shows in the time.
        is_match = await matches(secret.password_hash if secret else None, password)
        if failures.is_locked_at(at):
            return _Attempt(account, failures, FailureReason.LOCKED)
        if account is None or secret is None or not is_match:
            return await self._count_failure(connection, account if secret else None, digest, at)
        await sessions.forget_failures(connection, digest)
        if (reason := _barred(secret, at)) is not None:
            return _Attempt(account, Failures(), reason, is_counted=True)
        return _Attempt(account, Failures(), must_change_password=secret.must_change_password)

    async def _count_failure(
        self, connection: AsyncConnection, account: str | None, digest: bytes, at: datetime
    ) -> _Attempt:
        await sessions.forget_old_failures(connection, at - self._rules.absolute)
        failures = await sessions.count_failure(connection, digest, at, self._rules.lockout)
        reason = FailureReason.WRONG_PASSWORD if account else FailureReason.UNKNOWN_LOGIN
        return _Attempt(account, failures, reason, is_counted=True)

    async def _open_session(
        self, connection: AsyncConnection, attempt: _Attempt, at: datetime
    ) -> SignedIn:
        account = str(attempt.account)
        await sessions.end_sessions_before(connection, at - self._rules.absolute)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        session = f"s-{secrets.token_hex(_SESSION_ID_BYTES)}"
        row = SessionRow(session, account, opened_at=at, used_at=at)
        await sessions.open_session(connection, digest_of(token), row)
        expires_at = at + self._rules.absolute
        return SignedIn(token, session, account, expires_at, attempt.must_change_password)

    async def _record(self, attempt: _Attempt, at: datetime) -> None:
        """Write the fact. Attempts on a locked login are not recorded one by one."""
        if attempt.signed_in is not None:
            await self._traces.succeeded(attempt.signed_in.account, attempt.signed_in.session, at)
        elif attempt.reason is not None and attempt.is_counted:
            await self._traces.failed(attempt.account, attempt.reason, attempt.failures, at)

    def _has_expired(self, row: SessionRow, at: datetime) -> bool:
        is_idle = at - row.used_at >= self._rules.idle
        return is_idle or at - row.opened_at >= self._rules.absolute


def _refuse_locked(attempt: _Attempt, at: datetime) -> None:
    if attempt.failures.is_locked_at(at) or attempt.reason is FailureReason.LOCKED:
        raise AccessDeniedError(
            "sign_in_locked", "登录失败次数过多或账号已锁定，请稍后再试或联系系统管理员。"
        )


def _barred(secret: Secret, at: datetime) -> FailureReason | None:
    """Why somebody with the right password still may not sign in."""
    if secret.is_closed:
        return FailureReason.CLOSED
    return FailureReason.LOCKED if secret.is_locked_at(at) else None
