"""The API document: valid, complete, in Chinese, and served without any other host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate

from models.rectification.commands import COMMANDS
from models.rectification.events import EVENTS
from models.rectification.labels import COMMAND_LABELS, EVENT_LABELS
from models.rectification.machine import TRANSITIONS
from models.rectification.words import WORDS
from runtime.settings import Settings
from web.app import create_app

TOLD = ("title", "description", "summary")
# Commands that no person gives by itself: rows of a ledger, and terms by their rollout.
ELSEWHERE = {"import_history", "adopt_terms"}


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings())


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


def texts(part: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every title, description and summary with its place."""
    if isinstance(part, dict):
        for key, value in part.items():
            # A property may itself be called `title`; then it is a schema, not a text.
            if key in TOLD and isinstance(value, str):
                yield f"{where}/{key}", value
            yield from texts(value, f"{where}/{key}")
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from texts(value, f"{where}/{index}")


def test_it_is_valid(document: dict[str, Any]) -> None:
    validate(document)


def test_every_text_is_chinese(document: dict[str, Any]) -> None:
    assert [where for where, text in texts(document) if not is_chinese(text)] == []


def test_every_route_has_summary_description_and_tag(document: dict[str, Any]) -> None:
    known = {tag["name"] for tag in document["tags"]}
    for operation in operations(document):
        assert operation["summary"]
        assert operation["description"]
        assert set(operation["tags"]) <= known


def test_every_failure_is_documented_in_one_shape(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")) and operation["operationId"] != "get_health":
                schema = response["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorBody"}
        if operation["operationId"] not in {"get_health", "sign_in"}:
            assert "401" in operation["responses"], operation["operationId"]
            assert operation["security"] == [{"bearer": []}]


def test_every_field_and_parameter_has_description_and_example(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for field, told in schema.get("properties", {}).items():
            assert told.get("description"), f"{name}.{field}"
            assert "examples" in told or "contentMediaType" in told or "format" in told, (
                f"{name}.{field}"
            )
    for operation in operations(document):
        for parameter in operation.get("parameters", ()):
            assert parameter["description"]
            assert parameter["schema"]["examples"], parameter["name"]


def test_operation_ids_are_stable_names(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in operations(document)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch("[a-z_]+", name) for name in names)


def test_every_command_of_a_person_has_its_route(document: dict[str, Any]) -> None:
    of_people = {
        name
        for name, transition in TRANSITIONS.items()
        if set(transition.who) != {"system"} and name not in ELSEWHERE
    }
    assert set(COMMAND_LABELS) == of_people
    names = {operation["operationId"] for operation in operations(document)}
    assert {f"item_{name}" for name in of_people - {"attach_evidence"}} <= names
    assert "attach_evidence" in names


def test_every_command_wants_a_key(document: dict[str, Any]) -> None:
    for operation in operations(document):
        if operation["operationId"].startswith("item_"):
            key = next(each for each in operation["parameters"] if each["in"] == "header")
            assert (key["name"], key["required"]) == ("Idempotency-Key", True)


@pytest.mark.parametrize("kind", [*COMMANDS.values(), *EVENTS.values()])
def test_every_field_has_a_word(kind: Any) -> None:
    for field in fields(kind):
        assert is_chinese(WORDS.word_of(kind, field.name).title)


def test_every_event_has_a_name() -> None:
    assert set(EVENT_LABELS) == set(EVENTS)


async def test_the_page_loads_nothing_from_other_hosts(app: FastAPI) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://fupan") as client:
        page = (await client.get("/docs")).text
        assert "validatorUrl" in page
        assert re.findall(r'(?:src|href)="(?!/)', page) == []
        assert "http" not in page.replace("http://fupan", "")
        for address in re.findall(r'(?:src|href)="([^"]+)"', page):
            assert (await client.get(address)).status_code == 200
        assert (await client.get("/redoc")).status_code == 404


async def test_the_bare_address_leads_to_the_page(app: FastAPI) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://fupan") as client:
        answer = await client.get("/")
    assert (answer.is_redirect, answer.headers["location"]) == (True, "/docs")
