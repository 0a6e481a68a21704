"""Entities of the year for tests: what people begin over HTTP, what the system by itself."""

from __future__ import annotations

import asyncio
import itertools
import uuid
from datetime import UTC, datetime
from typing import Any

from activities.gathering import gatherers
from models.calendar import on_shanghai
from models.facts import SYSTEM
from tests.service import Service
from wire.messages import CommandMessage
from wire.starts import CommandOrder

TODAY = on_shanghai(datetime.now(UTC))
MONTH = f"{TODAY:%Y-%m}"
NEXT_YEAR = str(TODAY.year + 1)
_months = itertools.count()
TEAM: dict[str, Any] = {
    "lead": {"account": "verifier1"},
    "members": [{"account": "liaison", "post": "干事"}],
}


async def done(service: Service, login: str, path: str, **fields: Any) -> Any:
    """A command that is carried out: its receipt."""
    answer = await service.act(login, path, **fields)
    assert answer.status_code in (200, 201), (path, answer.text)
    return answer.json()


def a_month_to_come() -> str:
    """Another one each time: a unit is not reviewed ten times in one."""
    years, month = divmod(next(_months), 12)
    return f"{TODAY.year + 1 + years}-{month + 1:02}"


async def planned(service: Service, unit: str = "D01", month: str = "") -> str:
    """An ad hoc review: its number. Only one of `MONTH` can be held now."""
    named = {"unit": unit, "month": month or a_month_to_come()}
    given = {**named, "kind": "ad_hoc", "reason": "发生轻伤事故"}
    return str((await done(service, "orgofficer1", "reviews", **given))["number"])


async def a_plan(service: Service, year: str = NEXT_YEAR) -> str:
    """A draft of a year's plan."""
    await done(service, "orgofficer1", f"plans/{year}/commands/begin")
    await until(service, f"plans/{year}", lambda seen: bool(seen["data"]["units"]))
    return year


async def an_approved_plan(service: Service, year: str) -> str:
    """A plan that everybody may read."""
    await a_plan(service, year)
    for login, name in (
        ("orgofficer1", "propose"),
        ("orgofficer1", "submit"),
        ("secretary", "approve"),
    ):
        await done(service, login, f"plans/{year}/commands/{name}")
    return year


async def opened_by_the_system(
    service: Service, entity: str, number: str, name: str, gather: str = "", **data: Any
) -> str:
    """What another entity would have opened; one that lives already is left as it is."""
    stream = service.parts.gateway.stream(entity, number)
    if await service.parts.inputs.from_facts(stream) is not None:
        return number
    given = {"committee": "dw", **data}
    if gather:
        order = CommandOrder(
            entity, stream, str(uuid.uuid4()), name, given, SYSTEM, "", True, 0, gather
        )
        known = gatherers(service.parts.engine, "dw", service.parts.evidence)
        given |= await known[gather](order)
    message = CommandMessage(str(uuid.uuid4()), name, given, SYSTEM)
    receipt = await service.parts.gateway.send(stream, message)
    assert receipt.refusal is None, receipt
    return number


async def a_bulletin(service: Service, quarter: int) -> str:
    """The draft of a quarter's bulletin."""
    number = f"{TODAY.year}-Q{quarter}"
    named = {"year": TODAY.year, "quarter": quarter}
    return await opened_by_the_system(
        service, "bulletin", number, "begin", "bulletin_figures", **named
    )


async def an_issued_bulletin(service: Service, quarter: int) -> str:
    """A bulletin with number and files."""
    number = await a_bulletin(service, quarter)
    found = await service.read("orghead", f"bulletins/{number}")
    if found.json()["state"] == "drafted":
        await done(service, "orgofficer1", f"bulletins/{number}/commands/submit")
        opinion = {"opinion": "同意印发"}
        await done(service, "secretary", f"bulletins/{number}/commands/approve", **opinion)
    await until(service, f"bulletins/{number}", lambda seen: bool(seen["documents"]))
    return number


async def a_look_back(service: Service, half: int) -> str:
    """A look-back whose team is verifier2."""
    number = f"{TODAY.year}-H{half}"
    named = {"year": TODAY.year, "half": half}
    await opened_by_the_system(
        service, "look_back", number, "begin", "look_back_population", **named
    )
    team = {"lead": {"account": "verifier2"}}
    await done(service, "orghead", f"look-backs/{number}/commands/appoint_team", **team)
    return number


async def a_common_issue(service: Service, code: str, *, is_out: bool) -> str:
    """A problem of two units; when it is out, every unit has been asked."""
    period = f"{TODAY.year}-Q4"
    named: dict[str, Any] = {"period": period, "problem_code": code, "units": ["Z1", "D01"]}
    number = await opened_by_the_system(
        service, "common_issue", f"{period}-{code}", "propose", **named
    )
    if is_out:
        told = {"problem": "补课记录是否齐全", "goal": "补课记录齐全"}
        await done(service, "orgofficer1", f"common-issues/{number}/commands/accept", **told)
        await until(service, f"common-issues/{number}", lambda seen: seen["state"] == "replying")
    return number


async def until(service: Service, path: str, is_so: Any) -> dict[str, Any]:
    """What stands there once an effect has been carried out."""
    said = ""
    async with service.signed_in("orghead") as client:
        for _ in range(3000):
            answer = await client.get(f"/{path}")
            if answer.status_code == 200 and is_so(answer.json()):
                found: dict[str, Any] = answer.json()
                return found
            said = answer.text
            await asyncio.sleep(0)
    raise AssertionError(f"{path}: {said}")
