"""The text that a bulletin begins with, its document and its attachments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.annual_plan.records import Slot
from models.annual_plan.stage import Stage
from models.annual_plan.state import AnnualPlanState
from models.bulletin.attachments import workbook_of
from models.bulletin.commands import EditText
from models.bulletin.document import document_of, is_too_long, length_of, title_of
from models.bulletin.figures import Figures
from models.bulletin.item_record import ItemRecord
from models.bulletin.ledger_line import LedgerLine
from models.bulletin.overview import overview
from models.bulletin.quarter import Quarter
from models.bulletin.records import IndicatorRecord, PlannedReview
from models.bulletin.review_record import planned_reviews, review_record
from models.bulletin.state import BulletinState
from models.bulletin.text import Section, default_text
from models.document import Heading, Paragraph, Table
from models.policy import NEVER, BulletinTerms, Policy
from models.review.content import Finding, Indicator, IndicatorResult, Standing, Strength, Weakness
from models.review.state import ReviewState
from tests.unit.bulletin.life import (
    D05,
    OFFICER,
    Q1,
    Z1,
    Z1_01,
    a_begin,
    a_review,
    an_item,
    drafted,
    figures_of,
    issued,
)
from tests.unit.rectification.life import calendar, on

PLAN = (PlannedReview("2026-04", "Z1", "采煤一区党总支"),)


def text_of(figures: Figures, terms: BulletinTerms | None = None) -> dict[Section, str]:
    return default_text(figures, terms or BulletinTerms())


def full() -> Figures:
    items = [
        an_item("1", closed_on=date(2026, 3, 20), is_judged=True),
        an_item("2", level="red"),
        an_item("3", level="yellow", unit="D05"),
        an_item("4", issued_on=date(2025, 9, 1), due_on=None, closed_on=date(2025, 12, 1)),
    ]
    return figures_of(*items, reviews=(a_review(Z1), a_review(D05)), plan=PLAN)


def test_the_lead_tells_the_quarter_in_one_sentence() -> None:
    assert text_of(full())[Section.LEAD] == (
        "一季度，共对2家基层党组织开展“复盘”，累计覆盖2/3家，发现问题2项，已销号1项，"
        "按期整改率33.3%。现将有关情况通报如下："
    )


def test_what_had_nothing_to_divide_by_is_told_in_words() -> None:
    text = text_of(figures_of())
    whole = "\n".join(text.values())
    assert "%" not in whole
    assert "本季度没有到期事项" in text[Section.LEAD]
    assert "没有填报“三零三增”结果" in text[Section.OVERVIEW]
    assert "没有记录可供推广的做法" in text[Section.PRACTICES]
    assert "没有发现多家单位存在的同类问题" in text[Section.PROBLEMS]
    assert "本季度复盘没有发现问题" in text[Section.PROBLEMS]
    assert "复盘计划另行下发" in text[Section.NEXT_STEPS]


def test_problems_are_told_by_kind_and_practices_by_unit() -> None:
    text = text_of(full())
    assert "2. 采煤一区党总支：班前会讲党课。" in text[Section.PRACTICES]
    assert "1. 补课记录缺失。涉及2家单位。" in text[Section.PROBLEMS]
    assert "党建+安全·组织生活2项" in text[Section.PROBLEMS]
    bare = replace(
        full(), findings_by=(replace(full().findings_by[0], party_plus="", work_axis=""),)
    )
    assert "未分类2项" in text_of(bare)[Section.PROBLEMS]


def test_only_units_at_the_policys_level_are_named_and_never_ranked() -> None:
    named = text_of(full())[Section.PROGRESS]
    assert "予以点名通报：采煤一区党总支。" in named
    assert "机关党支部" not in named
    assert "排名" not in "".join(text_of(full()).values())
    lower = text_of(full(), BulletinTerms(names_units_from="yellow"))[Section.PROGRESS]
    assert "予以点名通报：采煤一区党总支、机关党支部。" in lower
    none = text_of(full(), BulletinTerms(names_units_from=NEVER))[Section.PROGRESS]
    assert "点名" not in none
    calm = text_of(figures_of(an_item(level="yellow")))[Section.PROGRESS]
    assert "点名" not in calm


def test_many_named_units_are_named_in_part_and_counted_whole() -> None:
    figures = figures_of(*(an_item(f"{n:02d}", level="red", unit=f"U{n:02d}") for n in range(12)))
    assert "等12家单位。" in text_of(figures)[Section.PROGRESS]


def test_levels_are_told_only_when_the_list_is_complete() -> None:
    assert "督办等级：黄色1项、红色1项，详见附件2。" in text_of(full())[Section.PROGRESS]
    cut = replace(full(), overdue_items=full().overdue_items[:1])
    assert "督办等级" not in text_of(cut)[Section.PROGRESS]
    calm = figures_of(an_item())
    assert "逾期率100%。详见附件2。" in text_of(calm)[Section.PROGRESS]
    assert "附件2" not in text_of(figures_of())[Section.PROGRESS]


def test_the_next_quarters_plan_is_told() -> None:
    assert "3. 二季度计划。计划复盘1家：采煤一区党总支；" in text_of(full())[Section.NEXT_STEPS]
    assert "计划复盘0家；" in text_of(figures_of(plan=()))[Section.NEXT_STEPS]
    many = tuple(PlannedReview("2026-04", f"U{n:02d}", f"单位{n}") for n in range(12))
    assert "等12家；" in text_of(figures_of(plan=many))[Section.NEXT_STEPS]


def test_the_document_follows_the_skeleton() -> None:
    document = document_of(issued().state)
    assert document.title == "关于2026年第一季度党建工作“复盘”情况的通报"
    assert document.number == "示例矿组通〔2026〕2号"
    assert document.letterhead == "中共示例矿委员会组织部文件"
    assert document.addressee == "各党总支、直属党支部"
    assert document.attachments == ("整改台账", "逾期事项清单", "年度覆盖进度表")
    assert document.signed_on == date(2026, 4, 9)
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    assert [each.text for each in headings if each.level == 1] == [
        "一、总体情况",
        "二、主要做法和亮点",
        "三、存在问题",
        "四、整改进展",
        "五、下步要求",
    ]
    assert Heading(2, "（一）复盘开展") in headings
    assert isinstance(document.blocks[0], Paragraph)


def test_results_of_each_unit_stand_in_a_table() -> None:
    indicators = (
        IndicatorRecord("安全事故（起）", "", "0", "met"),
        IndicatorRecord("降本增效（万元）", "12", "12.5", "met"),
    )
    none = (IndicatorRecord("降本增效（万元）", "", "", "not_applicable"),)
    reviews = (a_review(Z1, indicators=indicators), a_review(D05, indicators=none))
    state = drafted(a_begin(figures=figures_of(reviews=reviews))).state
    (table,) = [block for block in document_of(state).blocks if isinstance(block, Table)]
    assert table.columns == ("单位", "安全事故（起）", "降本增效（万元）")
    assert table.rows == (
        ("机关党支部", "—", "—"),
        ("采煤一区党总支", "0", "12.5/12"),
    )
    bare = drafted(a_begin(figures=figures_of())).state
    assert not any(isinstance(block, Table) for block in document_of(bare).blocks)


def test_a_document_of_nothing_has_no_table() -> None:
    blocks = document_of(replace(drafted().state, figures=None)).blocks
    assert not any(isinstance(block, Table) for block in blocks)


def test_imported_closings_tell_of_no_verification() -> None:
    text = text_of(figures_of(an_item(closed_on=date(2026, 3, 20))))[Section.PROGRESS]
    assert "均为台账导入，没有验收记录。" in text


def test_a_sentence_that_begins_like_a_heading_is_a_paragraph() -> None:
    life = drafted()
    life.does(OFFICER, EditText(Section.PRACTICES, "（一）各单位都很努力。\n\n（二）亮点"))
    blocks = document_of(life.state).blocks
    assert Paragraph("（一）各单位都很努力。") in blocks
    assert Heading(2, "（二）亮点") in blocks


def test_a_correction_says_what_it_corrects_and_why() -> None:
    state = drafted(a_begin(corrects="2026-Q1", correction=1, reason="销号数有误。")).state
    assert title_of(state) == "关于2026年第一季度党建工作“复盘”情况的更正通报"
    first = document_of(state).blocks[0]
    assert first == Paragraph("本通报更正第2026-Q1号季度通报，更正原因：销号数有误。")


def test_a_draft_that_is_too_long_says_so_and_nothing_is_cut() -> None:
    life = drafted()
    row = overview(life.state)
    assert row is not None
    assert row.state_label == "草稿"
    life.does(OFFICER, EditText(Section.PRACTICES, "好" * 3999))
    assert is_too_long(life.state)
    row = overview(life.state)
    assert row is not None
    assert row.state_label == f"草稿（共{length_of(life.state)}字，超过4000字，请精简）"
    assert Paragraph("好" * 3999) in document_of(life.state).blocks


def test_lists_show_what_is_due() -> None:
    assert overview(BulletinState()) is None
    row = overview(drafted().state)
    assert row is not None
    assert (row.number, row.period, row.year, row.due_on, row.level) == (
        "2026-Q1", "2026-Q1", 2026, date(2026, 4, 15), "",
    )  # fmt: skip
    life = drafted()
    life.runs_until(on(4, 17))
    late = overview(life.state)
    assert late is not None
    assert late.level == "yellow"
    closed = overview(issued(()).state)
    assert closed is not None
    assert (closed.state_label, closed.due_on, closed.level) == ("全部签收", None, "")


def test_a_corrected_bulletin_says_so_in_lists() -> None:
    state = replace(issued().state, corrected_by="2026-Q1-C1")
    row = overview(state)
    assert row is not None
    assert row.state_label == "已印发待签收（已由2026-Q1-C1更正）"


def a_line(record: ItemRecord, **changes: object) -> LedgerLine:
    values: dict[str, object] = {
        "source": "review",
        "party_plus": "safety",
        "problem": "补课记录缺失",
        "cause": "无专人负责",
        "goal": "补齐",
        "measures": ("建立补学表", "每周核对"),
        "category": "fixed_term",
        "owner_post": "支部委员",
        "progress": "",
        "evidence_count": 1,
        "verifier_post": "",
        "opinion": "",
        "rebound_no": 0,
        "remark": "",
    }
    return LedgerLine(record=record, **(values | changes))  # type: ignore[arg-type]  # fields of the line


def test_attachments_hold_every_row_and_all_columns() -> None:
    lines = [
        a_line(
            an_item(
                "2", level="red", effective_due_on=date(2026, 3, 27), extended_on=(Q1.first_on,)
            )
        ),
        a_line(an_item("1", closed_on=date(2026, 3, 2)), measures=("一条",), rebound_no=1),
        a_line(an_item("3", issued_on=date(2026, 4, 2))),
        a_line(an_item("4", due_on=None)),
    ]
    reviews = [
        a_review(Z1, issued_on=date(2026, 3, 2)),
        a_review(Z1, number="2026-03-Z1-2", issued_on=date(2026, 3, 9)),
        a_review(D05, issued_on=date(2025, 3, 9)),
    ]
    units = [Z1, Z1_01, D05]
    book = workbook_of(Q1, lines, units, reviews, Policy(1), calendar(2026))
    ledger, overdue, coverage = book.sheets
    assert len(ledger.columns) == 22
    assert [row[:2] for row in ledger.rows] == [(1, "1"), (2, "2"), (3, "4")]
    assert ledger.rows[0][8] == "一条"
    assert ledger.rows[1][8] == "1.建立补学表；2.每周核对"
    assert ledger.rows[0][20] == "是"
    assert ledger.rows[1][12:14] == (date(2026, 3, 20), date(2026, 3, 27))
    assert overdue.rows == (
        (1, "2", "采煤一区党总支", "支部委员", "补课记录缺失", date(2026, 3, 27), 2, "红色", ""),
    )
    assert [row[2:6] for row in coverage.rows] == [
        ("机关党支部", "党委直接复盘", "否", None),
        ("采煤一区党总支", "党委直接复盘", "是", date(2026, 3, 2)),
        ("综采一队党支部", "党总支复盘", "否", None),
    ]
    for sheet in book.sheets:
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)


def test_a_review_counts_from_its_feedback_on() -> None:
    state = ReviewState(number="2026-02-Z1", unit="Z1", unit_name="采煤一区党总支")
    assert review_record(state) is None
    weakness = Weakness(problem="补课记录缺失", work_axis="organization_life")
    told = replace(
        state,
        feedback_on=date(2026, 2, 9),
        findings=(Finding(1, strength=Strength(text="讲党课")), Finding(2, weakness=weakness)),
        indicators=(
            IndicatorResult(Indicator.SAFETY_ACCIDENTS, 0, None, Standing.MET),
            IndicatorResult(Indicator.COST_SAVING_10K_YUAN, 12.5, None, None),
        ),
    )
    record = review_record(told)
    assert record is not None
    assert record.strengths == ("讲党课",)
    assert record.findings[0].problem_code == "organization_life"
    assert [(each.actual, each.target, each.status) for each in record.indicators] == [
        ("0", "", "met"),
        ("12.5", "", ""),
    ]


def test_a_plan_counts_when_it_is_approved() -> None:
    plan = AnnualPlanState(year=2026, slots=(Slot("Z1", 4), Slot("D9", 6), Slot("D05", 7)))
    assert planned_reviews(plan, Quarter(2026, 2), {}) is None
    running = replace(plan, stage=Stage.RUNNING)
    assert planned_reviews(running, Quarter(2026, 2), {"Z1": "采煤一区党总支"}) == [
        PlannedReview("2026-04", "Z1", "采煤一区党总支"),
        PlannedReview("2026-06", "D9", "D9"),
    ]


@pytest.mark.parametrize("section", Section)
def test_every_section_has_a_first_text(section: Section) -> None:
    assert text_of(figures_of())[section].strip()
