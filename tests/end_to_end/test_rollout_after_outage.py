"""A decision that was taken while Temporal was away reaches open items when it is back."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.life import OFFICER, issue_data
from bench.stack import Desk, Stack, open_desk, running_stack
from models.calendar import on_shanghai
from models.facts import Actor
from models.policy import Policy, StepTerms
from models.policy_edition.commands import Propose
from store.rollouts import count_behind, terms_for_open_items
from store.terms_editor import TermsEditor
from tests.end_to_end.running import clean_environment

HEAD = Actor("a-head", ("org_head",), "DW")
ADOPT = (
    "policy",
    "adopt",
    "2",
    "--reach",
    "open_items",
    "--reason",
    "会议决定",
    "--as",
    "secadmin",
)


def fupan(stack: Stack, *arguments: str) -> Any:
    command = [sys.executable, "-m", "cli.main", *arguments, "--json"]
    ended = subprocess.run(
        [*command, "--data-dir", str(stack.directory)],
        capture_output=True,
        text=True,
        env=clean_environment(),
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


async def items_behind(desk: Desk) -> int:
    async with desk.engine.connect() as connection:
        return await count_behind(connection, await terms_for_open_items(connection))


async def test_the_worker_takes_it_up_when_it_starts() -> None:
    with running_stack() as stack:
        async with open_desk(stack) as desk:
            due_on = on_shanghai(datetime.now(UTC)) + timedelta(days=60)
            data = issue_data("FP2026-001", due_on)
            await desk.gateway.execute("rectification", "FP2026-001", "issue", data, OFFICER, "i-1")
            editor = TermsEditor(desk.engine, "dw")
            await editor.change_policy(
                Propose(Policy(steps=StepTerms(accept_workdays=1)), "提速"), HEAD
            )
            stack.kill("worker")
            stack.kill("temporal")
            adopted = fupan(stack, *ADOPT)
            assert adopted["rollout"]["progress"] == "postponed"
            assert await items_behind(desk) == 1

            stack.start("temporal")
            stack.start("worker")

            assert await comes_true(lambda: nobody_is_behind(desk))


async def nobody_is_behind(desk: Desk) -> bool:
    return await items_behind(desk) == 0


async def comes_true(question: Callable[[], Awaitable[bool]]) -> bool:
    """Ask for half a minute until the answer is yes."""
    for _ in range(300):
        if await question():
            return True
        await asyncio.sleep(0.1)
    return False
