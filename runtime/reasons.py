"""Why a value was not accepted, in words that an operator understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_REASONS = {
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "float_parsing": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "date_parsing": "应为日期，例如 2026-04-30",
    "date_from_datetime_parsing": "应为日期，例如 2026-04-30",
    "datetime_parsing": "应为时刻，例如 2026-04-30T09:00:00",
    "datetime_from_date_parsing": "应为时刻，例如 2026-04-30T09:00:00",
    "uuid_parsing": "应为 UUID",
    "greater_than_equal": "最小为 {ge}",
    "less_than_equal": "最大为 {le}",
    "greater_than": "应大于 {gt}",
    "less_than": "应小于 {lt}",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "应匹配格式 {pattern}",
    "literal_error": "只能取 {expected}",
    "enum": "只能取 {expected}",
    "path_type": "应为路径",
    "missing": "不能缺少",
}


def reason(fault: ErrorDetails) -> str:
    """The reason for one fault that pydantic found; never repeats the value."""
    template = _REASONS.get(fault["type"], "取值无法识别")
    return template.format(**fault.get("ctx", {})).replace(" or ", " 或 ")
