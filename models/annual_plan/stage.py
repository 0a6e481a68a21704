"""Stages of a plan. Being behind is no stage: it is derived, see `coverage`."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a plan stands; `none` is a year that nobody has planned yet."""

    NONE = "none"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RUNNING = "running"
    CLOSED = "closed"


STAGES: dict[Stage, str] = {
    Stage.NONE: "未编制",
    Stage.DRAFT: "编制中",
    Stage.SUBMITTED: "待审批",
    Stage.RUNNING: "执行中",
    Stage.CLOSED: "已办结",
}


class Scope(StrEnum):
    """Who reviews: the department its direct units only, or every unit itself (domain.md §2.3)."""

    DIRECT = "direct"
    ALL = "all"


SCOPES: dict[Scope, str] = {
    Scope.DIRECT: "组织部复盘直属单位，总支复盘所属支部",
    Scope.ALL: "组织部复盘全部单位",
}


class Purpose(StrEnum):
    """Why a unit stands in a month: to be covered, or once more because it is weak."""

    COVERAGE = "coverage"
    REPEAT = "repeat"
