"""述职报告 draft: what the year's facts say; what they do not know is marked to be filled in.

The parts are those that duty reports have: 履职情况, 不足及原因, 下步打算.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.bulletin.figures import Rate
from models.document import Block, Heading, OfficialDocument, Paragraph
from models.duty_report.annual_figures import AnnualFigures, LookBackResult
from models.glossary import WORK_AXES
from models.policy import BulletinTerms

_WHOLE_YEAR = (1, 2, 3, 4)
_MOST_NAMED = 6
_HALVES = {1: "上半年", 2: "下半年"}
_TO_FILL_IN = "【请补充：{}】"


def duty_report(figures: AnnualFigures, form: BulletinTerms) -> OfficialDocument:
    """The draft, without number and date.

    Args:
        figures: The year's.
        form: Letterhead and signature of the committee's documents.
    """
    return OfficialDocument(
        letterhead=form.letterhead,
        number="",
        title=f"{figures.year}年度抓基层党建工作述职报告（草稿）",
        addressee="",
        blocks=(*_opening(figures), *_work(figures), *_shortcomings(figures), *_plans(figures)),
        attachments=(),
        signature=form.signature,
        signed_on=None,
    )


def _opening(figures: AnnualFigures) -> Iterator[Block]:
    yield Paragraph(f"按照上级党委要求，现将{figures.year}年度履行抓基层党建工作职责情况汇报如下。")
    if figures.quarters != _WHOLE_YEAR:
        covered = "、".join(f"第{quarter}" for quarter in figures.quarters)
        yield Paragraph(f"（本稿数据截至{covered}季度，年度结束后请重新生成。）")


def _work(figures: AnnualFigures) -> Iterator[Block]:
    yield Heading(1, "履行职责情况")
    yield Heading(2, "坚持月度复盘，推进全年全覆盖")
    yield Paragraph(
        f"全年对基层党组织开展复盘{figures.reviews}家次，{_coverage(figures)}；"
        f"肯定好的做法{figures.strengths_count}条，发现问题{figures.findings}项。"
    )
    for strength in figures.strengths[:_MOST_NAMED]:
        yield Paragraph(f"{strength.unit_name}：{strength.text.rstrip('。')}。")
    yield Heading(2, "坚持跟踪督办，推进整改销号")
    yield Paragraph(
        f"全年立项整改{figures.opened}项，销号{figures.closed}项，"
        f"{_share('按期整改率', figures.on_time)}，{_share('一次验收通过率', figures.first_pass)}；"
        f"批准延期{figures.extensions}次，反弹{figures.rebounds}项。"
    )
    yield Heading(2, "坚持通报和回头看，防止问题反弹")
    yield Paragraph(f"印发季度通报{len(figures.published)}期。{_look_backs(figures.look_backs)}")
    yield Heading(2, "坚持以实绩检验成效")
    yield Paragraph(_indicators(figures))
    yield Paragraph(_TO_FILL_IN.format("思想建设、队伍建设、作风建设等其他履职情况"))


def _shortcomings(figures: AnnualFigures) -> Iterator[Block]:
    yield Heading(1, "存在的不足及原因")
    if figures.by_axis:
        axes = "、".join(
            f"{WORK_AXES.get(axis, axis) or '其他'}{count}项"
            for axis, count in figures.by_axis[:_MOST_NAMED]
        )
        yield Paragraph(f"复盘发现的问题主要集中在：{axes}。")
    for problem in figures.common_problems[:_MOST_NAMED]:
        yield Paragraph(f"{problem.problem.rstrip('。')}，涉及{problem.units}家单位。")
    yield Paragraph(
        f"截至期末尚有{figures.open}项未销号，其中逾期{figures.overdue.part}项。"
        f"{_uncovered(figures)}"
    )
    yield Paragraph(_TO_FILL_IN.format("主观原因剖析"))


def _plans(figures: AnnualFigures) -> Iterator[Block]:
    yield Heading(1, "下步打算")
    yield Paragraph(
        f"对未销号的{figures.open}项逐项明确责任和时限，转入{figures.year + 1}年继续跟踪，"
        "逾期事项优先办结。"
    )
    if figures.common_problems:
        yield Paragraph("对多家单位存在的同类问题举一反三，完善制度，防止反复。")
    yield Paragraph(_TO_FILL_IN.format(f"{figures.year + 1}年重点工作"))


def _coverage(figures: AnnualFigures) -> str:
    covered = sum(each.covered for each in figures.coverage)
    in_scope = sum(each.in_scope for each in figures.coverage)
    return f"覆盖{covered}家，应覆盖{in_scope}家"


def _uncovered(figures: AnnualFigures) -> str:
    left = sum(each.in_scope - each.covered for each in figures.coverage)
    return f"尚有{left}家单位未完成复盘。" if left else ""


def _look_backs(results: tuple[LookBackResult, ...]) -> str:
    if not results:
        return "回头看尚未完成。"
    parts = [
        f"{_HALVES[each.half]}回头看核查{each.looked_at}项，巩固{each.held}项，"
        f"基本巩固{each.reinforced}项，反弹{each.rebounded}项，虚假整改{each.false_closures}项"
        for each in results
    ]
    return "；".join(parts) + "。"


def _indicators(figures: AnnualFigures) -> str:
    if not figures.judged:
        return "“三零三增”指标尚无可以评定的结果。"
    return f"“三零三增”指标评定{figures.judged}项次，达标{figures.met}项次。"


def _share(name: str, rate: Rate) -> str:
    return f"{name}尚无数据" if rate.percent is None else f"{name}{rate.percent:g}%"
