"""Where a long title may be broken: never inside a word, a number or a quotation (7.3.1).

The standard wants a trapezoid or diamond, and lines whose words stay whole. Without a dictionary,
words are those of this domain and the breaks that read well come after the words that end a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil
from typing import Final

from documents.page import TEXT_WIDTH_PT, TITLE_PT
from documents.wording import printable, printable_lines, width_of

MOST_LINES: Final = 6  # a longer text is no title, and is left to the renderer
WIDEST_LINE: Final = TEXT_WIDTH_PT / TITLE_PT - 1  # in characters; one is left for the grid
_WORDS: Final = (
    "第[一二三四]季度|[上下]半年|党组织|党支部|党总支|党委|党建|复盘|回头看|整改|工作|情况|通报|报告|问题|"
    "台账|事项|清单|覆盖|进度|计划|实施|方案|意见|决定|通知|请示|更正|补充|基层|组织|总结|述职|督办|措施|落实|开展|"
    "全面|重点|共性|检查|年度|月度|季度|委员会|支部|示例矿|专项|清零|反弹|安全|生产"
)
# What must stay in one piece: quotations, numbers with their unit, the words above.
_PIECE: Final = re.compile(
    rf"“[^”]{{1,12}}”|《[^》]{{1,14}}》|（[^）]{{1,8}}）|〔\d+〕\d*号?"
    rf"|\d[\d.%]*[年月日号项家条个次]?|[A-Za-z]+|{_WORDS}|."
)
_NEVER_FIRST: Final = tuple("的了和与及、，。：；”》）〕年月日")
_NEVER_LAST: Final = ("关于", "第", "对", "“", "《", "（", "〔", "和", "与", "及", "在", "为")
_GOOD_LAST: Final = (
    "季度",
    "半年",
    "年度",
    "年",
    "月",
    "情况",
    "、",
    "工作",
    "”",
    "》",
    "的",
    "组织",
)


def title_lines(title: str) -> tuple[str, ...]:
    """Lines of a title; line feeds in it are wanted breaks and are kept."""
    lines = printable_lines(title)
    if len(lines) > 1:
        return lines
    return _broken(printable(title).strip())


def _broken(title: str) -> tuple[str, ...]:
    count = ceil(width_of(title) / WIDEST_LINE)
    if not 1 < count <= MOST_LINES:
        return (title,)
    pieces = tuple(_PIECE.findall(title))
    # A word that does not fit may need one line more than the width alone says.
    return _best_lines(pieces, count) or _best_lines(pieces, count + 1) or (title,)


def _best_lines(pieces: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Lines of least cost, each as near to the same width as its words allow; none if impossible.

    `ends[n]` holds the best way to set the first n pieces in as many lines as rounds were made.
    """
    wanted = width_of("".join(pieces)) / count
    ends: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for _ in range(count):
        longer: dict[int, tuple[float, tuple[str, ...]]] = {}
        for start, (cost, lines) in ends.items():
            for end, line in _lines_from(pieces, start):
                total = cost + abs(width_of(line) - wanted) + _break_cost(pieces, end, line)
                if end not in longer or total < longer[end][0]:
                    longer[end] = (total, (*lines, line))
        ends = longer
    return ends[len(pieces)][1] if len(pieces) in ends else ()


def _lines_from(pieces: tuple[str, ...], start: int) -> Iterator[tuple[int, str]]:
    for end in range(start + 1, len(pieces) + 1):
        line = "".join(pieces[start:end])
        if width_of(line) > WIDEST_LINE:
            return
        yield end, line


def _break_cost(pieces: tuple[str, ...], end: int, line: str) -> float:
    if end == len(pieces):
        return 0
    if pieces[end].startswith(_NEVER_FIRST) or line.endswith(_NEVER_LAST):
        return 100
    return 0 if line.endswith(_GOOD_LAST) else 4
