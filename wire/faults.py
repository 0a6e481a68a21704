"""Says in Chinese why a value does not fit its field, whatever pydantic's own words are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Every error type that JSON, a query string, a form or a setting can cause; others: "无法识别".
_REASONS = {
    "missing": "必填项缺失",
    "missing_argument": "必填项缺失",
    "extra_forbidden": "不认识的字段",
    "unexpected_keyword_argument": "不认识的字段",
    "json_invalid": "不是有效的 JSON",
    "model_attributes_type": "应为 JSON 对象",
    "dict_type": "应为 JSON 对象",
    "dataclass_type": "应为 JSON 对象",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "string_type": "应为文字",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "string_pattern_mismatch": "格式不符",
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "enum": "只能取 {expected}",
    "literal_error": "只能取 {expected}",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不得小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不得大于 {le}",
    "date_type": "应为日期，如 2026-04-30",
    "date_parsing": "应为日期，如 2026-04-30",
    "date_from_datetime_parsing": "应为日期，如 2026-04-30",
    "date_from_datetime_inexact": "应为日期，如 2026-04-30",
    "datetime_parsing": "应为时间，如 2026-04-30T09:00:00+08:00",
    "datetime_from_date_parsing": "应为时间，如 2026-04-30T09:00:00+08:00",
    "timezone_aware": "时间须带时区",
    "uuid_parsing": "应为 UUID",
    "path_type": "应为路径",
}
# FastAPI tells where a value stood; only the name of the field is of use to a person.
_PLACES = frozenset({"body", "query", "path", "header", "cookie"})


def field_of(fault: Mapping[str, Any]) -> str:
    """Name of the field at fault, with its path inside the document: `measures.0.due_on`."""
    parts = [str(part) for part in fault["loc"]]
    while len(parts) > 1 and parts[0] in _PLACES:
        parts = parts[1:]
    return ".".join(parts)


def reason_of(fault: Mapping[str, Any]) -> str:
    """Why the value does not fit, in Chinese; never repeats the value, which may be private."""
    template = _REASONS.get(str(fault["type"]), "值无法识别")
    context = fault.get("ctx", {})
    expected = str(context.get("expected", "")).replace(" or ", "、").replace(", ", "、")
    return template.format(**{**context, "expected": expected})
