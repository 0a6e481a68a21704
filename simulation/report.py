"""The report: one HTML file without scripts, readable offline, or printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from models.escalation.countdown import Subject
from models.glossary import LEVELS, SUBJECTS
from models.look_back.verdict import VERDICTS
from models.policy import Level
from simulation import svg
from simulation.figures import Year

_STYLE = """
body{font:15px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#222;
max-width:900px;margin:24px auto;padding:0 16px}
h1{font-size:22px}h2{font-size:17px;margin-top:32px;border-left:4px solid #c0392b;padding-left:8px}
table{border-collapse:collapse;margin:8px 0;width:100%}
td,th{border:1px solid #ccc;padding:4px 8px;text-align:right}
td:first-child,th:first-child{text-align:left}th{background:#f4f4f4}
svg{width:100%;height:auto;font-size:11px}.note{color:#666;font-size:13px}
@media print{h2{break-after:avoid}svg,table{break-inside:avoid}}
"""
_NOTE = (
    '<p class="note">本报告由真实流程在模拟时间中运行得出；单位、岗位的行为按假设参数随机产生，'
    "不含任何个人信息，仅供确定督办规则时参考。</p>"
)
_LEVEL_COLOURS = ("#999999", "#e0b000", "#e67e22", "#c0392b", "#6c1f1f")


def report(years: Sequence[tuple[str, Year]], about: Mapping[str, str]) -> str:
    """The whole page.

    Args:
        years: Each simulation with the name of its policy; several stand side by side.
        about: What was simulated, shown at the top.
    """
    first = years[0][1]
    parts = [
        f"<h1>{first.year}年度模拟运行报告</h1>",
        _table(("项目", "内容"), about.items()),
        _NOTE,
        "<h2>总览</h2>",
        _overview(years),
    ]
    for name, year in years:
        parts += [f"<h1>{escape(name)}</h1>"] if len(years) > 1 else []
        parts += _charts(year)
    body = "\n".join(parts)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{first.year}年度模拟运行报告</title><style>{_STYLE}</style></head>"
        f"<body>{body}</body></html>\n"
    )


def overview(year: Year) -> dict[str, Any]:
    """The figures that decide, by name."""
    rebounds = sum(each["rebound"] + each["false_closure"] for each in year.look_backs)
    looked_at = sum(each["sample"] for each in year.look_backs)
    return {
        "复盘（已下发反馈）": sum(year.reviews),
        "直属单位覆盖": f"{year.covered_direct[-1]}/{year.units_direct}",
        "受托复盘覆盖": f"{year.covered_sub[-1]}/{year.units_sub}",
        "整改事项": year.items["issued"],
        "已销号": year.items["closed"],
        "期末在办": year.items["open"],
        "按期销号占已销号（%）": year.items["on_time_percent"],
        "整改用时中位数（工作日）": year.items["median_workdays"],
        "逾期事项最多的一周（项）": max(map(sum, zip(*year.overdue.values(), strict=True))),
        "通知总数（人次）": year.notices_total,
        "一人一周最多通知": max(year.notices_max),
        "一人一周通知 95 分位（最高的一周）": max(year.notices_p95),
        "共性问题": year.common_issues,
        "回头看样本": looked_at,
        "反弹和虚假整改": rebounds,
    }


def _overview(years: Sequence[tuple[str, Year]]) -> str:
    columns = [overview(year) for _, year in years]
    rows = [(name, *(column[name] for column in columns)) for name in columns[0]]
    return _table(("指标", *(name for name, _ in years)), rows)


def _charts(year: Year) -> list[str]:
    months = [month[2:] for month in year.months]
    weeks = [week[5:] for week in year.weeks]
    levels = {_level(level): row for level, row in year.overdue.items()}
    target = [year.units_direct] * len(months)
    return [
        "<h2>每月工作量</h2>",
        svg.bars(months, {"到场": year.visits, "下发反馈": year.reviews}),
        svg.bars(months, {"新立整改": year.issued, "销号": year.closed}),
        "<h2>全年覆盖</h2>",
        svg.lines(
            months,
            {"直属单位": year.covered_direct, "应覆盖": target, "受托复盘": year.covered_sub},
        ),
        "<h2>逾期未办结事项（每周末，按督办等级）</h2>",
        svg.lines(weeks, levels, _LEVEL_COLOURS),
        "<h2>每人每周通知</h2>",
        svg.lines(weeks, {"最多": year.notices_max, "95 分位": year.notices_p95}),
        _table(("通知最多的岗位", "全年（条）"), year.busiest),
        "<h2>督办次数</h2>",
        _escalations(year),
        "<h2>季度通报</h2>",
        _bulletins(year),
        "<h2>半年回头看</h2>",
        _look_backs(year),
        "<h2>被规则拒绝的操作</h2>",
        _table(("操作与原因代码", "次数"), year.refused.items())
        if year.refused
        else "<p>没有。</p>",
    ]


def _level(level: str) -> str:
    return LEVELS[Level(level)] if level else "未督办"


def _escalations(year: Year) -> str:
    levels = [level for level in Level if level is not Level.BLUE]
    rows = [
        (SUBJECTS[Subject(subject)], *(counts.get(level.value, 0) for level in levels))
        for subject, counts in year.escalations.items()
    ]
    return _table(("督办对象", *(LEVELS[level] for level in levels)), rows)


def _bulletins(year: Year) -> str:
    rows = [
        (
            each["number"],
            each["document_number"] or "未印发",
            each["reviewed_units"],
            each["opened"],
            each["closed"],
            each["open"],
            "—" if each["on_time_percent"] is None else each["on_time_percent"],
        )
        for each in year.bulletins
    ]
    return _table(("季度", "文号", "复盘单位", "新立", "销号", "在办", "按期整改率%"), rows)


def _look_backs(year: Year) -> str:
    names = [(verdict.value, label) for verdict, label in VERDICTS.items()]
    rows = [
        (each["number"], each["population"], each["sample"], *(each[name] for name, _ in names))
        for each in year.look_backs
    ]
    return _table(("半年", "总体", "样本", *(label for _, label in names)), rows)


def _table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    head = "".join(f"<th>{escape(str(each))}</th>" for each in headings)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(each))}</td>" for each in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
