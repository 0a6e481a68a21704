"""Every answer that is not a success has one shape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import httpx
import pytest
import structlog
from fastapi import Body, FastAPI, Header, Query
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError

from models import errors
from web.body_limit import BodyLimit
from web.errors import install, status_of


class Form(BaseModel):
    count: int


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    install(app)
    app.add_middleware(BodyLimit)

    @app.get("/ours/{kind}")
    async def ours(kind: str) -> None:
        raise {
            "refused": errors.RuleRefusedError("too_late", "已经逾期。"),
            "field": errors.InvalidInputError("too_long", "太长。", "reason"),
            "sign-in": errors.AccessDeniedError("session_expired", "请重新登录。"),
            "away": errors.TransientError("not_confirmed", "请稍后。"),
            "tampered": errors.StreamConflictError("stream_conflict", "内容不一致。"),
            "database": OperationalError("SELECT", {}, Exception("away")),
            "bug": ZeroDivisionError("secret detail"),
        }[kind]

    @app.post("/form")
    async def form(
        body: Annotated[Form, Body()],
        key: Annotated[str, Header(alias="Idempotency-Key")],
        limit: Annotated[int, Query(le=10)] = 1,
    ) -> None: ...

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://fupan") as client:
        yield client


@pytest.mark.parametrize(
    ("kind", "status", "code", "field"),
    [
        ("refused", 409, "too_late", ""),
        ("field", 422, "too_long", "reason"),
        ("sign-in", 401, "session_expired", ""),
        ("away", 503, "not_confirmed", ""),
        ("database", 503, "database_unreachable", ""),
    ],
)
async def test_our_errors_keep_code_message_and_field(
    client: httpx.AsyncClient, kind: str, status: int, code: str, field: str
) -> None:
    answer = await client.get(f"/ours/{kind}")
    body = answer.json()
    assert answer.status_code == status
    assert (body["code"], body["field"], body["incident"]) == (code, field, None)
    assert body["message"].endswith("。")


async def test_who_is_not_signed_in_learns_how_to_be(client: httpx.AsyncClient) -> None:
    answer = await client.get("/ours/sign-in")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="fupan"'


async def test_who_may_try_again_learns_when(client: httpx.AsyncClient) -> None:
    assert int((await client.get("/ours/away")).headers["Retry-After"]) > 0


@pytest.mark.parametrize("kind", ["bug", "tampered"])
async def test_a_bug_shows_an_id_that_is_in_the_log_and_nothing_else(
    client: httpx.AsyncClient, kind: str
) -> None:
    with structlog.testing.capture_logs() as logs:
        answer = await client.get(f"/ours/{kind}")
    assert answer.status_code == 500
    incident = answer.json()["incident"]
    assert [entry["incident"] for entry in logs if entry["event"] == "request_failed"] == [incident]
    assert incident in answer.json()["message"]
    assert "secret detail" not in answer.text


@pytest.mark.parametrize(
    ("query", "body", "field", "reason"),
    [
        ("", "{}", "count", "必填项缺失"),
        ("", '{"count": "x"}', "count", "应为整数"),
        ("?limit=11", '{"count": 1}', "limit", "不得大于 10"),
    ],
)
async def test_a_malformed_request_names_field_and_reason_in_chinese(
    client: httpx.AsyncClient, query: str, body: str, field: str, reason: str
) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = await client.post(f"/form{query}", content=body, headers=headers)
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["field"]) == ("malformed_field", field)
    assert reason in answer.json()["message"]


async def test_a_body_that_is_no_json_is_called_so(client: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = await client.post("/form", content="{broken", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed_body")
    assert answer.json()["field"] == ""


async def test_a_command_without_a_key_is_told_to_bring_one(client: httpx.AsyncClient) -> None:
    answer = await client.post("/form", json={"count": 1})
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency_key_missing"
    assert answer.json()["field"] == "Idempotency-Key"


async def test_a_body_that_grows_too_large_is_cut_off(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = await client.post("/form", content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "no_such_address"), ("DELETE", "/form", 405, "method_not_allowed")],
)
async def test_wrong_addresses_have_the_same_shape(
    client: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    answer = await client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_every_error_of_ours_has_a_status() -> None:
    expected = {
        errors.RuleRefusedError: 409,
        errors.VersionConflictError: 409,
        errors.InvalidInputError: 422,
        errors.AccessDeniedError: 403,
        errors.NotFoundError: 404,
        errors.TransientError: 503,
        errors.StreamConflictError: 500,
        errors.ConfigurationError: 500,
    }
    ours = {kind for kind in vars(errors).values() if isinstance(kind, type)}
    assert set(expected) == ours - {errors.FupanError}
    assert {kind: status_of(kind("c", "m")) for kind in expected} == expected
