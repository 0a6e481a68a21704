"""The gateway on the real stack: what no client, however careless, can do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from bench.life import OFFICER, SECRETARY, issue_data
from models.calendar import on_shanghai
from models.errors import InvalidInputError, NotFoundError, RuleRefusedError
from models.facts import Actor
from tests.service import Service


def some_issue(number: str) -> dict[str, Any]:
    return issue_data(number, on_shanghai(datetime.now(UTC)) + timedelta(days=60))


async def issued(service: Service) -> str:
    number = f"GW-{uuid4().hex[:8]}"
    gateway = service.parts.gateway
    await gateway.execute(
        "rectification", number, "issue", some_issue(number), OFFICER, str(uuid4())
    )
    return number


async def test_a_command_id_sent_with_another_content_is_named_as_reused(service: Service) -> None:
    gateway = service.parts.gateway
    number = await issued(service)
    key = str(uuid4())
    await gateway.execute("rectification", number, "accept", {}, SECRETARY, key)
    with pytest.raises(InvalidInputError, match="操作编号"):
        await gateway.execute(
            "rectification", number, "report_progress", {"progress": "好"}, SECRETARY, key
        )


async def test_a_resent_command_gets_the_same_receipt(service: Service) -> None:
    gateway = service.parts.gateway
    number = await issued(service)
    key = str(uuid4())
    first = await gateway.execute("rectification", number, "accept", {}, SECRETARY, key)
    again = await gateway.execute("rectification", number, "accept", {}, SECRETARY, key)
    assert again == first


async def test_a_command_on_nothing_starts_nothing(service: Service) -> None:
    number = f"GW-{uuid4().hex[:8]}"
    gateway = service.parts.gateway
    with pytest.raises(NotFoundError):
        await gateway.execute("rectification", number, "accept", {}, SECRETARY, str(uuid4()))
    assert await service.parts.inputs.from_facts(gateway.stream("rectification", number)) is None


async def test_a_nul_in_a_text_is_refused_before_it_can_jam_the_store(service: Service) -> None:
    number = await issued(service)
    with pytest.raises(InvalidInputError, match="progress"):
        await service.parts.gateway.execute(
            "rectification", number, "report_progress", {"progress": "a\0b"}, SECRETARY, "k"
        )


async def test_an_unprintable_number_is_refused(service: Service) -> None:
    with pytest.raises(InvalidInputError, match="编号"):
        await service.parts.gateway.execute(
            "rectification", "FP\0", "accept", {}, SECRETARY, str(uuid4())
        )


async def test_nobody_continues_an_item_by_hand(service: Service) -> None:
    parent = await issued(service)
    number = f"{parent}-R1"
    linked = some_issue(number) | {"parent": parent, "rebound_no": 1}
    for forger in (OFFICER, Actor("a-auditor", ("auditor",), "DW")):
        with pytest.raises(RuleRefusedError):
            await service.parts.gateway.execute(
                "rectification", number, "issue", linked, forger, str(uuid4())
            )
