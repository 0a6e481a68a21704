"""E-mail by SMTP."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import parseaddr
from typing import Literal, Protocol

import aiosmtplib
from pydantic import SecretStr

from activities.channels.port import (
    ChannelUnusedError,
    Delivery,
    DeliveryDelayedError,
    DeliveryRefusedError,
    Message,
)
from models.errors import ConfigurationError
from models.ids import derived_id

_PERMANENT = 500  # first SMTP code that says: do not try again


class AddressBook(Protocol):
    """Where accounts can be reached. Addresses are personal data and stay out of facts."""

    async def email_of(self, account: str) -> str | None:
        """The account's e-mail address; None when it has none."""


@dataclass(frozen=True, slots=True)
class SmtpRelay:
    """How to reach the mail relay.

    Attributes:
        host: Its name or address.
        port: Its port.
        sender: Address in From, optionally with a display name.
        security: `none`, `starttls` (refused when the relay does not offer it) or `tls`.
        username, password: Sign-in; empty: without.
        timeout_seconds: For each answer of the relay.
        patience_seconds: For the whole attempt.
        tls: How certificates are checked; None: against the system's authorities.
    """

    host: str
    port: int
    sender: str
    security: Literal["none", "starttls", "tls"] = "none"
    username: str = ""
    password: str = ""
    timeout_seconds: float = 20.0
    patience_seconds: float = 60.0
    tls: ssl.SSLContext | None = None


class MailSettings(Protocol):
    """The settings that concern mail; `runtime.settings.Settings` has them."""

    @property
    def smtp_host(self) -> str:
        """Mail relay; empty: none."""

    @property
    def smtp_port(self) -> int:
        """Its port."""

    @property
    def smtp_security(self) -> Literal["none", "starttls", "tls"]:
        """How the connection is protected."""

    @property
    def smtp_username(self) -> str:
        """Sign-in; empty: without."""

    @property
    def smtp_password(self) -> SecretStr | None:
        """Sign-in; None: without."""

    @property
    def smtp_sender(self) -> str:
        """Address in From."""


def relay_of(settings: MailSettings) -> SmtpRelay | None:
    """The relay that the settings name; None when they name none."""
    if not settings.smtp_host:
        return None
    password = settings.smtp_password
    return SmtpRelay(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_sender,
        security=settings.smtp_security,
        username=settings.smtp_username,
        password=password.get_secret_value() if password else "",
    )


class EmailChannel:
    """Sends digests by e-mail; without a relay it is not in use."""

    name = "email"

    def __init__(self, relay: SmtpRelay | None, addresses: AddressBook) -> None:
        """Take the relay, or None to switch e-mail off.

        Raises:
            ConfigurationError: The sender is not an address.
        """
        self._relay = relay
        self._sender = _sender(relay.sender) if relay else None
        self._addresses = addresses

    async def send(self, message: Message) -> Delivery:
        """Hand the message to the relay; a repeat carries the same Message-ID."""
        if self._relay is None or self._sender is None:
            raise ChannelUnusedError("not_configured", "尚未配置邮件服务器。")
        address = await self._addresses.email_of(message.account)
        if not address:
            raise ChannelUnusedError("no_address", "该账号没有登记邮箱。")
        mail = _compose(message, address, self._sender)
        try:
            async with asyncio.timeout(self._relay.patience_seconds):
                return await _transfer(self._relay, mail)
        except TimeoutError as error:
            raise _delayed("timeout") from error


def _compose(message: Message, address: str, sender: Address) -> EmailMessage:
    mail = EmailMessage(policy=SMTP_POLICY)
    mail["To"] = _recipient(address)
    mail["From"] = sender
    # A title comes from our own texts; a line break in it would be a bug, never a new header.
    mail["Subject"] = " ".join(message.title.split())
    mail["Date"] = message.at
    mail["Message-ID"] = f"<{derived_id('mail', message.key)}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    mail.set_content(message.text, cte="base64")
    mail.add_alternative(message.html, subtype="html", cte="base64")
    return mail


def _recipient(address: str) -> Address:
    try:
        recipient = Address(addr_spec=address)
    except (ValueError, HeaderParseError, IndexError) as error:
        raise DeliveryRefusedError("bad_address", "登记的邮箱地址不合规。") from error
    if not recipient.domain:
        raise DeliveryRefusedError("bad_address", "登记的邮箱地址不合规。")
    return recipient


def _sender(sender: str) -> Address:
    name, address = parseaddr(sender)
    try:
        parsed = Address(display_name=name, addr_spec=address)
    except (ValueError, HeaderParseError, IndexError):
        parsed = Address()
    if not parsed.domain:
        raise ConfigurationError(
            "bad_setting", f"设置 FUPAN_SMTP_SENDER 有误：“{sender}”不是邮箱地址。"
        )
    return parsed


async def _transfer(relay: SmtpRelay, mail: EmailMessage) -> Delivery:
    client = aiosmtplib.SMTP(
        hostname=relay.host,
        port=relay.port,
        use_tls=relay.security == "tls",
        start_tls=relay.security == "starttls",
        username=relay.username or None,
        password=relay.password or None,
        timeout=relay.timeout_seconds,
        tls_context=relay.tls,
    )
    try:
        await _or_delayed(client.connect())  # greeting, TLS and sign-in
        _, answer = await _or_refused(client.send_message(mail))
        # The relay has taken it: whatever goes wrong from here on must not send it again.
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit()
    finally:
        client.close()
    return Delivery(_receipt(answer))


async def _or_delayed(connected: Awaitable[object]) -> None:
    """Whatever fails before the message is the relay's or the operator's; it may be mended."""
    try:
        await connected
    except aiosmtplib.SMTPResponseException as error:
        raise _delayed(f"smtp_{error.code}") from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise _delayed(_name(error)) from error


async def _or_refused(
    answered: Awaitable[tuple[dict[str, aiosmtplib.SMTPResponse], str]],
) -> tuple[dict[str, aiosmtplib.SMTPResponse], str]:
    try:
        return await answered
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _by_code(error.recipients[0].code) from error
    except aiosmtplib.SMTPResponseException as error:
        raise _by_code(error.code) from error
    except aiosmtplib.SMTPNotSupported as error:
        raise DeliveryRefusedError("not_supported", "邮件服务器不支持该邮箱地址。") from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise _delayed(_name(error)) from error


def _by_code(code: int) -> DeliveryDelayedError | DeliveryRefusedError:
    if code >= _PERMANENT:
        return DeliveryRefusedError(f"smtp_{code}", "邮件服务器拒收。")
    return _delayed(f"smtp_{code}")


def _delayed(code: str) -> DeliveryDelayedError:
    # The relay's own words may hold the address; only the code is kept.
    return DeliveryDelayedError(code, "邮件暂时无法送达。")


def _name(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, aiosmtplib.SMTPServerDisconnected):
        return "disconnected"
    if isinstance(error, ssl.SSLError):
        return "tls_failed"
    return "unreachable" if isinstance(error, OSError) else "not_supported"


def _receipt(answer: str) -> str:
    """A fingerprint of the relay's answer: proves which answer it was without quoting it."""
    return derived_id("smtp", answer)
