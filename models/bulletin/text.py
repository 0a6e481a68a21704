"""The text that a bulletin begins with, section by section, after the skeleton of domain.md §3.4.1.

People may change every word of it. Which units are named is for the policy to say; units are never
ranked (domain.md §1.6 G4).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from models.bulletin.figures import Coverage, Figures, OverdueItem, Rate
from models.bulletin.quarter import Quarter
from models.glossary import LEVELS, PARTY_PLUS, WORK_AXES
from models.policy import NEVER, BulletinTerms, Level

_TIERS = {"direct": "党委直接复盘", "sub": "党总支复盘"}
_MOST_NAMED = 10


class Section(StrEnum):
    """Parts of the text that are edited by themselves, in their order."""

    LEAD = "lead"
    OVERVIEW = "overview"
    PRACTICES = "practices"
    PROBLEMS = "problems"
    PROGRESS = "progress"
    NEXT_STEPS = "next_steps"


HEADINGS: dict[Section, str] = {
    Section.LEAD: "",
    Section.OVERVIEW: "一、总体情况",
    Section.PRACTICES: "二、主要做法和亮点",
    Section.PROBLEMS: "三、存在问题",
    Section.PROGRESS: "四、整改进展",
    Section.NEXT_STEPS: "五、下步要求",
}
SECTION_LABELS: dict[Section, str] = {
    each: HEADINGS[each].partition("、")[2] or "导语" for each in Section
}


def default_text(figures: Figures, terms: BulletinTerms) -> dict[Section, str]:
    """Every section's first text; lines are paragraphs, `（一）` begins a heading."""
    return {
        Section.LEAD: _lead(figures),
        Section.OVERVIEW: _lines(_overview(figures)),
        Section.PRACTICES: _lines(_practices(figures)),
        Section.PROBLEMS: _lines(_problems(figures)),
        Section.PROGRESS: _lines(_progress(figures, terms)),
        Section.NEXT_STEPS: _lines(_next_steps(figures)),
    }


def _lead(figures: Figures) -> str:
    quarter = Quarter(figures.year, figures.quarter)
    covered = sum(each.covered for each in figures.coverage)
    in_scope = sum(each.in_scope for each in figures.coverage)
    return (
        f"{quarter.short_label}，共对{figures.reviewed_units}家基层党组织开展“复盘”，"
        f"累计覆盖{covered}/{in_scope}家，发现问题{figures.findings}项，"
        f"已销号{figures.closed}项，{_on_time(figures)}。现将有关情况通报如下："
    )


def _overview(figures: Figures) -> Iterable[str]:
    yield "（一）复盘开展"
    yield (
        f"本季度对{figures.reviewed_units}家基层党组织开展复盘并下发反馈，"
        f"肯定好的做法{figures.strengths_count}条，发现问题{figures.findings}项，"
        f"新立整改事项{figures.opened}项。"
    )
    yield "（二）覆盖进度"
    yield "；".join(_coverage(each) for each in figures.coverage) + "。"
    yield "（三）“三零三增”"
    results = [
        f"{each.indicator}达标{each.met}家、未达标{each.unmet}家、不适用{each.not_applicable}家"
        for each in figures.indicators
    ]
    yield "；".join(results) + "。" if results else "本季度没有填报“三零三增”结果。"


def _coverage(each: Coverage) -> str:
    return (
        f"{_TIERS[each.tier]}累计覆盖{each.covered}/{each.in_scope}家，"
        f"其中本季度{each.in_quarter}家"
    )


def _practices(figures: Figures) -> Iterable[str]:
    if not figures.strengths:
        yield "本季度复盘没有记录可供推广的做法。"
    for number, each in enumerate(figures.strengths[:_MOST_NAMED], start=1):
        yield f"{number}. {each.unit_name}：{_sentence(each.text)}"


def _problems(figures: Figures) -> Iterable[str]:
    yield "（一）共性问题"
    if not figures.common_problems:
        yield "本季度没有发现多家单位存在的同类问题。"
    for number, problem in enumerate(figures.common_problems[:_MOST_NAMED], start=1):
        yield f"{number}. {_sentence(problem.problem)}涉及{problem.units}家单位。"
    yield "（二）个性问题"
    parts = [
        f"{_kind(each.party_plus, each.work_axis)}{each.count}项" for each in figures.findings_by
    ]
    found = "、".join(parts[:_MOST_NAMED])
    yield f"按系统和工作方面划分：{found}。" if parts else "本季度复盘没有发现问题。"


def _kind(party_plus: str, work_axis: str) -> str:
    names = (PARTY_PLUS.get(party_plus, party_plus), WORK_AXES.get(work_axis, work_axis))
    return "·".join(name for name in names if name) or "未分类"


def _progress(figures: Figures, terms: BulletinTerms) -> Iterable[str]:
    yield "（一）到期应改"
    yield (
        f"本季度到期事项{figures.on_time.whole}项，按期完成{figures.on_time.part}项，"
        f"{_on_time(figures)}；{_closings(figures)}。"
    )
    yield "（二）逾期督办"
    yield (
        f"季末未销号{figures.open}项，其中逾期{figures.overdue.part}项，"
        f"{_share('逾期率', figures.overdue, '没有未销号事项')}。"
        f"{_levels(figures.overdue_items, figures.overdue.part)}"
    )
    yield from _named(figures, terms)
    yield "（三）延期与反弹"
    yield (
        f"本季度批准延期{figures.extensions}次，"
        f"{_share('延期率', figures.extension, '没有原定本季度到期的事项')}；"
        f"反弹{figures.rebounds}项，"
        f"{_share('上一半年销号事项反弹率', figures.rebound, '上一半年没有销号事项')}。"
    )


def _levels(items: tuple[OverdueItem, ...], total: int) -> str:
    counts = [(name, sum(each.level == level for each in items)) for level, name in LEVELS.items()]
    found = "、".join(f"{name}{count}项" for name, count in counts if count)
    if not found or len(items) < total:
        return "详见附件2。" if total else ""
    return f"督办等级：{found}，详见附件2。"


def _named(figures: Figures, terms: BulletinTerms) -> Iterable[str]:
    """点名: only units whose items have reached the level that the policy names."""
    if terms.names_units_from == NEVER:
        return
    least = Level(terms.names_units_from).rank
    items = [each for each in figures.overdue_items if each.level and _rank(each) >= least]
    names = list(dict.fromkeys(each.unit_name for each in items))
    if names:
        others = f"等{len(names)}家单位" if len(names) > _MOST_NAMED else ""
        yield f"予以点名通报：{'、'.join(names[:_MOST_NAMED])}{others}。"


def _next_steps(figures: Figures) -> Iterable[str]:
    following = Quarter(figures.year, figures.quarter).next
    yield (
        f"1. 立行立改。各单位对未销号的{figures.open}项逐项明确责任人和时限，"
        "逾期事项立即整改，由责任单位书记负责。"
    )
    yield "2. 举一反三。各党总支、直属党支部对照共性问题开展自查，发现问题一并立项整改。"
    if figures.next_planned is None:
        yield f"3. {following.short_label}计划。复盘计划另行下发，适时开展“回头看”。"
        return
    names = "、".join(each.unit_name for each in figures.next_plan[:_MOST_NAMED])
    others = f"等{figures.next_planned}家" if figures.next_planned > _MOST_NAMED else ""
    planned = f"：{names}{others}" if names else ""
    yield (
        f"3. {following.short_label}计划。计划复盘{figures.next_planned}家{planned}；"
        "请有关单位提前做好准备，适时开展“回头看”。"
    )


def _on_time(figures: Figures) -> str:
    return _share("按期整改率", figures.on_time, "本季度没有到期事项")


def _closings(figures: Figures) -> str:
    days = figures.average_workdays
    if days is None:
        return "本季度没有销号事项"
    passed = _share("一次验收通过率", figures.first_pass, "均为台账导入，没有验收记录")
    return f"销号{figures.closed}项，平均整改{days:g}个工作日，{passed}"


def _share(name: str, rate: Rate, without: str) -> str:
    return without if rate.percent is None else f"{name}{rate.percent:g}%"


def _rank(item: OverdueItem) -> int:
    return Level(item.level).rank


def _sentence(text: str) -> str:
    return text.strip().rstrip("。；;.") + "。"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
