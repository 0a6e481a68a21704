"""The API document: valid, complete, in Chinese, and served without any other host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate

from models.annual_plan.machine import MACHINE as ANNUAL_PLAN
from models.bulletin.machine import MACHINE as BULLETIN
from models.common_issue.machine import MACHINE as COMMON_ISSUE
from models.look_back.machine import MACHINE as LOOK_BACK
from models.machine import Transition
from models.rectification.machine import TRANSITIONS
from models.review.machine import MACHINE as REVIEW
from models.room_words import ROOM_WORDS
from models.rooms import DECIDERS
from runtime.settings import Settings
from web.app import create_app
from web.command_forms import ROOM_FORMS, CommandForm
from web.year_rooms import YEAR_ROOMS
from wire.codec import from_json

TOLD = ("title", "description", "summary")
# Commands that no person gives by itself: history that is brought in, and terms by their rollout.
ELSEWHERE = {"import_history", "adopt_terms"}
MACHINES = (ANNUAL_PLAN, BULLETIN, COMMON_ISSUE, LOOK_BACK, REVIEW)
TABLES: dict[str, list[Transition]] = {
    "rectification": list(TRANSITIONS.values()),
    **{machine.entity: list(machine.transitions) for machine in MACHINES},
}
# Beginning of a room's operation ids.
NAMES = {"rectification": "item", **{entity: room.name for entity, room in YEAR_ROOMS.items()}}
# What people give, and what they read.
TOLD_KINDS = [
    pytest.param(entity, kind, id=kind.__name__)
    for entity, words in ROOM_WORDS.items()
    for kind in (
        *(DECIDERS[entity].commands[name] for name in words.commands),
        *DECIDERS[entity].events.values(),
    )
]
EVERY_FORM = [
    pytest.param(form, id=f"{form.entity}.{form.name}")
    for forms in ROOM_FORMS.values()
    for form in forms.values()
]


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


@pytest.mark.parametrize("entity", sorted(ROOM_WORDS))
def test_every_command_of_a_person_has_its_route(document: dict[str, Any], entity: str) -> None:
    of_people = {
        each.command
        for each in TABLES[entity]
        if set(each.who) != {"system"} and each.command not in ELSEWHERE
    }
    assert set(ROOM_WORDS[entity].commands) == of_people
    names = {operation["operationId"] for operation in operations(document)}
    routed = of_people - {"attach_evidence"}
    assert {f"{NAMES[entity]}_{name}" for name in routed} <= names
    assert "attach_evidence" in names


def test_every_command_wants_a_key(document: dict[str, Any]) -> None:
    commands = {f"{NAMES[entity]}_{name}" for entity, forms in ROOM_FORMS.items() for name in forms}
    for operation in operations(document):
        if operation["operationId"] in commands:
            key = next(each for each in operation["parameters"] if each["in"] == "header")
            assert (key["name"], key["required"]) == ("Idempotency-Key", True)


@pytest.mark.parametrize(("entity", "kind"), TOLD_KINDS)
def test_every_field_has_a_word(entity: str, kind: Any) -> None:
    for field in fields(kind):
        assert is_chinese(ROOM_WORDS[entity].word_of(kind, field.name).title)


@pytest.mark.parametrize("form", EVERY_FORM)
def test_the_examples_of_a_command_are_such_as_it_takes(form: CommandForm) -> None:
    body = {name: field.examples[0] for name, field in form.body.model_fields.items()}  # type: ignore[index]  # every field has one
    form.body.model_validate(body)
    required = {
        field.name: form.words.word_of(form.kind, field.name).example
        for field in fields(form.kind)  # type: ignore[arg-type]  # every command is a dataclass
        if field.default is MISSING and field.default_factory is MISSING
    }
    from_json(form.kind, required)


@pytest.mark.parametrize("entity", sorted(ROOM_WORDS))
def test_every_event_has_a_name(entity: str) -> None:
    assert set(ROOM_WORDS[entity].events) == set(DECIDERS[entity].events)


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
