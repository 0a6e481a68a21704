"""How the whole installation is doing, and what of it needs a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.calendar import on_shanghai
from models.rectification.item_state import ItemState
from models.year import LIVING
from store.queries.inbox import deliveries_by_outcome
from store.queries.status import StoreStatus, store_status
from web.health import PENDING_PATIENCE_SECONDS, PartHealth, examine
from web.parts import Parts

# A clock needs its jitter and the queue before it; beyond that, nobody works.
_TIMER_PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Everything at one glance.

    Attributes:
        at: When it was taken, aware UTC.
        parts: The parts and whether they answer.
        store: None when the database does not answer.
        undelivered: Digests by channel that failed or still wait, as `email failed`.
        items_without_workflow: Living items that no workflow looks after and that do not wait
            for one; None when Temporal does not answer.
        is_opening: True while waiting items are being given their workflows.
    """

    at: datetime
    parts: list[PartHealth]
    store: StoreStatus | None
    undelivered: dict[str, int]
    items_without_workflow: int | None
    is_opening: bool = False

    @property
    def problems(self) -> list[str]:
        """What needs a person, in Chinese; empty when all is well."""
        return [f"{part.title}没有应答。" for part in self.parts if not part.is_ok] + list(
            self._store_problems()
        )

    def _store_problems(self) -> Iterator[str]:
        if self.store is None:
            return
        age = self.store.pending_age_seconds or 0
        if age > PENDING_PATIENCE_SECONDS:
            yield f"{self.store.pending_count} 条事实待排序，最久 {age:.0f} 秒，请检查排序进程。"
        failed = self.store.failed_starts_count
        if failed:
            yield (
                f"有 {failed} 个事项的流程启动失败（如 {self.store.failed_start}），"
                "系统会隔段时间再试；原因见流程工作进程日志（entity.not_opened），"
                "排除后可运行 fupan recover 立即重试。"
            )
        waiting = self.store.waiting_starts_count - failed
        if waiting and not self.is_opening:
            yield f"有 {waiting} 个事项等待启动流程而无人启动，请运行 fupan recover。"
        timer = self.store.oldest_timer
        # While items are still being opened, their clocks cannot have fired.
        if (
            timer is not None
            and not self.is_opening
            and self.at - timer.next_clock_at > _TIMER_PATIENCE
        ):
            yield (
                f"有 {self.store.overdue_timers_count} 个到时未办的计时，最早为 {timer.stream}，"
                "请检查流程工作进程，或运行 fupan recover。"
            )
        if self.items_without_workflow:
            yield f"有 {self.items_without_workflow} 个事项没有流程照看，请运行 fupan recover。"
        if self.store.calendar.is_overdue:
            years = "、".join(str(year) for year in self.store.calendar.missing_years)
            yield f"缺少 {years} 年工作日历，请运行 fupan calendar 导入。"


async def take_status(parts: Parts) -> StatusReport:
    """Ask every part and the store."""
    health = await examine(parts)
    answers = {part.part: part.is_ok for part in health}
    now = datetime.now(UTC)
    if not answers["postgresql"]:
        return StatusReport(now, health, None, {}, None)
    async with parts.engine.connect() as connection:
        store = await store_status(connection, now, on_shanghai(now))
        outcomes = await deliveries_by_outcome(connection)
    undelivered = {
        f"{channel} {outcome}": count
        for (channel, outcome), count in outcomes.items()
        if outcome in {"failed", "pending"}
    }
    if not answers["temporal"]:
        return StatusReport(now, health, store, undelivered, None)
    without = await _without_workflow(parts, store)
    is_opening = bool(await parts.gateway.count_running("opening"))
    return StatusReport(now, health, store, undelivered, without, is_opening)


async def _without_workflow(parts: Parts, store: StoreStatus) -> int:
    items = sum(
        count
        for state, count in store.items_by_state.items()
        if state is not ItemState.NONE and not state.is_final
    )
    living = items + sum(store.entries_open.values())
    running = sum([await parts.gateway.count_running(entity) for entity in LIVING])
    return max(living - running - store.waiting_starts_count, 0)
