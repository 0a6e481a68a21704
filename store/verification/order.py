"""The global order: dense, over the facts that stand, and the tree that was computed from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import asyncpg

from store.driver import Driver
from store.merkle import Frontier, TreeNode
from store.verification.fault import Fault, FaultError

_CHUNK = 2000

_LEAVES = """
SELECT leaf_index, leaf_hash, event_hash, stream_pk, version
FROM leaf LEFT JOIN event USING (event_seq) ORDER BY leaf_index"""

_UNORDERED = """
SELECT count(*) FROM event
LEFT JOIN leaf USING (event_seq) LEFT JOIN pending USING (event_seq)
WHERE (leaf.event_seq IS NULL) = (pending.event_seq IS NULL)
   OR pending.event_hash <> event.event_hash"""


async def check_order(driver: Driver, total: int, on_progress: Callable[[int], None]) -> None:
    """Every leaf from 0 on, the tree over them, and the queue of what has no leaf yet.

    Raises:
        FaultError: The first thing that does not hold.
    """
    order = _Order()
    cursor = await driver.cursor(_LEAVES)
    nodes = await driver.cursor("SELECT level, idx, hash FROM tree_node ORDER BY level, idx")
    while rows := await cursor.fetch(_CHUNK):
        for row in rows:
            order.take(row)
        on_progress(order.tree.size)
    await _check_nodes(nodes, order.tree)
    await _check_state(driver, order.tree)
    await _check_queue(driver, order.tree.size, total)


class _Order:
    """The leaves so far."""

    def __init__(self) -> None:
        self.tree = Frontier()
        self._last_versions: dict[int, int] = {}

    def take(self, row: asyncpg.Record) -> None:
        """Check one leaf."""
        index = self.tree.size
        if row["leaf_index"] != index:
            _fail("leaf_missing", "全局次序中缺少这一位", index)
        if row["event_hash"] is None:
            _fail("leaf_without_event", "全局次序所指的事实不存在", index)
        if row["event_hash"] != row["leaf_hash"]:
            _fail("leaf_differs", "全局次序中的摘要与事实不符", index)
        if row["version"] != self._last_versions.get(row["stream_pk"], 0) + 1:
            _fail("stream_out_of_order", "同一事实流内的先后与版本不符", index)
        self._last_versions[row["stream_pk"]] = row["version"]
        self.tree.extend([row["leaf_hash"]])


async def _check_nodes(cursor: Any, tree: Frontier) -> None:
    expected = sorted(tree.completed, key=lambda node: (node.level, node.index))
    stored: list[TreeNode] = []
    while rows := await cursor.fetch(_CHUNK):
        stored += [TreeNode(row["level"], row["idx"], row["hash"]) for row in rows]
    if stored != expected:
        _fail("tree_node_differs", "已存的树节点与全局次序不符")


async def _check_state(driver: Driver, tree: Frontier) -> None:
    row = await driver.fetchrow("SELECT size, frontier FROM log_state WHERE id = 1")
    if row is None or (row["size"], row["frontier"]) != (tree.size, tree.roots):
        _fail("frontier_differs", "树的大小或前沿与全局次序不符")


async def _check_queue(driver: Driver, size: int, total: int) -> None:
    waiting = await driver.fetchval("SELECT count(*) FROM pending")
    if total != size + waiting or await driver.fetchval(_UNORDERED):
        _fail(
            "count_differs",
            f"共有 {total} 条事实，其中已排序 {size} 条、待排序 {waiting} 条，数目或内容不符",
        )


def _fail(kind: str, what: str, leaf_index: int | None = None) -> None:
    where = "" if leaf_index is None else f"第 {leaf_index} 位："
    raise FaultError(Fault(kind, f"{where}{what}。", leaf_index=leaf_index))
