"""Every route: who may ask, what is seen, and how pages follow one another."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine

from auth.sign_in import PasswordSignIn
from runtime.settings import Settings
from store.evidence import EvidenceDirectory
from tests.service import PREFIX, Service
from web.app import create_app
from web.parts import Parts

OPEN = {("POST", "/sessions"), ("GET", "/health")}


def addresses() -> list[tuple[str, str]]:
    paths = create_app(Settings()).openapi()["paths"]
    known = [(method.upper(), path) for path, found in paths.items() for method in found]
    return sorted((method, path.removeprefix(PREFIX)) for method, path in known)


def concrete(path: str) -> str:
    return re.sub(r"\{year\}", "2026", re.sub(r"\{(?!year)\w+\}", "FP2026-001", path))


@pytest.mark.parametrize(("method", "path"), [each for each in addresses() if each not in OPEN])
async def test_nobody_enters_without_a_token(service: Service, method: str, path: str) -> None:
    async with service.anonymous() as client:
        nobody = await client.request(method, concrete(path))
        client.headers["Authorization"] = "Bearer made-up"
        stranger = await client.request(method, concrete(path))
    assert (nobody.status_code, nobody.json()["code"]) == (401, "not_signed_in")
    assert (stranger.status_code, stranger.json()["code"]) == (401, "not_signed_in")
    assert nobody.headers["WWW-Authenticate"].startswith("Bearer")


async def test_health_needs_no_token(service: Service) -> None:
    async with service.anonymous() as client:
        answer = await client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["state"] == "ok"
    expected = {"postgresql", "sequencer", "temporal", "worker"}
    assert {part["part"] for part in answer.json()["parts"]} == expected


EVERYWHERE = {"DW", "Z1", "Z1-01", "D01"}
SEES = {
    "secretary": EVERYWHERE,
    "deputy": EVERYWHERE,
    "orghead": EVERYWHERE,
    "orgofficer1": EVERYWHERE,
    "auditor": EVERYWHERE,
    "liaison": EVERYWHERE,
    "verifier1": EVERYWHERE,
    "sysadmin": EVERYWHERE,
    "auditadmin": EVERYWHERE,
    "secadmin": set(),
    "secretary-z1": {"Z1", "Z1-01"},
    "owner-z1": {"Z1"},
    "secretary-z1-01": {"Z1-01"},
    "owner-z1-01": {"Z1-01"},
    "secretary-d01": {"D01"},
    "owner-d01": {"D01"},
}


@pytest.fixture(scope="module")
async def one_each(service: Service) -> dict[str, str]:
    items = {unit: await service.issued(unit) for unit in ("Z1", "Z1-01", "D01")}
    return {**items, "DW": await service.issued("DW", owner="orgofficer2")}


@pytest.mark.parametrize("login", sorted(SEES))
async def test_each_post_sees_its_own_units_everywhere(
    service: Service, one_each: dict[str, str], login: str
) -> None:
    async with service.signed_in(login) as client:
        listed = {each["owner_unit"] for each in await everything(client, "/items")}
        assert listed == SEES[login]
        for unit, number in one_each.items():
            expected = 200 if unit in SEES[login] else 404
            for path in ("", "/timeline", "/allowed"):
                answer = await client.get(f"/items/{number}{path}")
                assert answer.status_code == expected, (unit, path)


async def test_a_filter_never_widens_what_is_seen(
    service: Service, one_each: dict[str, str]
) -> None:
    async with service.signed_in("secretary-d01") as client:
        assert await everything(client, "/items", unit="Z1") == []
        assert await everything(client, "/items", text=one_each["Z1"]) == []


async def everything(client: httpx.AsyncClient, path: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        more = {"cursor": cursor} if cursor else {}
        answer = await client.get(path, params={"limit": 2, **query, **more})
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        cursor = answer.json()["next"]
    return found


@pytest.mark.parametrize("sort", ["number", "due"])
async def test_pages_neither_repeat_nor_lose_while_items_are_added(
    service: Service, sort: str
) -> None:
    before = {await service.issued() for _ in range(5)}
    async with service.signed_in("orghead") as client:
        seen: list[str] = []
        cursor = None
        while True:
            query: dict[str, Any] = {"limit": 2, "sort": sort, "unit": "Z1"} | (
                {"cursor": cursor} if cursor else {}
            )
            page = (await client.get("/items", params=query)).json()
            seen += [each["number"] for each in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
            if len(seen) < 6:
                await service.issued()
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


async def test_filters_find_what_they_name(service: Service) -> None:
    number = await service.issued(
        problem="皮带保护试验未按期", category="immediate", goal="按期试验"
    )
    async with service.signed_in("orghead") as client:
        for query, is_found in (
            ({"text": "皮带保护"}, True),
            ({"text": "皮带保护", "category": "immediate"}, True),
            ({"text": "皮带保护", "category": ["long_term", "fixed_term"]}, False),
            ({"text": "皮带保护", "state": "issued"}, True),
            ({"text": "皮带保护", "state": "closed"}, False),
            ({"text": "皮带保护", "overdue": "false"}, True),
            ({"text": "皮带保护", "overdue": "true"}, False),
            ({"text": "皮带保护", "due_from": "2000-01-01", "due_until": "2000-12-31"}, False),
            ({"text": "皮带保护", "level": "red"}, False),
            ({"text": "皮带保护", "unit": "D01"}, False),
            ({"text": "%"}, False),
        ):
            listed = {each["number"] for each in await everything(client, "/items", **query)}
            assert (number in listed) == is_found, query


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 100_000}, "limit"),
        ({"state": "lost"}, "state.0"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"due_from": "yesterday"}, "due_from"),
    ],
)
async def test_a_faulty_query_names_its_parameter(
    service: Service, query: dict[str, Any], field: str
) -> None:
    async with service.signed_in("orghead") as client:
        answer = await client.get("/items", params=query)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_a_timeline_comes_in_pages_too(service: Service) -> None:
    number = await service.issued()
    for _ in range(3):
        await service.command("owner-z1-01", number, "accept")
    async with service.signed_in("orghead") as client:
        versions: list[int] = []
        cursor = None
        while True:
            query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
            page = (await client.get(f"/items/{number}/timeline", params=query)).json()
            versions += [fact["version"] for fact in page["facts"]]
            if (cursor := page["next"]) is None:
                break
    assert versions == [1, 2, 3, 4]


async def test_the_inbox_is_ones_own_and_is_read_once(service: Service) -> None:
    async with service.signed_in("secretary-d01") as client:
        before = (await client.get("/inbox")).json()["unread"]
        number = await service.issued("D01")
        inbox = await told(client, before)
        (notice,) = [each for each in inbox["notices"] if each["number"] == number][:1]
        assert number in notice["title"]
        path = f"/inbox/{notice['id']}/read"
        first, second = [(await client.post(path)).json() for _ in range(2)]
        assert (first["was_unread"], second["was_unread"]) == (True, False)
        assert (await client.get("/inbox")).json()["unread"] == inbox["unread"] - 1
    async with service.signed_in("secretary-z1-01") as client:
        assert (await client.post(path)).status_code == 404


async def told(client: httpx.AsyncClient, before: int) -> Any:
    """The unread notices, once there are more than before."""
    for _ in range(500):
        inbox = (await client.get("/inbox", params={"unread": True})).json()
        if inbox["unread"] > before:
            return inbox
    raise AssertionError("no notice came")


async def test_units_policy_calendar_and_status_are_told(service: Service) -> None:
    async with service.signed_in("owner-d01") as client:
        units = (await client.get("/units")).json()["units"]
        policy = (await client.get("/policy")).json()
        calendar = (await client.get("/calendar/2026")).json()
        status = await client.get("/status")
        wrong = await client.get("/calendar/1")
    assert [unit["code"] for unit in units] == ["D01", "DW", "Z1", "Z1-01"]
    assert policy["is_default"] == (policy["version"] == 0)
    assert "item" in policy["policy"]["ladders"]
    assert calendar["year"] == 2026
    assert status.status_code == 200
    assert (wrong.status_code, wrong.json()["field"]) == (422, "year")


async def test_when_the_database_is_away_the_answer_says_so(tmp_path: Any) -> None:
    app: FastAPI = create_app(Settings())
    engine = create_async_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    nothing: Any = None
    app.state.parts = Parts(
        Settings(),
        engine,
        nothing,
        nothing,
        EvidenceDirectory(tmp_path),
        nothing,
        PasswordSignIn(engine, "dw"),
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://fupan{PREFIX}") as client:
        answer = await client.get("/me", headers={"Authorization": "Bearer x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unreachable")
