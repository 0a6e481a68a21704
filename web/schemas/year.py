"""Answers about plans, reviews, common issues, bulletins and look-backs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from models.annual_plan.coverage import Coverage, Pace
from web.access import Sight
from web.content import content_of, data_of, files_of
from web.schemas.items import FactDetail
from web.schemas.told import Shape, told
from web.year_reading import Seen


class YearEntry(Shape):
    """列表中的一项。只可查看概要的，时限、等级、版本为空。"""

    number: str = told("编号", "2026-03-Z1")
    title: str = told("标题", "2026年3月采煤科党总支复盘")
    state: str = told("状态", "planned", "机器可读的状态。")
    state_label: str = told("状态名称", "已列入计划")
    year: int = told("年度", 2026)
    period: str = told("期间", "2026-03", "年、年月、季度或半年。")
    unit: str = told("单位", "Z1", "所涉单位编码；涉及整个党委的为空。")
    parent_unit: str = told("上级单位", "", "所涉单位的上级单位编码。")
    due_on: date | None = told("时限", "2026-03-31", "未办事项中最早的时限；没有时为空。")
    level: str = told("督办等级", "", "未办事项中最高的督办等级；未督办为空。")
    version: int | None = told("事实条数", 5, "至今留痕的事实条数。")
    changed_at: datetime | None = told("最近变动时刻", "2026-03-20T02:11:00Z")


class YearPage(Shape):
    """一页列表。"""

    entries: list[YearEntry] = told("列表", [], "按编号排列。")
    next: str | None = told("下一页标记", None, "作为 cursor 传回取下一页；为空表示已到末页。")


class DocumentFile(Shape):
    """一份已归存的文件。"""

    name: str = told("文件名", "2026-Q1.docx", "凭此下载。")
    sha256: str = told("文件摘要", "9f86d081884c7d65…", "SHA-256，64 位十六进制。")
    size_bytes: int = told("文件大小", 204800, "字节。")
    media_type: str = told("文件类型", "application/pdf")


class YearDetail(YearEntry):
    """一项的现状与内容。"""

    content: list[FactDetail] = told("内容", [], "逐项中文内容；只可查看概要的为空。")
    data: dict[str, Any] = told(
        "原始内容", {"unit": "Z1"}, "现状的全部字段，供程序读取；只可查看概要的为空。"
    )
    documents: list[DocumentFile] = told("文件", [], "已归存的文件；没有时为空。")


class MissedUnit(Shape):
    """一个预计不能覆盖的单位。"""

    unit: str = told("单位", "D05", "单位编码。")
    name: str = told("单位名称", "机关党支部")
    reason: str = told("理由", "11月撤并，复盘并入D06", "没有登记理由的为空。")


class PlanCoverage(Shape):
    """年度覆盖进度与预测。"""

    year: int = told("年度", 2026)
    on: date = told("日期", "2026-04-30", "按哪一天计算。")
    total: int = told("应覆盖单位数", 48)
    covered: int = told("已覆盖单位数", 14)
    planned: int = told("已安排未覆盖单位数", 33)
    expected: int = told("至今至少应覆盖单位数", 12)
    pace: Pace = told("进度", "ahead")
    direct_total: int = told("党委直接复盘应覆盖单位数", 20)
    direct_covered: int = told("党委直接复盘已覆盖单位数", 6)
    delegated_total: int = told("党总支复盘应覆盖单位数", 28)
    delegated_covered: int = told("党总支复盘已覆盖单位数", 8)
    is_alarming: bool = told("余月容量不足", False, "true 表示剩余月份排不下未复盘的单位。")
    missed: list[MissedUnit] = told("预计遗漏的单位", [])


def entry_of(seen: Seen) -> YearEntry:
    """A row of a list as clients get it."""
    return YearEntry(**_fields(seen))


def detail_of(seen: Seen) -> YearDetail:
    """One entity as clients get it."""
    if seen.sight < Sight.CONTENT:
        return YearDetail(**_fields(seen), content=[], data={}, documents=[])
    told_here = content_of(seen.entry.entity, seen.state)
    return YearDetail(
        **_fields(seen),
        content=[FactDetail.model_validate(detail) for detail in told_here],
        data=data_of(seen.state),
        documents=[DocumentFile.model_validate(file) for file in files_of(seen.state)],
    )


def coverage_of(year: int, on: date, found: Coverage, names: Mapping[str, str]) -> PlanCoverage:
    """A forecast as clients get it."""
    figures = asdict(found)
    missed = [
        MissedUnit(unit=each.unit, name=names.get(each.unit, each.unit), reason=each.reason)
        for each in found.missed
    ]
    return PlanCoverage(**{**figures, "missed": missed}, year=year, on=on)


def _fields(seen: Seen) -> dict[str, Any]:
    is_outline = seen.sight < Sight.CONTENT
    return {
        **asdict(seen.overview),
        "version": None if is_outline else seen.entry.version,
        "changed_at": None if is_outline else seen.entry.changed_at,
    }
