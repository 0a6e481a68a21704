"""What look-backs and common issues look up in the facts, on a real database."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.gathering import gatherers
from activities.gathering.active_units import ActiveUnits
from activities.gathering.look_back_documents import LookBackDocuments
from activities.gathering.look_back_population import LookBackPopulation
from models.common_issue.commands import AskUnits
from models.facts import SYSTEM, Fact
from models.ids import stream_id
from models.look_back.commands import Begin, Finish, RecordReport
from models.look_back.sampling import draw
from models.org_unit.commands import Dissolve, Register
from models.org_unit.decider import ORG_UNIT
from models.org_unit.kinds import UnitKind
from models.policy import LookBackTerms
from models.rectification.commands import Reopen
from models.review.content import TrackedItem
from models.terms import Terms
from store.command_handler import handle
from store.event_store import append_in_transaction
from store.evidence import EvidenceDirectory
from store.queries.org_units import other_unit
from tests.unit.look_back.builders import LEAD, a_candidate, came_back, holds, in_progress
from tests.unit.rectification.life import AUDITOR, Life, an_issue, closed, on
from tests.unit.review.life import Life as ReviewLife
from tests.unit.review.life import a_past_review
from wire.codec import from_json, to_json
from wire.messages import AppendRequest, CommandMessage, NewEvent
from wire.starts import CommandOrder

LONG_AGO = date(2020, 1, 1)


async def record(engine: AsyncEngine, stream: str, facts: Sequence[Fact[Any]]) -> None:
    """Store facts as the workflow would have, step by step, on their own days."""
    version, head = 0, ""
    for step, group in groupby(facts, lambda fact: fact.step):
        own = list(group)
        events = tuple(
            NewEvent(each.event.type, each.event.schema_version, to_json(each.event))
            for each in own
        )
        request = AppendRequest(
            stream, version, head, step, step, own[0].actor, own[0].at, stream, events
        )
        result = await append_in_transaction(engine, request)
        version, head = result.last_version, result.head


def an_order(entity: str, number: str, at: datetime, **data: Any) -> CommandOrder:
    return CommandOrder(
        entity, f"dw/{entity}/{number}", "c1", "x", data, SYSTEM, "", False, occurred_at=at
    )


async def act(engine: AsyncEngine, code: str, command: Any) -> None:
    message = CommandMessage(str(uuid.uuid4()), command.name, to_json(command), SYSTEM)
    receipt = await handle(engine, ORG_UNIT, stream_id("dw", "org_unit", code), message)
    assert receipt.refusal is None, receipt.refusal


@pytest.fixture
async def tree(engine: AsyncEngine) -> AsyncEngine:
    """The committee with a general branch, its branch, and a branch of its own."""
    for code, kind, parent in (
        ("DW", UnitKind.COMMITTEE, ""),
        ("Z1", UnitKind.GENERAL_BRANCH, "DW"),
        ("Z1-02", UnitKind.BRANCH, "Z1"),
        ("D01", UnitKind.BRANCH, "DW"),
    ):
        async with engine.connect() as connection:
            above = await other_unit(connection, parent, LONG_AGO) if parent else None
        await act(
            engine, code, Register(code, f"{code}组织", kind, LONG_AGO, above, "书记", "井下", 9)
        )
    return engine


def test_every_gatherer_that_the_rooms_name_is_registered(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    known = gatherers(engine, "dw", EvidenceDirectory(tmp_path))
    assert {"active_units", "look_back_population", "look_back_documents"} <= set(known)


async def test_the_population_is_what_stood_at_the_instant_of_the_order(
    engine: AsyncEngine,
) -> None:
    kept = closed(an_issue(number="FP2026-001"))
    later_reopened = closed(an_issue(number="FP2026-002"))
    later_reopened.does(AUDITOR, Reopen("又缺失"), on(7, 20))
    open_item = Life()
    open_item.does(SYSTEM, an_issue(number="FP2026-003"))
    for life in (kept, later_reopened, open_item):
        await record(engine, f"dw/rectification/{life.state.number}", life.facts)
    gather = LookBackPopulation(engine, "dw")
    found = await gather(an_order("look_back", "2026-H1", on(7, 1), year=2026, half=1))
    begin = from_json(Begin, {"year": 2026, "half": 1, **found})
    assert [each.item for each in begin.population] == ["FP2026-001", "FP2026-002"]
    assert len(bytes.fromhex(begin.seed)) == 16
    again = await gather(an_order("look_back", "2026-H1", on(7, 21), year=2026, half=1))
    assert [each["item"] for each in again["population"]] == ["FP2026-001"]
    assert again["seed"] != begin.seed
    nothing = await gather(an_order("look_back", "2026-H2", on(12, 31), year=2026, half=2))
    assert nothing["population"] == []
    terms = LookBackTerms()
    assert draw(begin.population, begin.units, begin.seed, terms)


async def test_a_unit_whose_december_review_was_answered_in_january_is_of_that_half(
    engine: AsyncEngine,
) -> None:
    review = ReviewLife(now=on(1, 6))
    past = a_past_review(
        month="2025-12",
        plan="2025",
        held_on=date(2025, 12, 30),
        feedback_on=date(2026, 1, 5),
        closed_on=None,
        items=(TrackedItem("2025-12-D01-01", 2),),
        open_items=("2025-12-D01-01",),
    )
    review.does(SYSTEM, past)
    await record(engine, "dw/review/2025-12-D01", review.facts)
    gather = LookBackPopulation(engine, "dw")
    of_december = await gather(an_order("look_back", "2025-H2", on(1, 6), year=2025, half=2))
    of_january = await gather(an_order("look_back", "2026-H1", on(7, 1), year=2026, half=1))
    assert (of_december["units"], of_january["units"]) == ([], ["D01"])


async def test_units_that_exist_on_the_day_are_asked_and_the_committee_is_not(
    tree: AsyncEngine,
) -> None:
    await act(tree, "D01", Dissolve("撤销", date(2026, 6, 10)))
    gather = ActiveUnits(tree)
    before = from_json(AskUnits, await gather(an_order("common_issue", "x", on(6, 9))))
    assert [(each.code, each.parent, each.secretary_role) for each in before.units] == [
        ("D01", "", "branch_secretary"),
        ("Z1", "", "gb_secretary"),
        ("Z1-02", "Z1", "branch_secretary"),
    ]
    after = from_json(AskUnits, await gather(an_order("common_issue", "x", on(6, 11))))
    assert [each.code for each in after.units] == ["Z1", "Z1-02"]


async def test_the_report_is_rendered_once_and_kept_under_its_hash(
    tree: AsyncEngine, tmp_path: Path
) -> None:
    life = in_progress(
        a_candidate(severity=4),
        a_candidate("FP2026-012", severity=4),
        units=("D01",),
        its_terms=Terms(),
    )
    life.does(LEAD, holds())
    life.does(LEAD, came_back("FP2026-012"))
    life.does(LEAD, Finish())
    stream = "dw/look_back/2026-H1"
    await record(tree, stream, life.facts)
    kept = EvidenceDirectory(tmp_path)
    gather = LookBackDocuments(tree, kept)
    order = an_order("look_back", "2026-H1", on(7, 30))
    command = from_json(RecordReport, await gather(order))
    assert [each.name for each in command.documents] == ["2026-H1.docx", "2026-H1.pdf"]
    for each in command.documents:
        assert kept.locate(each.sha256).stat().st_size == each.size_bytes
    assert from_json(RecordReport, await gather(order)) == command
