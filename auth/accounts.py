"""What people do with accounts: open them, give them posts, lock, close, change passwords.

Profile and secret are ordinary rows, everything else is facts. A login is taken first and the
facts follow, so a crash in between leaves a login that the next try takes up again.
"""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncEngine

from auth.digests import digest_of
from auth.passwords import check_strength, generate_password, hash_password, matches
from models.account.commands import (
    AccountCommand,
    ChangePassword,
    Close,
    Delegate,
    EndDelegation,
    GrantPost,
    Lock,
    Open,
    RevokePost,
    Unlock,
)
from models.account.decider import ACCOUNT
from models.account.roles import Role
from models.errors import AccessDeniedError, InvalidInputError, NotFoundError, RuleRefusedError
from models.facts import SYSTEM, Actor
from models.ids import derived_id, stream_id
from store import sessions
from store.command_handler import handle
from store.profiles import Profile, profile_of, reserve_login
from store.queries.accounts import account_by_login, roles_from
from store.queries.org_units import unit_by_code
from wire.codec import to_json
from wire.messages import CommandMessage

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be opened.

    Attributes:
        login: What is typed to sign in; kept in lower case.
        unit: Code of the unit that it belongs to.
        roles: Posts that it gets in that unit from `from_on` on.
        from_on: First day of the posts.
        display_name: How pages address it; a post's name where no person's is wanted.
        email: Empty: none.
        is_sample: True for accounts that are there to be tried out: the password that was made for
            them need not be changed.
    """

    login: str
    unit: str
    roles: tuple[Role, ...]
    from_on: date
    display_name: str = ""
    email: str = ""
    is_sample: bool = False


class Accounts:
    """Commands on accounts, each in the name of an actor."""

    def __init__(self, engine: AsyncEngine, committee: str) -> None:
        self._engine = engine
        self._committee = committee

    async def open(self, new: NewAccount, password: str, actor: Actor) -> str:
        """Open an account with its posts and a password; gives its id.

        The password has to be changed, but for that of a sample account.

        Raises:
            InvalidInputError: Login or address is malformed, or the password breaks the rules.
            RuleRefusedError: The login is taken, or the actor may not, or the posts do not mix.
        """
        login = checked_login(new.login)
        if new.email and not _EMAIL.fullmatch(new.email):
            raise InvalidInputError("email_malformed", "电子邮箱格式不正确。", "email")
        check_strength(password, login)
        if actor != SYSTEM:  # the first accounts come before the register of units
            await self._require_unit(new.unit, new.from_on)
        account = await self._take_login(new, login)
        # Ids that derive from the account: a try after a crash repeats nothing.
        await self.command(account, Open(account, new.unit), actor, derived_id(account, "open"))
        for role in new.roles:
            grant = GrantPost(role, new.unit, new.from_on)
            await self.command(account, grant, actor, derived_id(account, "open", role))
        await self._set_password(account, password, actor, is_generated=not new.is_sample)
        return account

    async def grant(self, account: str, grant: GrantPost, actor: Actor) -> None:
        """Give an account a post in a unit that exists on that day."""
        await self._require_unit(grant.unit, grant.from_on)
        await self.command(account, grant, actor)

    async def revoke(self, account: str, revoke: RevokePost, actor: Actor) -> None:
        """End a post."""
        await self.command(account, revoke, actor)

    async def delegate(
        self, account: str, to: str, from_on: date, until_on: date, actor: Actor
    ) -> None:
        """Let another account act on behalf of this one; `until_on` is exclusive."""
        async with self._engine.connect() as connection:
            roles = await roles_from(connection, to, from_on, until_on)
        await self.command(account, Delegate(to, from_on, until_on, roles), actor)

    async def end_delegation(self, account: str, to: str, until_on: date, actor: Actor) -> None:
        """End a delegation early."""
        await self.command(account, EndDelegation(to, until_on), actor)

    async def lock(self, account: str, reason: str, actor: Actor) -> None:
        """Make sign-in impossible until unlocked, and end every session."""
        await self.command(account, Lock(reason), actor)
        await self._end_sessions(account)

    async def unlock(self, account: str, actor: Actor) -> None:
        """Make sign-in possible again and forget the failures that locked it."""
        await self.command(account, Unlock(), actor)
        async with self._engine.begin() as connection:
            profile = await profile_of(connection, account)
            if profile is not None:
                await sessions.forget_failures(connection, digest_of(profile.login))

    async def close(self, account: str, reason: str, actor: Actor) -> None:
        """End an account for good, and every session."""
        await self.command(account, Close(reason), actor)
        await self._end_sessions(account)

    async def reset_password(self, account: str, actor: Actor) -> str:
        """Give an account a new random password, which has to be changed; gives the password."""
        profile = await self._profile(account)
        password = generate_password(profile.login)
        await self._set_password(account, password, actor, is_generated=True)
        return password

    async def change_password(self, account: str, old: str, new: str, kept_token: str = "") -> None:
        """Change one's own password and end one's sessions, but for that of a token.

        Raises:
            AccessDeniedError: The old password is not right.
            InvalidInputError: The new one breaks the rules or is the old one.
        """
        profile = await self._profile(account)
        async with self._engine.connect() as connection:
            secret = await sessions.secret_of(connection, account)
        if not await matches(secret.password_hash if secret else None, old):
            raise AccessDeniedError("password_wrong", "原密码不正确。")
        if old == new:
            raise InvalidInputError("password_same", "新密码不能与原密码相同。", "password")
        check_strength(new, profile.login)
        await self._set_password(
            account, new, Actor(account), is_generated=False, kept_token=kept_token
        )

    async def find(self, login: str) -> str:
        """Account id behind a login.

        Raises:
            NotFoundError: There is none.
        """
        async with self._engine.connect() as connection:
            account = await account_by_login(connection, login.strip())
        if account is None:
            raise NotFoundError("account_unknown", f"没有登录名为“{login}”的账号。")
        return account

    async def command(
        self, account: str, command: AccountCommand, actor: Actor, command_id: str = ""
    ) -> None:
        """Carry out one command; without an id it gets one of its own.

        Raises:
            RuleRefusedError: A rule forbids it; the attempt is on record.
        """
        message = CommandMessage(
            command_id or str(uuid.uuid4()), command.name, to_json(command), actor
        )
        stream = stream_id(self._committee, ACCOUNT.entity, account)
        receipt = await handle(self._engine, ACCOUNT, stream, message)
        if receipt.refusal is not None:
            raise RuleRefusedError(receipt.refusal.code, receipt.refusal.message)

    async def _take_login(self, new: NewAccount, login: str) -> str:
        own = new_account_id()
        profile = Profile(own, login, new.display_name, new.email)
        async with self._engine.begin() as connection:
            account = await reserve_login(connection, profile)
            is_open = await sessions.secret_of(connection, account) is not None
        if account != own and is_open:
            raise RuleRefusedError("login_taken", f"登录名“{login}”已被使用，请换一个。")
        return account

    async def _set_password(
        self,
        account: str,
        password: str,
        actor: Actor,
        *,
        is_generated: bool,
        kept_token: str = "",
    ) -> None:
        password_hash = await hash_password(password)
        # The fact first: a rule may refuse the actor, and then nothing must have changed.
        await self.command(account, ChangePassword(is_generated), actor)
        async with self._engine.begin() as connection:
            await sessions.store_secret(connection, account, password_hash)
            await sessions.end_sessions_of(connection, account, digest_of(kept_token))

    async def _require_unit(self, code: str, on: date) -> None:
        async with self._engine.connect() as connection:
            unit = await unit_by_code(connection, code, on)
        if unit is None:
            raise NotFoundError("unit_unknown", f"{on} 没有编码为 {code} 的组织。")

    async def _end_sessions(self, account: str) -> None:
        async with self._engine.begin() as connection:
            await sessions.end_sessions_of(connection, account)

    async def _profile(self, account: str) -> Profile:
        async with self._engine.connect() as connection:
            profile = await profile_of(connection, account)
        if profile is None:
            raise NotFoundError("account_unknown", "没有这个账号。")
        return profile


def new_account_id() -> str:
    """An opaque id: `a-` and 50 random bits."""
    return "a-" + "".join(secrets.choice(_BASE32) for _ in range(10))


def checked_login(login: str) -> str:
    """A login in the form in which it is kept.

    Raises:
        InvalidInputError: It has other characters than letters, digits, dot, dash, underscore.
    """
    known = login.strip().lower()
    if not _LOGIN.fullmatch(known):
        raise InvalidInputError(
            "login_malformed",
            "登录名应为 2～40 个字母、数字、点、短横或下划线，以字母或数字开头。",
            "login",
        )
    return known


def role_values(roles: Sequence[Role]) -> list[str]:
    """Ids of roles, for machines."""
    return [role.value for role in roles]
