"""Each stream by itself: versions without a hole, unchanged bytes, an unbroken chain."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, NoReturn

import asyncpg

from models.ids import entity_of
from store.driver import Driver
from store.envelope import body_hash, leaf_hash, log_of, opened
from store.verification.fault import Fault, FaultError
from store.verification.ledger import LedgerComparison
from wire.codec import canonical
from wire.messages import NewEvent

_CHUNK = 1000
_CHECKED = {"log", "stream", "version", "id", "type", "schema", "prev", "payload_commit"}

_EVENTS = """
SELECT stream.stream_id, stream.version AS last_version, head_hash, event.version, event_id,
       event.type, schema_version, body_hash, envelope, event_hash, payload
FROM stream LEFT JOIN event USING (stream_pk)
ORDER BY stream_pk, event.version"""


async def check_chains(driver: Driver, on_progress: Callable[[int], None]) -> None:
    """Every stream from its first fact to its head.

    Raises:
        FaultError: The first thing that does not hold.
    """
    ledger = LedgerComparison(driver)
    chain: _Chain | None = None
    done = 0
    cursor = await driver.cursor(_EVENTS)
    while rows := await cursor.fetch(_CHUNK):
        for row in rows:
            if chain is None or chain.stream != row["stream_id"]:
                await _finish(chain, ledger)
                chain = _Chain(row)
            chain.take(row)
            if entity_of(chain.stream) == ledger.entity:
                ledger.take(opened(row["envelope"], row["payload"]))
        done += len(rows)
        on_progress(done)
    await _finish(chain, ledger)
    await ledger.finish()


async def _finish(chain: _Chain | None, ledger: LedgerComparison) -> None:
    if chain is not None:
        chain.finish()
    await ledger.compare_when_many()


class _Chain:
    """One stream on its way from the first fact to the last."""

    def __init__(self, row: asyncpg.Record) -> None:
        self.stream: str = row["stream_id"]
        self._last_version: int = row["last_version"]
        self._last_hash: bytes = row["head_hash"]
        self._version = 0
        self._hash = b""

    def take(self, row: asyncpg.Record) -> None:
        """Check one fact against the one before."""
        if row["version"] is None:
            self._fail("stream_empty", "没有任何事实")
        if row["version"] != self._version + 1:
            self._fail("version_missing", f"缺少第 {self._version + 1} 条事实")
        self._version = row["version"]
        fields = self._fields(row)
        self._check_chain(row, fields)
        self._check_columns(row, fields)
        self._check_payload(row, fields)
        self._hash = row["event_hash"]

    def finish(self) -> None:
        """The head has to be the last fact."""
        if (self._version, self._hash) != (self._last_version, self._last_hash):
            self._fail("head_differs", f"末尾记录与第 {self._last_version} 条事实不符")

    def _fields(self, row: asyncpg.Record) -> dict[str, Any]:
        """The envelope's fields, if these are the only bytes that can stand for them."""
        envelope: bytes = row["envelope"]
        try:
            fields: Any = json.loads(envelope)
        except ValueError:
            self._fail("envelope_unreadable", "信封无法读取")
        if not (isinstance(fields, dict) and fields.keys() >= _CHECKED):
            self._fail("envelope_unreadable", "信封缺少应有的内容")
        if canonical(fields) != envelope:
            self._fail("envelope_not_canonical", "信封不是规范写法")
        return dict(fields)

    def _check_chain(self, row: asyncpg.Record, fields: dict[str, Any]) -> None:
        if leaf_hash(row["envelope"]) != row["event_hash"]:
            self._fail("envelope_changed", "信封内容与其摘要不符")
        if fields["prev"] != self._hash.hex():
            self._fail("chain_broken", "所记的前一条摘要与实际不符")

    def _check_columns(self, row: asyncpg.Record, fields: dict[str, Any]) -> None:
        inside = tuple(fields[name] for name in ("stream", "version", "id", "type", "schema"))
        beside = (self.stream, row["version"], str(row["event_id"]), row["type"])
        if inside != (*beside, row["schema_version"]) or fields["log"] != log_of(self.stream):
            self._fail("columns_differ", "表中各列与信封不符")

    def _check_payload(self, row: asyncpg.Record, fields: dict[str, Any]) -> None:
        payload: bytes = row["payload"]
        if sha256(payload).hexdigest() != fields["payload_commit"]:
            self._fail("payload_changed", "内容与信封中的承诺不符")
        event = NewEvent(row["type"], row["schema_version"], {})
        if body_hash(event, payload) != row["body_hash"]:
            self._fail("body_hash_differs", "用于识别重发的摘要与内容不符")

    def _fail(self, kind: str, what: str) -> NoReturn:
        message = f"“{self.stream}”第 {self._version} 条：{what}。"
        raise FaultError(Fault(kind, message, self.stream, self._version))
