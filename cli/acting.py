"""A command that acts in the installation: connected, and as somebody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli.session import find_login, settings
from models.facts import Actor

if TYPE_CHECKING:
    from web.parts import Parts


@dataclass(frozen=True, slots=True)
class Acting:
    """What a command works with, and as whom."""

    parts: Parts
    actor: Actor


@asynccontextmanager
async def connected(data_dir: Path | None) -> AsyncIterator[Parts]:
    """The parts of the installation, for commands that need no account.

    Raises:
        ConfigurationError: Nothing runs in the data directory.
    """
    from web.parts import open_parts  # late: the client of Temporal takes long to load

    async with open_parts(settings(data_dir)) as parts:
        yield parts


@asynccontextmanager
async def acting(
    data_dir: Path | None, login: str | None, unit: str = "", on_behalf_of: str = ""
) -> AsyncIterator[Acting]:
    """Sign in, and give back the session when the command is done.

    Args:
        data_dir: Data directory of the running instance.
        login: As whom; None means the first administrator.
        unit: Unit in whose posts to act; empty: the account's own.
        on_behalf_of: Login of whoever delegated the act; empty: nobody.

    Raises:
        AccessDeniedError: Wrong password, locked, or no such delegation.
    """
    from store.queries.accounts import account_by_login

    async with connected(data_dir) as parts:
        known = find_login(parts.settings, login)
        session = await parts.sign_in.sign_in(known.login, known.password)
        try:
            async with parts.engine.connect() as connection:
                giver = await account_by_login(connection, on_behalf_of) if on_behalf_of else ""
            actor = await parts.sign_in.actor_for(
                session.token,
                unit=unit,
                on_behalf_of=giver or on_behalf_of,
                # Who sits at the machine itself may use the passwords that were made there.
                is_initial_password_enough=True,
            )
            yield Acting(parts, actor)
        finally:
            await parts.sign_in.sign_out(session.token)
