"""The in-app inbox: the record of truth. Its rows are written with the fact that posts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from activities.channels.port import Delivery, DeliveryRefusedError, Message


class InboxRows(Protocol):
    """What this channel needs of the store."""

    async def count_of(self, account: str, notices: Sequence[str]) -> int:
        """How many of these notices stand in the account's inbox."""


class InboxChannel:
    """Makes sure that everything a digest says can be found in the inbox."""

    name = "inbox"

    def __init__(self, rows: InboxRows) -> None:
        self._rows = rows

    async def send(self, message: Message) -> Delivery:
        """Nothing is sent: the rows are there since the notices were posted.

        Raises:
            DeliveryRefusedError: Rows are missing, which only a damaged read model explains.
        """
        found = await self._rows.count_of(message.account, message.notices)
        if found != len(message.notices):
            raise DeliveryRefusedError(
                "inbox_incomplete", "站内信箱缺少部分通知，请运行 fupan rebuild 重建。"
            )
        return Delivery(f"inbox:{found}")
