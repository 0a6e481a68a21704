"""The text of a digest: everything that waits for one person in one message.

Grouped by level and kind, gravest first, each group with its count. Plain text and simple HTML
say the same. Which post or channel reads it does not matter: neither names nor findings occur.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from models.glossary import LEVELS
from models.notice.texts import headline, request, subject, vacancy
from models.notice.view import NoticeView
from models.policy import Level

# A mail of thousands of lines helps nobody and some relays refuse it; the inbox holds them all.
LINES_PER_GROUP = 50


@dataclass(frozen=True, slots=True)
class Rendered:
    """A digest in words. `title` holds no line break."""

    title: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Group:
    heading: str
    request: str
    lines: tuple[str, ...]
    left_out: int


def render(notices: Sequence[NoticeView], link: str = "") -> Rendered:
    """The digest of some notices, at least one.

    Args:
        notices: In any order.
        link: Address of the inbox; empty when the installation has none to give.
    """
    groups = _groups(notices)
    opening = f"您有{len(notices)}项通知待阅，请您及时办理。"
    closing = f"请登录系统查看详情：{link}" if link else "请登录系统查看详情并签阅。"
    return Rendered(_title(notices), _text(groups, opening, closing), _html(groups, opening, link))


def _title(notices: Sequence[NoticeView]) -> str:
    by_level = Counter(notice.level for notice in notices if notice.level)
    parts = [f"{LEVELS[level]}{by_level[level]}项" for level in _gravest_first(by_level)]
    whole = f"党建复盘督办通知：共{len(notices)}项"
    return f"{whole}，其中{'、'.join(parts)}" if parts else whole


def _gravest_first(levels: Counter[Level]) -> list[Level]:
    return sorted(levels, key=lambda level: -level.rank)


def _groups(notices: Sequence[NoticeView]) -> list[_Group]:
    ordered = sorted(notices, key=_order)
    return [
        _group(list(members))
        for _, members in groupby(ordered, key=lambda each: (_rank(each), each.kind))
    ]


def _order(notice: NoticeView) -> tuple[int, str, str, str]:
    return (_rank(notice), notice.kind, notice.number, notice.id)


def _rank(notice: NoticeView) -> int:
    return -notice.level.rank if notice.level else 1


def _group(members: list[NoticeView]) -> _Group:
    first = members[0]
    colour = f"【{LEVELS[first.level]}】" if first.level else ""
    shown = members[:LINES_PER_GROUP]
    return _Group(
        heading=f"{colour}{headline(first)}（{len(members)}项）",
        request=request(first),
        lines=tuple(f"{subject(each)}{_aside(each)}" for each in shown),
        left_out=len(members) - len(shown),
    )


def _aside(notice: NoticeView) -> str:
    told = vacancy(notice)
    return f"。{told}" if told else ""


def _left_out(group: _Group) -> str:
    return f"另有{group.left_out}项，请登录系统查看。"


def _text(groups: Sequence[_Group], opening: str, closing: str) -> str:
    blocks = [opening]
    for group in groups:
        lines = [group.heading, group.request]
        lines += [f"{place}. {line}" for place, line in enumerate(group.lines, start=1)]
        blocks.append("\n".join([*lines, _left_out(group)] if group.left_out else lines))
    return "\n\n".join([*blocks, closing]) + "\n"


def _html(groups: Sequence[_Group], opening: str, link: str) -> str:
    parts = [f"<p>{escape(opening)}</p>"]
    for group in groups:
        items = "".join(f"<li>{escape(line)}</li>" for line in group.lines)
        parts.append(f"<h3>{escape(group.heading)}</h3><p>{escape(group.request)}</p>")
        parts.append(f"<ol>{items}</ol>")
        if group.left_out:
            parts.append(f"<p>{_left_out(group)}</p>")
    target = f'<a href="{escape(link, quote=True)}">登录系统查看详情</a>' if link else ""
    parts.append(f"<p>{target or '请登录系统查看详情并签阅。'}</p>")
    return f'<!DOCTYPE html><html lang="zh-CN"><body>{"".join(parts)}</body></html>'
