"""Signing in over HTTP."""

from __future__ import annotations

from auth.accounts import Accounts, NewAccount
from auth.passwords import generate_password
from models.account.roles import Role
from models.facts import SYSTEM
from models.org_unit.register_row import SINCE_ALWAYS
from tests.service import Service


async def test_a_token_tells_who_one_is(service: Service) -> None:
    async with service.signed_in("secretary-z1") as client:
        me = (await client.get("/me")).json()
    assert me == {
        "account": service.account("secretary-z1"),
        "unit": "Z1",
        "posts": [{"role": "gb_secretary", "label": "党总支书记"}],
        "units_in_charge": ["Z1-01"],
        "on_behalf_of": None,
        "sees_units": ["Z1", "Z1-01"],
    }


async def test_a_wrong_password_is_refused_without_saying_what_was_wrong(service: Service) -> None:
    async with service.anonymous() as client:
        wrong = await client.post("/sessions", json={"login": "auditor", "password": "wrong"})
        unknown = await client.post("/sessions", json={"login": "nobody", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["code"] == "sign_in_failed"


async def test_a_token_ends_with_signing_out(service: Service) -> None:
    async with service.signed_in("auditor") as client:
        assert (await client.delete("/sessions/current")).status_code == 204
        answer = await client.get("/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_nobody_acts_for_another_without_a_delegation(service: Service) -> None:
    async with service.signed_in("orgofficer1") as client:
        behalf = {"Fupan-On-Behalf-Of": service.account("orghead")}
        answer = await client.get("/me", headers=behalf)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_delegated")


async def test_a_password_never_comes_back_in_an_error(service: Service) -> None:
    async with service.anonymous() as client:
        answer = await client.post("/sessions", json={"login": "x", "password": ["geheim"]})
    assert answer.status_code == 422
    assert "geheim" not in answer.text


async def test_a_made_password_is_changed_before_anything_else(service: Service) -> None:
    accounts = Accounts(service.parts.engine, "dw")
    made = generate_password("newcomer")
    new = NewAccount("newcomer", "D01", (Role.OWNER,), SINCE_ALWAYS)
    await accounts.open(new, made, SYSTEM)
    path = "/sessions/current/password"
    async with service.anonymous() as client:
        session = await client.post("/sessions", json={"login": "newcomer", "password": made})
        assert session.json()["must_change_password"]
        client.headers["Authorization"] = f"Bearer {session.json()['token']}"
        early = await client.get("/items")
        assert (early.status_code, early.json()["code"]) == (403, "password_initial")
        wanted = {"old_password": made, "new_password": "Another-Horse-8"}
        wrong = await client.post(path, json=wanted | {"old_password": "wrong"})
        assert (wrong.status_code, wrong.json()["code"]) == (403, "password_wrong")
        weak = await client.post(path, json=wanted | {"new_password": "weak"})
        assert (weak.status_code, weak.json()["code"]) == (422, "password_length")
        assert (await client.post(path, json=wanted)).status_code == 204
        assert (await client.get("/items")).status_code == 200
        assert (await client.delete("/sessions/current")).status_code == 204
