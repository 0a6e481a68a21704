"""回头看报告: scope, how the sample was drawn, what was found, against whom it counts.

Pure: whoever renders it hands over the names of units and the posts of verifiers; accounts stand
where no post is known, names of persons never.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.document import Block, Heading, OfficialDocument, Paragraph, Table
from models.look_back.half_year import first_day, last_day
from models.look_back.overview import HALVES
from models.look_back.sampling import Reason
from models.look_back.state import LookBackState, SampledItem
from models.look_back.tally import Tally, by_unit, by_verifier, whole
from models.look_back.verdict import VERDICTS, Verdict
from models.notice.texts import long_date
from models.policy import BulletinTerms

REASONS: dict[Reason, str] = {
    Reason.SEVERITY: "严重程度高",
    Reason.REBOUND: "曾反弹",
    Reason.EXTENDED: "曾延期",
    Reason.RED: "曾达红色督办",
    Reason.SHARE: "按比例抽取",
    Reason.UNIT: "被复盘单位至少一项",
}
_USUAL_REQUIREMENTS = (
    "对基本巩固的事项，责任单位要按补强措施抓好落实，防止反弹。",
    "对反弹和虚假整改的事项，责任单位要按重新立项后的时限从严整改，不得再次以书面整改代替实际整改。",
    "对虚假整改，由纪委核查，组织部约谈责任单位和原验收人，并计入当期考核。",
    "验收人要坚持谁验收、谁负责，现场核查后方可同意销号。",
)
_VERDICT_COLUMNS = tuple(VERDICTS[verdict] for verdict in Verdict)


def report(
    state: LookBackState,
    unit_names: Mapping[str, str],
    posts: Mapping[str, str],
    form: BulletinTerms,
) -> OfficialDocument:
    """The report of a finished look-back.

    Args:
        state: As of its finish.
        unit_names: Name by unit code; a code without a name stands for itself.
        posts: Post by account; an account without one stands for itself.
        form: Letterhead and signature of the committee's documents.
    """
    period = f"{state.year}年{HALVES[state.half]}"
    return OfficialDocument(
        letterhead=form.letterhead,
        number="",
        title=f"{period}整改“回头看”报告",
        addressee="党委",
        blocks=(
            *_scope(state, unit_names),
            *_drawing(state),
            *_findings(state, unit_names, posts),
            *_false_closures(state, unit_names, posts),
            *_requirements(state),
        ),
        attachments=(),
        signature=form.signature,
        signed_on=state.finished_on,
    )


def _scope(state: LookBackState, names: Mapping[str, str]) -> tuple[Block, ...]:
    first_on, last_on = first_day(state.year, state.half), last_day(state.year, state.half)
    covered = {unit for each in state.items for unit in each.candidate.units}
    without = [names.get(unit, unit) for unit in state.units if unit not in covered]
    total = whole(state)
    text = (
        f"本次回头看的范围为{long_date(first_on)}至{long_date(last_on)}销号的事项"
        "和期间被复盘单位的已销号事项，"
        f"共{state.population_count}项；抽取{len(state.items)}项，认定{total.judged}项，"
        f"不再核查{total.dropped}项。期间被复盘单位{len(state.units)}家。"
    )
    blocks: list[Block] = [Heading(1, "一、范围"), Paragraph(text)]
    if without:
        blocks.append(
            Paragraph(f"以下单位尚无已销号事项可供核查，转入下次：{'、'.join(without)}。")
        )
    return tuple(blocks)


def _drawing(state: LookBackState) -> tuple[Block, ...]:
    """Everything that somebody needs to draw the sample again with `sha256sum` and `sort`."""
    return (
        Heading(1, "二、抽样方法"),
        Paragraph(
            f"严重程度{state.whole_from_severity}级及以上、曾反弹、曾延期、曾达红色督办的事项"
            f"全部核查；其余{state.rest_count}项按{state.sample_percent}%抽取{state.quota}项"
            "（不足一项的按一项计）；被复盘单位没有事项入选的，再补抽一项。"
        ),
        Paragraph(
            "抽取次序：对每一事项计算“种子|问题编号”的SHA-256值，按其十六进制文本由小到大排列，"
            "依次抽取；补抽时取该单位排列最前的一项。任何人可据此用通用工具重新抽取核对。"
        ),
        Paragraph(f"种子：{state.seed}"),
    )


def _findings(
    state: LookBackState, names: Mapping[str, str], posts: Mapping[str, str]
) -> tuple[Block, ...]:
    total = whole(state)
    counted = "，".join(
        f"{label}{count}项" for label, count in zip(_VERDICT_COLUMNS, total.counts, strict=True)
    )
    units = tuple(_row(each, names.get(each.key, each.key)) for each in by_unit(state))
    verifiers = tuple(_row(each, _person(each.key, posts)) for each in by_verifier(state))
    return (
        Heading(1, "三、核查结果"),
        Paragraph(f"认定情况：{counted}。"),
        Table(("单位", *_VERDICT_COLUMNS, "不再核查"), units, "各责任单位认定情况（项）"),
        Table(("原验收人", *_VERDICT_COLUMNS, "不再核查"), verifiers, "各原验收人认定情况（项）"),
        Table(
            ("问题编号", "责任单位", "入选原因", "认定", "核查说明"),
            tuple(_detail(each, names) for each in state.items),
            "抽样明细及认定结果",
        ),
    )


def _false_closures(
    state: LookBackState, names: Mapping[str, str], posts: Mapping[str, str]
) -> tuple[Block, ...]:
    found = [each for each in state.items if each.verdict is Verdict.FALSE_CLOSURE]
    if not found:
        return (Heading(1, "四、虚假整改"), Paragraph("未发现虚假整改。"))
    return (
        Heading(1, "四、虚假整改"),
        *(Paragraph(_false_closure(each, names, posts)) for each in found),
    )


def _false_closure(item: SampledItem, names: Mapping[str, str], posts: Mapping[str, str]) -> str:
    candidate = item.candidate
    accounts = dict.fromkeys((*candidate.verifiers, *candidate.countersigners))
    people = "、".join(_person(each, posts) for each in accounts)
    people = people or _person(candidate.verifier_post, posts)
    unit = names.get(candidate.unit, candidate.unit)
    closed = f"{long_date(candidate.closed_on)}销号"
    return f"{candidate.item}（{unit}，{closed}，原验收人：{people}）：{item.finding}"


def _requirements(state: LookBackState) -> tuple[Block, ...]:
    own = tuple(line.strip() for line in state.requirements.splitlines() if line.strip())
    texts = own or _USUAL_REQUIREMENTS
    return (
        Heading(1, "五、下步要求"),
        *(Paragraph(f"{number}. {text}") for number, text in enumerate(texts, start=1)),
    )


def _row(tally: Tally, name: str) -> tuple[str, ...]:
    return (name, *(str(count) for count in tally.counts), str(tally.dropped))


def _detail(item: SampledItem, names: Mapping[str, str]) -> tuple[str, ...]:
    candidate = item.candidate
    verdict = VERDICTS[item.verdict] if item.verdict else "不再核查"
    return (
        candidate.item,
        names.get(candidate.unit, candidate.unit),
        "、".join(REASONS[reason] for reason in item.reasons),
        verdict,
        item.dropped_reason or item.finding or item.note,
    )


def _person(key: str, posts: Mapping[str, str]) -> str:
    return posts.get(key, key) or "未记载"
