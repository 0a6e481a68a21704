"""The ways a look-back can go."""

from __future__ import annotations

from datetime import date

from models.look_back.decider import LOOK_BACK
from tests.replay.room import Room
from tests.unit.look_back.builders import AUDITOR, HEAD, LEAD
from tests.workflows.look_backs import FILES, TEAM, LookBack
from workflows.look_back import LookBackWorkflow


async def finished(look_back: LookBack) -> None:
    """One item has come back, one holds; the report is rendered."""
    await look_back.begin()
    await look_back.accepted("appoint_team", HEAD, **TEAM)
    await look_back.accepted(
        "judge", AUDITOR, item="FP2026-001", verdict="rebound", finding="日志仍有雷同"
    )
    await look_back.accepted("judge", LEAD, item="FP2026-012", verdict="basic", note="每月抽查一次")
    await look_back.accepted("finish", LEAD)
    await look_back.gathered("record_report", documents=FILES)
    await look_back.handle.result()


async def not_finished_in_july(look_back: LookBack) -> None:
    """Nobody looks; two levels come."""
    await look_back.begin()
    await look_back.wait_until(date(2026, 8, 6))


LOOK_BACKS = Room(LookBackWorkflow, LOOK_BACK, LookBack, (finished, not_finished_in_july))
