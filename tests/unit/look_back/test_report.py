"""The report says what was looked at, how it was drawn, and against whom it counts."""

from __future__ import annotations

from models.document import OfficialDocument, Paragraph, Table
from models.look_back.commands import DropItem, Finish
from models.look_back.report import report
from models.look_back.tally import by_unit, by_verifier, whole
from models.look_back.verdict import Verdict
from models.policy import BulletinTerms
from tests.unit.look_back.builders import (
    AUDITOR,
    LEAD,
    SEED,
    VERIFIER,
    a_candidate,
    came_back,
    holds,
    in_progress,
)
from tests.unit.room_life import RoomLife

NAMES = {"D01": "安装区党支部", "D02": "防突科党支部"}
POSTS = {VERIFIER.account: "组织部干事二"}


def judged() -> RoomLife:
    """Four severe items: one holds, one came back, one was never done, one is not looked at."""
    life = in_progress(
        a_candidate("FP-1", severity=4),
        a_candidate("FP-2", severity=4, countersigners=("a-head",)),
        a_candidate("FP-3", severity=4, unit="D02", verifiers=(), verifier_post="验收组组长"),
        a_candidate("FP-4", severity=4, unit="D02", verifiers=(), verifier_post=""),
        units=("D01", "D02", "D08"),
    )
    life.does(LEAD, holds("FP-1"))
    life.does(LEAD, came_back("FP-2"))
    life.does(AUDITOR, came_back("FP-3", verdict=Verdict.FALSE_CLOSURE, finding="照片早于下发日期"))
    life.does(AUDITOR, DropItem("FP-4", "单位已撤销"))
    return life


def rendered(life: RoomLife, requirements: str = "") -> OfficialDocument:
    life.does(LEAD, Finish(requirements))
    return report(life.state, NAMES, POSTS, BulletinTerms())


def text_of(document: OfficialDocument) -> str:
    return "\n".join(each.text for each in document.blocks if isinstance(each, Paragraph))


def tables_of(document: OfficialDocument) -> list[Table]:
    return [each for each in document.blocks if isinstance(each, Table)]


def test_verdicts_count_against_unit_and_verifier() -> None:
    state = judged().state
    total = whole(state)
    assert (total.counts, total.judged, total.dropped) == ((1, 0, 1, 1), 3, 1)
    assert {each.key: each.counts for each in by_unit(state)} == {
        "D01": (1, 0, 1, 0),
        "D02": (0, 0, 0, 1),
    }
    assert {each.key: (each.counts, each.dropped) for each in by_verifier(state)} == {
        VERIFIER.account: ((1, 0, 1, 0), 0),
        "a-head": ((0, 0, 1, 0), 0),
        "验收组组长": ((0, 0, 0, 1), 0),
        "": ((0, 0, 0, 0), 1),
    }


def test_the_report_tells_how_to_draw_the_sample_again() -> None:
    document = rendered(judged())
    assert document.title == "2026年上半年整改“回头看”报告"
    assert str(document.signed_on) == "2026-07-01"
    text = text_of(document)
    assert f"种子：{SEED}" in text
    assert "2026年1月1日至2026年6月30日" in text
    assert "D08" in text  # a reviewed unit without any closed item is not passed over in silence
    assert "巩固1项，基本巩固0项，反弹1项，虚假整改1项" in text


def test_the_original_verifier_stands_in_the_report_by_post() -> None:
    document = rendered(judged())
    assert "FP-3（防突科党支部，2026年3月20日销号，原验收人：验收组组长）：照片早于下发日期" in (
        text_of(document)
    )
    units, verifiers, details = tables_of(document)
    assert ("安装区党支部", "1", "0", "1", "0", "0") in units.rows
    assert {row[0] for row in verifiers.rows} == {"组织部干事二", "a-head", "验收组组长", "未记载"}
    assert [row for row in details.rows if row[0] == "FP-4"] == [
        ("FP-4", "防突科党支部", "严重程度高", "不再核查", "单位已撤销")
    ]


def test_a_false_closure_names_every_account_that_signed_for_it() -> None:
    life = in_progress(a_candidate("FP-2", severity=4, countersigners=("a-head",)))
    life.does(LEAD, came_back("FP-2", verdict=Verdict.FALSE_CLOSURE))
    assert "原验收人：组织部干事二、a-head" in text_of(rendered(life))


def test_without_false_closures_it_says_so_and_own_requirements_take_their_place() -> None:
    life = in_progress(a_candidate())
    life.does(LEAD, holds())
    text = text_of(rendered(life, "抓好补强。\n\n月底前复查。"))
    assert "未发现虚假整改。" in text
    assert "1. 抓好补强。\n2. 月底前复查。" in text
    assert "转入下次" not in text
