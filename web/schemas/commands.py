"""Answers to commands."""

from __future__ import annotations

from models.room_words import event_label
from web.desk import Done
from web.schemas.told import Shape, told


class EventName(Shape):
    """一项已留痕的事实。"""

    type: str = told("类型", "rectification.accepted", "机器可读的事实类型。")
    label: str = told("名称", "已签收")


class CommandReceipt(Shape):
    """操作回执。同一操作编号重发，回执相同。"""

    number: str = told("编号", "FP2026-001")
    version: int = told("版本", 2, "操作之后该事项事实的条数。")
    events: list[EventName] = told(
        "产生的事实",
        [{"type": "rectification.accepted", "label": "已签收"}],
        "按先后排列；操作未引起变化时为空。",
    )


class EvidenceReceipt(CommandReceipt):
    """上传回执。"""

    sha256: str = told(
        "文件摘要",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "SHA-256；凭此下载。",
    )
    size_bytes: int = told("文件大小", 204800, "字节。")
    media_type: str = told("文件类型", "image/jpeg", "按内容判定的媒体类型。")


def receipt_of(done: Done) -> CommandReceipt:
    """The receipt as clients get it."""
    return CommandReceipt(number=done.number, version=done.receipt.version, events=events_of(done))


def events_of(done: Done) -> list[EventName]:
    """What a command caused."""
    return [EventName(type=event, label=event_label(event)) for event in done.receipt.events]
