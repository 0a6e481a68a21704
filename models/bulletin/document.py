"""The official document of a bulletin (domain.md §3.4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.bulletin.figures import Figures
from models.bulletin.records import IndicatorRecord
from models.bulletin.state import BulletinState
from models.bulletin.text import HEADINGS, Section
from models.document import Block, Heading, OfficialDocument, Paragraph, Table, characters_of

ADDRESSEE = "各党总支、直属党支部"
ATTACHMENTS = ("整改台账", "逾期事项清单", "年度覆盖进度表")
_SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十]+）")
_SENTENCE_END = "。"


def document_of(state: BulletinState) -> OfficialDocument:
    """The document as it stands; a draft has neither number nor date."""
    return OfficialDocument(
        letterhead=state.letterhead,
        number=state.document_number,
        title=title_of(state),
        addressee=ADDRESSEE,
        blocks=tuple(_blocks(state)),
        attachments=ATTACHMENTS,
        signature=state.signature,
        signed_on=state.issued_on,
        printed_by=state.signature,
        printed_on=state.issued_on,
    )


def title_of(state: BulletinState) -> str:
    """`关于2026年第一季度党建工作“复盘”情况的通报`, or 更正通报."""
    kind = "更正通报" if state.corrects else "通报"
    return f"关于{state.year}年{state.period.label}党建工作“复盘”情况的{kind}"


def length_of(state: BulletinState) -> int:
    """Characters of title and body, as the length lint counts them."""
    return characters_of(document_of(state))


def is_too_long(state: BulletinState) -> bool:
    """True above the policy's length; that warns and forbids nothing."""
    return length_of(state) > state.longest_characters


def _blocks(state: BulletinState) -> Iterator[Block]:
    if state.corrects:
        yield Paragraph(f"本通报更正第{state.corrects}号季度通报，更正原因：{_ended(state.reason)}")
    for section in Section:
        if HEADINGS[section]:
            yield Heading(1, HEADINGS[section])
        for line in filter(None, map(str.strip, state.sections.get(section, "").splitlines())):
            is_heading = _SECOND_LEVEL.match(line) and _SENTENCE_END not in line
            yield Heading(2, line) if is_heading else Paragraph(line)
        if section is Section.OVERVIEW and state.figures is not None:
            yield from _results(state.figures)


def _results(figures: Figures) -> Iterator[Table]:
    """三零三增 of each unit, as frozen: nobody edits a number."""
    indicators = tuple(each.indicator for each in figures.indicators)
    if not figures.unit_results:
        return
    rows = []
    for unit in figures.unit_results:
        found = {each.indicator: each for each in unit.indicators}
        rows.append((unit.unit_name, *(_result(found.get(each)) for each in indicators)))
    yield Table(("单位", *indicators), tuple(rows), "各单位“三零三增”完成情况（实际/目标）")


def _result(found: IndicatorRecord | None) -> str:
    if found is None or found.status == "not_applicable":
        return "—"
    return f"{found.actual}/{found.target}" if found.target else found.actual


def _ended(text: str) -> str:
    return text.rstrip("。") + "。"
