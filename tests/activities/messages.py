"""Builders of what channels carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from activities.channels.port import Message

MESSAGE = Message(
    key="dw/digest/a.20261120T0930",
    account="a",
    at=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
    title="党建复盘督办通知：共2项，其中红色1项",
    text="您有2项通知待阅，请您及时办理。\n\n1. 整改事项FP2026-001（综采一队）\n",
    html="<p>您有2项通知待阅，请您及时办理。</p>",
    notices=("n1", "n2"),
)


def message(**fields: Any) -> Message:
    return replace(MESSAGE, **fields)


class Addresses:
    """An address book in memory."""

    def __init__(self, **by_account: str) -> None:
        self.by_account = by_account

    async def email_of(self, account: str) -> str | None:
        return self.by_account.get(account)
