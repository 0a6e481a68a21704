"""The port behind which people prove who they are; single sign-on comes through the same one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.facts import Actor


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has just begun.

    Attributes:
        token: Random secret that stands for the session; stored nowhere by us.
        session: Id of the session, as it stands in the facts.
        account: Account id.
        expires_at: Aware UTC instant at which it ends even when it is used all the time.
        must_change_password: True while the password is one that the system made.
    """

    token: str
    session: str
    account: str
    expires_at: datetime
    must_change_password: bool


class SignIn(Protocol):
    """How people sign in and how a request is told who asks."""

    async def sign_in(self, login: str, password: str) -> SignedIn:
        """Begin a session.

        Raises:
            AccessDeniedError: `sign_in_failed`, the same for a wrong password and for an unknown
                login, or `sign_in_locked` after too many of either.
        """

    async def actor_for(
        self,
        token: str,
        *,
        unit: str = "",
        on_behalf_of: str = "",
        is_initial_password_enough: bool = False,
    ) -> Actor:
        """Who asks.

        Args:
            token: As given by `sign_in`.
            unit: Unit in whose posts the account acts; empty: its own.
            on_behalf_of: Account id whose posts it uses by delegation; empty: its own.
            is_initial_password_enough: True lets pass whoever still has a password that the
                system made.

        Raises:
            AccessDeniedError: `not_signed_in`, `session_expired`, `password_initial`, or
                `not_delegated`.
        """

    async def change_password(self, token: str, old: str, new: str) -> None:
        """Change the password of whoever holds a token, and end the account's other sessions.

        Raises:
            AccessDeniedError: `password_wrong`, which counts as a failure to sign in, or
                `sign_in_locked` after too many of them; or the token is no good.
            InvalidInputError: The new password breaks the rules or is the old one.
        """

    async def sign_out(self, token: str) -> None:
        """End a session; one that has ended already stays so."""
