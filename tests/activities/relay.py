"""A real SMTP server on loopback that behaves as a test wants."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from activities.channels.email import SmtpRelay

HANG_UP = "hang up"
DAWDLE = "dawdle"


@dataclass
class Relay:
    """What the server is told to do, and what it got.

    Attributes:
        answers: For each message in turn: an SMTP answer, `HANG_UP` or `DAWDLE`; then 250.
        rcpt_answer: Answer to every RCPT; empty: accepted.
        logins: User names that signed in.
    """

    port: int = 0
    answers: list[str] = field(default_factory=list)
    rcpt_answer: str = ""
    received: list[Envelope] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    hang_up_after_acceptance: bool = False

    def mails(self) -> list[EmailMessage]:
        """Messages that were accepted, parsed."""
        return [
            message_from_bytes(each.content or b"", policy=policy.default)  # type: ignore[arg-type]  # bytes unless decode_data is set
            for each in self.received
        ]

    def settings(self, **more: Any) -> SmtpRelay:
        """How a channel reaches this server."""
        given: dict[str, Any] = {"timeout_seconds": 5.0, "patience_seconds": 10.0, **more}
        return SmtpRelay("127.0.0.1", self.port, "复盘系统 <fupan@mine.example>", **given)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.answers.pop(0) if self.answers else "250 queued as 4711"
        if answer == HANG_UP:
            self._transport(server).abort()
            return "250 never heard"
        if answer == DAWDLE:
            await asyncio.Event().wait()
        if answer.startswith("250"):
            self.received.append(envelope)
        return answer

    async def handle_QUIT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.hang_up_after_acceptance:
            self._transport(server).abort()
        return "221 Bye"

    def authenticate(self, *given: Any) -> AuthResult:
        """Accept one password."""
        data = given[-1]
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password == b"right", handled=False)

    @staticmethod
    def _transport(server: SMTP) -> asyncio.Transport:
        assert isinstance(server.transport, asyncio.Transport)
        return server.transport


@asynccontextmanager
async def running_relay(
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    needs_login: bool = False,
) -> AsyncIterator[Relay]:
    """Serve on a free port until the block ends."""
    relay = Relay()
    protocols: list[SMTP] = []

    def protocol() -> SMTP:
        protocols.append(
            SMTP(
                relay,
                tls_context=starttls,
                require_starttls=starttls is not None,
                authenticator=relay.authenticate,
                auth_required=needs_login,
                auth_require_tls=needs_login,
                enable_SMTPUTF8=False,
                loop=asyncio.get_running_loop(),
            )
        )
        return protocols[-1]

    factory: Callable[[], SMTP] = protocol
    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", 0, ssl=tls)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        for each in protocols:
            await _end(each)
        await server.wait_closed()
        await asyncio.sleep(0)  # lets aborted connections close their sockets


async def _end(protocol: SMTP) -> None:
    if isinstance(protocol.transport, asyncio.Transport):
        protocol.transport.abort()
    task = protocol._handler_coroutine
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
