"""Who reads what of the year: every room, every post, own and other units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.service import Service, a_key
from tests.web.year import (
    NEXT_YEAR,
    TEAM,
    a_bulletin,
    a_common_issue,
    a_look_back,
    a_plan,
    an_approved_plan,
    an_issued_bulletin,
    done,
    planned,
)

LOGINS = {
    *("secretary", "deputy", "orghead", "orgofficer1", "orgofficer2", "auditor"),
    *("liaison", "verifier1", "verifier2", "sysadmin", "auditadmin", "secadmin"),
    *("secretary-z1", "owner-z1", "secretary-z1-01", "owner-z1-01"),
    *("secretary-d01", "owner-d01"),
}
READ_ALL = {"secretary", "deputy", "orghead", "orgofficer1", "orgofficer2", "auditor"}
# They see every unit's items, but no minutes unless they are in the team.
ACROSS = {"liaison", "verifier1", "verifier2", "sysadmin", "auditadmin"}
UNITS = {
    *("secretary-z1", "owner-z1", "secretary-z1-01", "owner-z1-01"),
    *("secretary-d01", "owner-d01"),
}


@dataclass(frozen=True)
class Seen:
    """Who sees something whole, who its content only, who number, title and state."""

    whole: frozenset[str]
    content: frozenset[str] = frozenset()
    outline: frozenset[str] = frozenset()

    def level(self, login: str) -> str:
        for level in ("whole", "content", "outline"):
            if login in getattr(self, level):
                return level
        return "nothing"


def seen(whole: set[str], content: set[str] | None = None, outline: set[str] | None = None) -> Seen:
    return Seen(frozenset(READ_ALL | whole), frozenset(content or ()), frozenset(outline or ()))


EXPECTED = {
    "draft plan": seen(set()),
    "approved plan": seen(set(), ACROSS | UNITS),
    "review of Z1": seen({"secretary-z1", "owner-z1"}, None, ACROSS),
    "review of Z1-01": seen({"secretary-z1", "secretary-z1-01", "owner-z1-01"}, None, ACROSS),
    "review of D01 with its team": seen(
        {"verifier1", "liaison", "secretary-d01", "owner-d01"},
        None,
        ACROSS - {"verifier1", "liaison"},
    ),
    "proposed common issue": seen(set()),
    "common issue that is out": seen(set(), ACROSS | UNITS),
    "draft bulletin": seen(set()),
    "issued bulletin": seen(set(), ACROSS | UNITS),
    "look-back": seen({"verifier2"}),
}
# A command that nobody but the system, or nobody in that state, may give.
TRIED = {
    "plans": ("return_plan", {"reason": "试探"}),
    "reviews": ("withdraw_finding", {"finding": 99, "reason": "试探"}),
    "common-issues": ("acknowledge_escalation", {"reply": "试探", "subject": "item"}),
    "bulletins": ("acknowledge_escalation", {"reply": "试探", "subject": "item"}),
    "look-backs": ("drop_item", {"item": "FP1999-001", "reason": "试探"}),
}


@pytest.fixture(scope="module")
async def paths(workday_service: Service) -> dict[str, str]:
    """One entity of every kind, each where the matrix wants it."""
    service = workday_service
    reviews = {unit: f"reviews/{await planned(service, unit)}" for unit in ("Z1", "Z1-01", "D01")}
    await done(service, "orghead", f"{reviews['D01']}/commands/appoint_team", **TEAM)
    later = str(int(NEXT_YEAR) + 1)
    bulletins = [await a_bulletin(service, 1), await an_issued_bulletin(service, 2)]
    issues = [
        await a_common_issue(service, "hidden", is_out=False),
        await a_common_issue(service, "asked", is_out=True),
    ]
    return {
        "draft plan": f"plans/{await a_plan(service, later)}",
        "approved plan": f"plans/{await an_approved_plan(service, NEXT_YEAR)}",
        "review of Z1": reviews["Z1"],
        "review of Z1-01": reviews["Z1-01"],
        "review of D01 with its team": reviews["D01"],
        "proposed common issue": f"common-issues/{issues[0]}",
        "common issue that is out": f"common-issues/{issues[1]}",
        "draft bulletin": f"bulletins/{bulletins[0]}",
        "issued bulletin": f"bulletins/{bulletins[1]}",
        "look-back": f"look-backs/{await a_look_back(service, 1)}",
    }


@pytest.mark.parametrize("login", sorted(LOGINS))
async def test_each_post_reads_what_its_duty_needs(
    workday_service: Service, paths: dict[str, str], login: str
) -> None:
    async with workday_service.signed_in(login) as client:
        for name, path in paths.items():
            level = EXPECTED[name].level(login)
            assert await level_of(client, path) == level, (name, path)
            assert await is_listed(client, path) == (level != "nothing"), (name, path)


async def level_of(client: httpx.AsyncClient, path: str) -> str:
    one, timeline, allowed = [
        await client.get(f"/{path}{more}") for more in ("", "/timeline", "/allowed")
    ]
    answers = (one.status_code, timeline.status_code, allowed.status_code)
    body = one.json()
    if answers == (200, 200, 200):
        return "whole" if body["content"] and timeline.json()["facts"] else "empty"
    if answers == (200, 404, 200):
        return "content" if body["content"] and body["data"] else "empty"
    if answers == (200, 404, 404):
        is_bare = not (body["content"] or body["data"] or body["documents"] or body["due_on"])
        return "outline" if is_bare and body["version"] is None else "too much"
    assert answers == (404, 404, 404), answers
    return "nothing"


async def is_listed(client: httpx.AsyncClient, path: str) -> bool:
    room, number = path.split("/")
    found: list[str] = []
    cursor = ""
    while cursor is not None:
        query: dict[str, Any] = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(f"/{room}", params=query)).json()
        found += [entry["number"] for entry in page["entries"]]
        cursor = page["next"]
    assert len(found) == len(set(found))
    assert found == sorted(found)
    return number in found


@pytest.mark.parametrize("login", ["secretary-d01", "owner-z1-01", "verifier1", "secadmin"])
async def test_what_one_may_not_see_is_refused_in_the_words_for_what_does_not_exist(
    workday_service: Service, paths: dict[str, str], login: str
) -> None:
    async with workday_service.signed_in(login) as client:
        for name, path in paths.items():
            room, number = path.split("/")
            command, fields = TRIED[room]
            hidden, absent = [
                await client.post(
                    f"/{room}/{each}/commands/{command}", json=fields, headers=a_key()
                )
                for each in (number, "1999-nothing")
            ]
            assert absent.status_code == 404, (name, absent.text)
            if EXPECTED[name].level(login) == "nothing":
                assert hidden.status_code == 404, (name, hidden.text)
                assert hidden.text.replace(number, "1999-nothing") == absent.text
            else:
                assert hidden.status_code == 409, (name, hidden.text)


async def test_an_attempt_on_what_one_may_not_see_is_on_record(
    workday_service: Service, paths: dict[str, str]
) -> None:
    path = paths["draft bulletin"]
    hidden = await workday_service.act("secretary-d01", f"{path}/commands/submit")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "bulletin_not_found")
    facts = (await workday_service.read("auditor", f"{path}/timeline")).json()["facts"]
    assert facts[-1]["type"] == "bulletin.attempt_refused"
    assert facts[-1]["actor"]["account"] == workday_service.account("secretary-d01")


async def test_a_unit_reads_its_own_answer_to_a_common_issue_only(
    workday_service: Service, paths: dict[str, str]
) -> None:
    path = paths["common issue that is out"]
    note = "查阅记录，没有缺失"
    for login in ("secretary-d01", "secretary-z1"):
        await done(workday_service, login, f"{path}/commands/reply", found=False, note=note)
    own = (await workday_service.read("owner-d01", path)).json()["data"]
    every = (await workday_service.read("orghead", path)).json()["data"]
    assert [each["unit"] for each in own["answers"]] == ["D01"]
    assert [each["code"] for each in own["asked"]] == ["D01"]
    assert {each["unit"] for each in every["answers"]} == {"D01", "Z1"}


async def test_lists_are_filtered_by_year_unit_and_state(
    workday_service: Service, paths: dict[str, str]
) -> None:
    number = paths["review of D01 with its team"].partition("/")[2]
    async with workday_service.signed_in("orghead") as client:
        for query, is_found in (
            ({"unit": "D01"}, True),
            ({"unit": "DW"}, True),
            ({"unit": "Z1"}, False),
            ({"state": ["planned", "closed"]}, True),
            ({"state": "closed"}, False),
            ({"year": number[:4]}, True),
            ({"year": "2001"}, False),
        ):
            page = (await client.get("/reviews", params={"limit": 200, **query})).json()
            listed = {each["number"] for each in page["entries"]}
            assert (number in listed) == is_found, query
    faulty = await workday_service.read("orghead", "reviews", cursor="nonsense")
    assert (faulty.status_code, faulty.json()["field"]) == (422, "cursor")
