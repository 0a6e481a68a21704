"""The store and who works on it, for the commands that need no workflow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from cli.session import Login
from models.calendar import on_shanghai
from models.errors import InvalidInputError
from models.facts import Actor
from runtime.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True)
class Desk:
    """An open store and the actor who was signed in."""

    engine: AsyncEngine
    committee: str
    actor: Actor


@asynccontextmanager
async def open_desk(settings: Settings, login: Login) -> AsyncIterator[Desk]:
    """Sign in, work, sign out.

    Raises:
        AccessDeniedError: The password is not right.
    """
    from auth.sign_in import PasswordSignIn
    from store.engine import open_engine

    engine = open_engine(settings.app_database(), pool_size=4)
    try:
        sign_in = PasswordSignIn(engine, settings.committee)
        signed_in = await sign_in.sign_in(login.login, login.password)
        try:
            # Who sits at the machine itself may use the passwords that were made there.
            actor = await sign_in.actor_for(signed_in.token, is_initial_password_enough=True)
            yield Desk(engine, settings.committee, actor)
        finally:
            await sign_in.sign_out(signed_in.token)
    finally:
        await engine.dispose()


def today() -> date:
    """Civil date in Shanghai, wherever the server stands."""
    return on_shanghai(datetime.now(UTC))


def read_day(text: str | None, option: str) -> date:
    """A date as typed; nothing typed is today.

    Raises:
        InvalidInputError: It is no date.
    """
    if not text:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(
            "day_malformed", f"{option} 应为 2026-04-30 这样的日期，不能是“{text}”。", option
        ) from error
