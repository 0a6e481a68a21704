"""Answers about how the parts do."""

from __future__ import annotations

from typing import Literal

from web.schemas.told import Shape, told


class PartState(Shape):
    """一个组成部分的状况。"""

    part: str = told("代号", "temporal")
    title: str = told("名称", "流程引擎")
    is_ok: bool = told("是否正常", True)


class Health(Shape):
    """总体状况。"""

    state: Literal["ok", "degraded", "down"] = told(
        "状况", "ok", "ok 正常；degraded 可以查询和提交，但有部分暂停；down 无法办理。"
    )
    parts: list[PartState] = told("组成部分", [])
