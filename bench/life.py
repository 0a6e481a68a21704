"""One item's whole life as a script of commands, each with its actor, for benches and tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from models.facts import Actor

UNIT, PARENT = "Z1-01", "Z1"
OFFICER = Actor("a-officer", ("org_officer",), "DW")
HEAD = Actor("a-head", ("org_head",), "DW")
DEPUTY = Actor("a-deputy", ("committee_deputy",), "DW")
SECRETARY = Actor("a-secretary", ("branch_secretary",), UNIT)
OWNER = Actor("a-owner", ("owner",), UNIT)
VERIFIER = Actor("a-verifier", ("verifier",), "DW")

CHECKLIST = {
    "measures_done": True,
    "goal_reached": True,
    "effect_shown": True,
    "similar_fixed": True,
    "mechanism_kept": True,
}


@dataclass(frozen=True)
class Step:
    """One command of the script. The id follows from item and place, so a rerun resends it."""

    number: str
    place: int
    name: str
    actor: Actor
    data: dict[str, Any]

    @property
    def command_id(self) -> str:
        """The client's command id."""
        return str(uuid5(NAMESPACE_URL, f"{self.number}/{self.place}/{self.name}"))


def whole_life(number: str, due_on: date, today: date) -> Iterator[Step]:
    """Issue to closure, with a returned plan, an extension and a rejected closure on the way."""
    measures = [
        {"text": "建立倒班补学表，支委逐人销账", "owner": "党支部书记", "due_on": str(due_on)}
    ]
    script: list[tuple[str, Actor, dict[str, Any]]] = [
        ("issue", OFFICER, issue_data(number, due_on)),
        ("accept", SECRETARY, {}),
        ("submit_plan", SECRETARY, {"measures": measures}),
        ("return_plan", OFFICER, {"reason": "措施未明确验收标准"}),
        ("submit_plan", SECRETARY, {"measures": measures}),
        ("approve_plan", OFFICER, {"opinion": "同意"}),
        ("report_progress", OWNER, {"progress": "已完成补学表编制"}),
        (
            "request_extension",
            SECRETARY,
            {
                "due_on": str(due_on + timedelta(days=7)),
                "reason": "检修停产",
                "progress": "已完成六成",
            },
        ),
        ("grant_extension", DEPUTY, {"opinion": "同意"}),
        (
            "attach_evidence",
            OWNER,
            {"sha256": "ab" * 32, "size_bytes": 20480, "media_type": "image/jpeg"},
        ),
        ("request_closure", SECRETARY, {"summary": "补学记录齐全，补学率100%"}),
        ("reject_closure", VERIFIER, {"reason": "三月记录缺两人"}),
        ("report_progress", OWNER, {"progress": "已补齐"}),
        ("request_closure", SECRETARY, {"summary": "补学记录齐全，补学率100%"}),
        ("verify", VERIFIER, {"opinion": "同意销号", "checklist": CHECKLIST}),
    ]
    for place, (name, actor, data) in enumerate(script):
        yield Step(number, place, name, actor, data)


def issue_data(number: str, due_on: date) -> dict[str, Any]:
    """Fields of an issue command."""
    return {
        "number": number,
        "owner_unit": UNIT,
        "parent_unit": PARENT,
        "owner": OWNER.account,
        "owner_post": "党支部书记",
        "verifier": VERIFIER.account,
        "verifier_unit": "DW",
        "due_on": str(due_on),
        "problem": "夜班党员“三会一课”补课记录缺失，近三个月有7次会议未见补课笔记",
        "cause": "倒班制度下补学安排未固化",
        "goal": "倒班党员补学率达到100%",
        "category": "fixed_term",
    }
