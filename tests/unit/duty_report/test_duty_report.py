"""The duty report says what the quarters' figures add up to, and marks what it cannot know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from models.bulletin.figures import (
    CommonProblem,
    Coverage,
    Cut,
    Figures,
    FindingCount,
    IndicatorCount,
    Rate,
    Strength,
)
from models.document import Paragraph
from models.duty_report.annual_figures import AnnualFigures, LookBackResult, annual_figures
from models.duty_report.report import duty_report
from models.look_back.candidate import Candidate
from models.look_back.sampling import Reason
from models.look_back.state import LookBackState, SampledItem
from models.look_back.verdict import Verdict
from models.policy import BulletinTerms
from tests.unit.look_back.builders import a_candidate


def a_quarter(quarter: int, **changes: Any) -> Figures:
    cut = Cut(datetime(2026, 12, 31, tzinfo=UTC), 1)
    return replace(Figures("dw", 2026, quarter, cut), **changes)


def a_year(**changes: Any) -> tuple[Figures, ...]:
    return tuple(a_quarter(quarter, **changes) for quarter in (1, 2, 3, 4))


def text_of(figures: AnnualFigures) -> str:
    document = duty_report(figures, BulletinTerms())
    return "\n".join(each.text for each in document.blocks if isinstance(each, Paragraph))


def a_look_back(*verdicts: Verdict, is_finished: bool = True) -> LookBackState:
    items = tuple(
        SampledItem(sampled(number), (Reason.SHARE,), verdict=verdict)
        for number, verdict in enumerate(verdicts)
    )
    finished_on = date(2026, 7, 20) if is_finished else None
    return LookBackState(year=2026, half=1, items=items, finished_on=finished_on)


def sampled(number: int) -> Candidate:
    return a_candidate(f"FP2026-{number:03d}")


def test_shares_are_added_part_by_part_and_not_averaged() -> None:
    quarters = (
        a_quarter(1, on_time=Rate(1, 1), closed=3),
        a_quarter(2, on_time=Rate(0, 3), closed=4),
    )
    found = annual_figures(2026, quarters, (1,), ())
    assert (found.on_time, found.closed) == (Rate(1, 4), 7)
    assert found.on_time.percent == 25.0


def test_what_is_open_is_what_the_last_quarter_left() -> None:
    quarters = (a_quarter(1, open=9, overdue=Rate(5, 9)), a_quarter(2, open=2))
    found = annual_figures(2026, quarters, (), ())
    assert (found.open, found.overdue) == (2, Rate(0, 0))


def test_findings_are_counted_by_axis_over_all_quarters() -> None:
    quarters = (
        a_quarter(1, findings_by=(FindingCount("safety", "team", 2),)),
        a_quarter(2, findings_by=(FindingCount("", "politics", 1), FindingCount("", "team", 1))),
    )
    assert annual_figures(2026, quarters, (), ()).by_axis == (("team", 3), ("politics", 1))


def test_only_finished_look_backs_count() -> None:
    finished = a_look_back(Verdict.CONSOLIDATED, Verdict.REBOUND, Verdict.FALSE_CLOSURE)
    found = annual_figures(2026, a_year(), (), (finished, a_look_back(is_finished=False)))
    assert found.look_backs == (LookBackResult(1, 3, 1, 0, 1, 1),)


def test_the_draft_names_what_people_have_to_fill_in() -> None:
    said = text_of(annual_figures(2026, a_year(), (), ()))
    assert said.count("【请补充：") == 3
    assert "按期整改率尚无数据" in said
    assert "回头看尚未完成" in said
    assert "尚无可以评定的结果" in said


def test_a_year_under_way_says_how_far_its_figures_go() -> None:
    assert "数据截至第1、第2季度" in text_of(
        annual_figures(2026, (a_quarter(1), a_quarter(2)), (), ())
    )
    assert "数据截至" not in text_of(annual_figures(2026, a_year(), (1, 2, 3, 4), ()))


def test_a_full_year_is_told_with_its_strengths_problems_and_gaps() -> None:
    quarters = a_year(
        coverage=(Coverage("direct", 19, 20, 5),),
        strengths=(Strength("D01", "安装区党支部", "公示到位。"),),
        common_problems=(CommonProblem("team", "包保日志雷同", 3, 4),),
        findings_by=(FindingCount("", "team", 2), FindingCount("", "", 1)),
        indicators=(IndicatorCount("安全事故（起）", 4, 1, 0),),
        on_time=Rate(3, 4),
    )
    found = annual_figures(2026, quarters, (1, 2, 3, 4), (a_look_back(Verdict.BASIC),))
    said = text_of(found)
    assert "安装区党支部：公示到位。" in said
    assert "包保日志雷同，涉及3家单位" in said
    assert "队伍8项、其他4项" in said
    assert "尚有1家单位未完成复盘" in said
    assert "评定20项次，达标16项次" in said
    assert "上半年回头看核查1项" in said
    assert "举一反三" in said
