"""E-mail against a real SMTP server on loopback."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from activities.channels.email import EmailChannel, SmtpRelay, relay_of
from activities.channels.port import (
    ChannelUnusedError,
    DeliveryDelayedError,
    DeliveryRefusedError,
)
from models.errors import ConfigurationError
from runtime.settings import Settings
from tests.activities.certificates import client_side, server_side
from tests.activities.messages import Addresses, message
from tests.activities.relay import DAWDLE, HANG_UP, Relay, running_relay

ADDRESSES = Addresses(a="zhishu@mine.example")


@pytest.fixture
async def relay() -> AsyncIterator[Relay]:
    async with running_relay() as relay:
        yield relay


async def delayed_by(relay: SmtpRelay) -> str:
    with pytest.raises(DeliveryDelayedError) as caught:
        await EmailChannel(relay, ADDRESSES).send(message())
    return caught.value.code


async def test_a_mail_carries_chinese_in_title_text_and_html(relay: Relay) -> None:
    await EmailChannel(relay.settings(), ADDRESSES).send(message())
    (mail,) = relay.mails()
    assert mail["Subject"] == "党建复盘督办通知：共2项，其中红色1项"
    assert mail["From"].addresses[0].display_name == "复盘系统"
    plain, html = mail.iter_parts()
    assert "您有2项通知待阅" in plain.get_content()
    assert "<p>您有2项通知待阅" in html.get_content()


async def test_every_attempt_of_a_digest_is_the_same_mail(relay: Relay) -> None:
    channel = EmailChannel(relay.settings(), ADDRESSES)
    await channel.send(message())
    await channel.send(message())
    first, second = relay.mails()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@mine.example>")
    assert first["Date"].datetime == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert first["Auto-Submitted"] == "auto-generated"


async def test_a_temporary_refusal_may_be_tried_again(relay: Relay) -> None:
    relay.answers = ["451 try later"]
    assert await delayed_by(relay.settings()) == "smtp_451"
    await EmailChannel(relay.settings(), ADDRESSES).send(message())
    assert len(relay.mails()) == 1


async def test_greylisting_of_the_recipient_may_be_tried_again(relay: Relay) -> None:
    relay.rcpt_answer = "450 greylisted"
    assert await delayed_by(relay.settings()) == "smtp_450"


async def test_a_permanent_refusal_is_not_tried_again(relay: Relay) -> None:
    relay.answers = ["554 spam"]
    with pytest.raises(DeliveryRefusedError) as caught:
        await EmailChannel(relay.settings(), ADDRESSES).send(message())
    assert caught.value.code == "smtp_554"


async def test_a_connection_lost_in_the_middle_may_be_tried_again(relay: Relay) -> None:
    relay.answers = [HANG_UP]
    assert await delayed_by(relay.settings()) == "disconnected"


async def test_a_connection_lost_after_acceptance_is_no_failure(relay: Relay) -> None:
    relay.hang_up_after_acceptance = True
    await EmailChannel(relay.settings(), ADDRESSES).send(message())
    assert len(relay.mails()) == 1


async def test_a_relay_that_does_not_answer_holds_nothing_up(relay: Relay) -> None:
    relay.answers = [DAWDLE, DAWDLE]
    assert await delayed_by(relay.settings(timeout_seconds=0.2)) == "timeout"
    assert await delayed_by(relay.settings(patience_seconds=0.2)) == "timeout"


async def test_a_relay_that_is_down_may_be_tried_again(relay: Relay) -> None:
    settings = relay.settings()
    async with running_relay() as other:
        settings = other.settings()
    assert await delayed_by(settings) == "unreachable"


async def test_a_wrong_password_may_be_mended_by_the_operator() -> None:
    async with running_relay(starttls=server_side(), needs_login=True) as relay:
        secure = {"security": "starttls", "tls": client_side(), "username": "fupan"}
        assert await delayed_by(relay.settings(**secure, password="wrong")) == "smtp_535"
        settings = relay.settings(**secure, password="right")
        await EmailChannel(settings, ADDRESSES).send(message())
        assert set(relay.logins) == {"fupan"}
        assert len(relay.mails()) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_mail_goes_encrypted_when_asked_to(security: str) -> None:
    sides = {security: server_side()}
    async with running_relay(tls=sides.get("tls"), starttls=sides.get("starttls")) as relay:
        settings = relay.settings(security=security, tls=client_side())
        await EmailChannel(settings, ADDRESSES).send(message())
        assert len(relay.mails()) == 1


async def test_a_certificate_that_nobody_vouches_for_stops_the_mail() -> None:
    async with running_relay(tls=server_side()) as relay:
        settings = relay.settings(security="tls", tls=ssl.create_default_context())
        assert await delayed_by(settings) in {"tls_failed", "unreachable"}
        assert relay.mails() == []


async def test_mail_never_goes_in_clear_when_starttls_was_asked_for(relay: Relay) -> None:
    assert await delayed_by(relay.settings(security="starttls")) == "not_supported"
    assert relay.mails() == []


@pytest.mark.parametrize(
    "address",
    ["a@mine.example\r\nBcc: all@mine.example", "no-address", "two@mine.example, b@c", "@", ""],
)
async def test_an_address_can_never_add_headers_or_recipients(relay: Relay, address: str) -> None:
    with pytest.raises((DeliveryRefusedError, ChannelUnusedError)):
        await EmailChannel(relay.settings(), Addresses(a=address)).send(message())
    assert relay.received == []


async def test_a_title_can_never_add_headers(relay: Relay) -> None:
    title = "通知\r\nBcc: all@mine.example"
    await EmailChannel(relay.settings(), ADDRESSES).send(message(title=title))
    (mail,) = relay.mails()
    assert mail["Bcc"] is None
    assert relay.received[0].rcpt_tos == ["zhishu@mine.example"]


async def test_without_an_address_there_is_nothing_to_attempt(relay: Relay) -> None:
    with pytest.raises(ChannelUnusedError) as caught:
        await EmailChannel(relay.settings(), Addresses()).send(message())
    assert caught.value.code == "no_address"


async def test_without_a_relay_the_channel_is_not_in_use() -> None:
    assert relay_of(Settings(smtp_host="")) is None
    with pytest.raises(ChannelUnusedError) as caught:
        await EmailChannel(None, ADDRESSES).send(message())
    assert caught.value.code == "not_configured"


def test_the_settings_name_the_relay() -> None:
    settings = Settings(smtp_host="mail", smtp_port=587, smtp_security="starttls")
    relay = relay_of(settings)
    assert relay is not None
    assert (relay.host, relay.port, relay.security) == ("mail", 587, "starttls")


def test_a_sender_that_is_no_address_is_named_at_once() -> None:
    with pytest.raises(ConfigurationError, match="FUPAN_SMTP_SENDER"):
        EmailChannel(SmtpRelay("mail", 25, "nobody"), ADDRESSES)
