"""States of a common issue."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a common issue stands; `none` is one that nobody has proposed yet."""

    NONE = "none"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REPLYING = "replying"
    CLOSED = "closed"
    DISMISSED = "dismissed"


FINAL_STAGES = (Stage.CLOSED, Stage.DISMISSED)

STAGES: dict[Stage, str] = {
    Stage.NONE: "未提出",
    Stage.PROPOSED: "待审定",
    Stage.ACCEPTED: "已认定，待下发",
    Stage.REPLYING: "各单位自查中",
    Stage.CLOSED: "已全部答复",
    Stage.DISMISSED: "不作共性问题",
}
