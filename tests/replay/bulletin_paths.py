"""The ways a bulletin can go."""

from __future__ import annotations

from datetime import date

from models.bulletin.decider import BULLETIN
from tests.replay.room import Room
from tests.unit.bulletin.life import D05_SECRETARY, OFFICER, SECRETARY, Z1_SECRETARY
from tests.workflows.bulletins import Bulletin
from workflows.bulletin import BulletinWorkflow


async def acknowledged(bulletin: Bulletin) -> None:
    """Issued in time, known to everyone it is for, corrected by another one."""
    await bulletin.issue()
    await bulletin.accepted("acknowledge", D05_SECRETARY)
    await bulletin.accepted("correct", OFFICER, reason="销号数有误")
    await bulletin.accepted("acknowledge", Z1_SECRETARY)
    await bulletin.ordered("begin")


async def late_and_silent(bulletin: Bulletin) -> None:
    """Returned, issued late, and one unit that says nothing until it has ended."""
    await bulletin.begin()
    await bulletin.wait_until(date(2026, 4, 17))
    await bulletin.accepted("submit", OFFICER)
    await bulletin.accepted("return_draft", SECRETARY, reason="第二部分过长")
    await bulletin.accepted("submit", OFFICER)
    await bulletin.accepted("approve", SECRETARY)
    await bulletin.take_number()
    await bulletin.accepted("acknowledge", D05_SECRETARY)
    await bulletin.wait_until(date(2026, 4, 28))
    await bulletin.gathered("refresh_units", active=["D05"])


BULLETINS = Room(BulletinWorkflow, BULLETIN, Bulletin, (acknowledged, late_and_silent))
