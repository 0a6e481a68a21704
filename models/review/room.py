"""How much one review may hold: its state travels in the engine's payloads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from models.errors import RuleRefusedError
from models.review.state import ReviewState

MOST_CHARACTERS = 30_000
MOST_FINDINGS = 60


def check_room(state: ReviewState, *new: object) -> None:
    """Refuse texts for which there is no room left in the review."""
    held = characters_of((state.moves, state.findings, new))
    if held > MOST_CHARACTERS:
        raise RuleRefusedError(
            "review_too_long",
            f"一次复盘的记录合计不能超过{MOST_CHARACTERS}字，现将达到{held}字，请精简。",
        )


def check_finding_room(state: ReviewState) -> None:
    """Refuse one more finding than anybody could still discuss."""
    if state.findings_recorded >= MOST_FINDINGS:
        raise RuleRefusedError(
            "too_many_findings", f"一次复盘最多记录{MOST_FINDINGS}项发现，请合并同类问题。"
        )


def characters_of(value: object) -> int:
    """Characters of every text inside a value."""
    if isinstance(value, str):
        return len(value)
    if is_dataclass(value):
        return sum(characters_of(getattr(value, each.name)) for each in fields(value))
    if isinstance(value, Iterable):
        return sum(characters_of(each) for each in value)
    return 0
