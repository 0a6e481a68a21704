"""Values that no form would send are named as faults; none of them is an error of the service."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.service import Service, a_key, an_item
from web.cursors import cursor_of

HUGE = "9" * 30


async def is_named(answer: httpx.Response, *statuses: int) -> None:
    assert answer.status_code in statuses, answer.text
    assert set(answer.json()) == {"code", "message", "field", "incident"}


@pytest.mark.parametrize(
    "path",
    [
        "/items?unit=%00",
        "/items?text=%00",
        "/items/%00",
        "/items/%00/timeline",
        "/items/%00/allowed",
        "/items?cursor=%00",
        f"/items?cursor={cursor_of(['number', '2026-04-30', chr(0), 'x'])}",
        f"/items?sort=due&cursor={cursor_of(['due', '0001-01-01', 'x', 'x'])}",
        "/evidence/%00",
        f"/inbox?cursor={cursor_of(['2026-04-30T00:00:00+00:00', 'no-uuid'])}",
        f"/inbox?cursor={cursor_of(['0001-01-01T00:00:00+14:00', 'x'])}",
        "/units?on=0001-01-01",
        "/units?on=9999-12-31",
        "/items?due_from=0001-01-01&due_until=9999-12-31",
        f"/calendar/{HUGE}",
    ],
)
async def test_an_odd_address_is_never_an_internal_error(service: Service, path: str) -> None:
    async with service.signed_in("orgofficer1") as client:
        answer = await client.get(path)
    assert answer.status_code < 500, answer.text


async def test_an_odd_timeline_cursor_is_named(service: Service) -> None:
    number = await service.issued()
    async with service.signed_in("orgofficer1") as client:
        answer = await client.get(f"/items/{number}/timeline?cursor={cursor_of([int(HUGE)])}")
    await is_named(answer, 422)


async def test_an_odd_notice_is_not_found(service: Service) -> None:
    async with service.signed_in("orgofficer1") as client:
        await is_named(await client.post("/inbox/%00/read"), 404, 422)


@pytest.mark.parametrize("field", ["owner_unit", "owner", "number", "problem", "verifier_unit"])
@pytest.mark.parametrize("text", ["\0", "\ud800", "x\0y"])
async def test_what_cannot_be_stored_is_named(service: Service, field: str, text: str) -> None:
    body = json.dumps({**an_item(), field: text})
    async with service.signed_in("orgofficer1") as client:
        client.headers["Content-Type"] = "application/json"
        answer = await client.post("/items", content=body, headers=a_key())
    await is_named(answer, 422)


@pytest.mark.parametrize("field", ["login", "password"])
@pytest.mark.parametrize("text", ["\0", "\ud800"])
async def test_an_odd_login_is_refused(service: Service, field: str, text: str) -> None:
    body = json.dumps({"login": "nobody", "password": "x", field: text})
    async with service.anonymous() as client:
        client.headers["Content-Type"] = "application/json"
        await is_named(await client.post("/sessions", content=body), 401, 403, 422)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("verifier_role", "x" * 100),
        ("verifier_role", "owner"),
        ("verifier_post", "文" * 101),
        ("liaison_post", "文" * 101),
        ("owner_post", "文" * 101),
        ("number", ".."),
        ("number", "FP\u200b1"),
        ("found_on", "9999-12-31"),
    ],
)
async def test_an_item_with_an_odd_field_names_it(service: Service, field: str, value: str) -> None:
    answer = await service.issue(**{field: value})
    await is_named(answer, 422)
    assert answer.json()["field"] == field


async def test_a_key_that_is_too_long_is_not_called_missing(service: Service) -> None:
    answer = await service.issue(key="k" * 201)
    await is_named(answer, 422)
    assert answer.json()["code"] == "malformed_field"
    assert "最多 200 个字符" in answer.json()["message"]


async def test_a_misspelt_field_inside_a_measure_is_named(service: Service) -> None:
    measure = {"text": "建立补学表", "owner_post": "支部委员", "due_on": "2026-04-20"}
    answer = await service.issue(measures=[measure])
    await is_named(answer, 422)
    assert answer.json()["field"] == "measures.0.owner_post"
