"""Stages of a bulletin."""

from __future__ import annotations

from enum import StrEnum


class BulletinStage(StrEnum):
    """Where a bulletin stands; `none` is a quarter that has none yet."""

    NONE = "none"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"
    CLOSED = "closed"


STAGES: dict[BulletinStage, str] = {
    BulletinStage.NONE: "未起草",
    BulletinStage.DRAFTED: "草稿",
    BulletinStage.SUBMITTED: "待审批",
    BulletinStage.APPROVED: "已批准待编号",
    BulletinStage.ISSUED: "已印发待签收",
    BulletinStage.CLOSED: "全部签收",
}
