"""The ledger's rows against the fold of each item's facts, which shares no code with them."""

from __future__ import annotations

from typing import Any

from models.facts import Decider
from models.rectification.decider import RECTIFICATION
from models.rectification.ledger_entry import LedgerEntry, ledger_entry
from store.driver import Driver
from store.folding import as_fact
from store.verification.fault import Fault, FaultError
from wire.codec import to_json
from wire.messages import RecordedEvent

_CHUNK = 500
_DECIDER: Decider[Any, Any, Any] = RECTIFICATION


class LedgerComparison:
    """Folds items as their facts come by, and compares some hundred at a time."""

    entity = _DECIDER.entity

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._states: dict[str, Any] = {}
        self._versions: dict[str, int] = {}
        self._items = 0

    def take(self, fact: RecordedEvent) -> None:
        """Fold one fact."""
        state = self._states.get(fact.stream, _DECIDER.initial())
        self._states[fact.stream] = _DECIDER.evolve(state, as_fact(_DECIDER, fact))
        self._versions[fact.stream] = fact.version

    async def compare_when_many(self) -> None:
        """Compare what was folded, between two streams."""
        if len(self._states) >= _CHUNK:
            await self._compare()

    async def finish(self) -> None:
        """Compare the rest; then no row may be left that no item stands for."""
        await self._compare()
        rows = await self._driver.fetchval("SELECT count(*) FROM public.ledger_item")
        if rows != self._items:
            raise FaultError(
                Fault("ledger_row_extra", f"台账有 {rows} 行，而事实中有 {self._items} 个事项。")
            )

    async def _compare(self) -> None:
        rows = await self._driver.fetch(
            "SELECT * FROM public.ledger_item WHERE stream = ANY ($1::text[])", list(self._states)
        )
        by_stream = {row["stream"]: row for row in rows}
        for stream, state in self._states.items():
            # A stream that holds nothing but refused openings is no item.
            entry = None if state.content is None else ledger_entry(state)
            self._check(stream, entry, by_stream.get(stream))
            self._items += entry is not None
        self._states.clear()
        self._versions.clear()

    def _check(self, stream: str, entry: LedgerEntry | None, row: Any) -> None:
        if (entry is None) != (row is None):
            self._fail(stream, "ledger_row_missing" if row is None else "ledger_row_extra", "行数")
        if entry is None:
            return
        if row["version"] != self._versions[stream]:
            self._fail(stream, "ledger_behind", "版本")
        for name, value in to_json(entry).items():
            if name != "unit" and _plain(row[name]) != value:
                self._fail(stream, "ledger_differs", name)

    def _fail(self, stream: str, kind: str, what: str) -> None:
        message = f"“{stream}”的台账与事实不符：{what}。"
        raise FaultError(Fault(kind, message, stream, self._versions[stream]))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
