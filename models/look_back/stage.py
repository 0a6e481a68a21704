"""States of a look-back."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a look-back stands; `none` is a half-year that nobody has begun yet."""

    NONE = "none"
    SAMPLED = "sampled"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"
    REPORTED = "reported"


OPEN_STAGES = (Stage.SAMPLED, Stage.IN_PROGRESS)
FINAL_STAGES = (Stage.REPORTED,)

STAGES: dict[Stage, str] = {
    Stage.NONE: "未启动",
    Stage.SAMPLED: "已抽样，待组建回头看组",
    Stage.IN_PROGRESS: "核查中",
    Stage.FINISHED: "核查完毕，待出报告",
    Stage.REPORTED: "已出报告",
}
