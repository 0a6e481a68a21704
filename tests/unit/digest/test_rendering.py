"""The text of a digest."""

from __future__ import annotations

from models.digest.rendering import LINES_PER_GROUP, render
from models.notice.kinds import level_of
from models.notice.view import NoticeView


def notice(number: str, kind: str, unit: str = "", vacant: tuple[str, ...] = ()) -> NoticeView:
    return NoticeView(
        number, kind, level_of(kind), "rectification", number, unit=unit, vacant=vacant
    )


MIXED = (
    notice("FP2026-003", "rectification.issued"),
    notice("FP2026-002", "escalation.yellow"),
    notice("FP2026-001", "escalation.yellow"),
    notice("FP2026-004", "escalation.red"),
)


def test_the_gravest_come_first_each_group_with_its_count() -> None:
    text = render(MIXED).text
    assert text == (
        "您有4项通知待阅，请您及时办理。\n\n"
        "【红色】逾期通报（1项）\n将点名通报并提请约谈，请您立即组织整改。\n"
        "1. 整改事项FP2026-004\n\n"
        "【黄色】逾期催办（2项）\n请您在2个工作日内回复办理情况，尽快完成整改并申请销号。\n"
        "1. 整改事项FP2026-001\n2. 整改事项FP2026-002\n\n"
        "新事项下发（1项）\n请您及时签收并组织制定整改方案。\n"
        "1. 整改事项FP2026-003\n\n"
        "请登录系统查看详情并签阅。\n"
    )


def test_the_title_counts_by_level() -> None:
    assert render(MIXED).title == "党建复盘督办通知：共4项，其中红色1项、黄色2项"
    assert render(MIXED[:1]).title == "党建复盘督办通知：共1项"


def test_the_order_of_the_notices_makes_no_difference() -> None:
    assert render(MIXED[::-1]) == render(MIXED)


def test_html_says_the_same_and_is_escaped() -> None:
    html = render(
        [notice("FP1", "escalation.red", unit="<b>&综采")], "https://fp.example/?a=1&b"
    ).html
    assert "FP1（&lt;b&gt;&amp;综采）" in html
    assert 'href="https://fp.example/?a=1&amp;b"' in html
    assert "<b>" not in html


def test_the_link_is_given_when_there_is_one() -> None:
    assert render(MIXED, "https://fp.example/").text.endswith("：https://fp.example/\n")


def test_a_vacant_post_is_named_beside_its_item() -> None:
    text = render([notice("FP1", "escalation.red", vacant=("验收人（Z1）",))]).text
    assert "1. 整改事项FP1。该事项应通知的验收人（Z1）目前无人任职" in text


def test_a_very_long_digest_says_how_many_it_leaves_out() -> None:
    many = [notice(f"FP{n:04}", "escalation.red") for n in range(LINES_PER_GROUP + 3)]
    rendered = render(many)
    assert "（53项）" in rendered.text
    assert "另有3项，请登录系统查看。" in rendered.text
    assert "另有3项，请登录系统查看。" in rendered.html
    assert "FP0050" not in rendered.text
