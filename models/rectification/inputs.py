"""Values that make no sense by themselves, refused before any rule is asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from models.errors import InvalidInputError
from models.glossary import CATEGORIES, CAUSE_KINDS, PARTY_PLUS, SOURCES, WORK_AXES
from models.inputs import LONGEST_TEXT, LONGEST_WORD, check_length, checked_text
from models.rectification.content import (
    HIGHEST_SEVERITY,
    LOWEST_SEVERITY,
    Content,
    Measure,
)

MOST_MEASURES = 20
_LONGEST_TERM_WORKDAYS = 1000  # about four years; more is a slip of the pen
_SHA256 = re.compile(r"[0-9a-f]{64}")


def check_content(content: Content) -> None:
    """Refuse texts that are missing or too long, and severities that do not exist."""
    checked_text(content.problem, "problem", "问题表现")
    for field, label in (
        ("goal", "整改目标"),
        ("cause", "原因分析"),
        ("checks", "检查"),
        ("assessment", "考核"),
        ("funds", "资金"),
        ("contingency", "预案"),
        ("remark", "备注"),
    ):
        check_length(getattr(content, field), field, label, LONGEST_TEXT)
    for field, label in (
        ("source", "问题来源"),
        ("party_plus", "党建+类别"),
        ("work_axis", "工作方面"),
        ("cause_kind", "原因类别"),
        ("common_issue", "共性问题编号"),
    ):
        check_length(getattr(content, field), field, label, LONGEST_WORD)
    if not LOWEST_SEVERITY <= content.severity <= HIGHEST_SEVERITY:
        raise InvalidInputError(
            "severity_unknown",
            f"严重程度须为{LOWEST_SEVERITY}至{HIGHEST_SEVERITY}，不能是{content.severity}。",
            "severity",
        )


def check_words(content: Content) -> None:
    """Refuse words that the glossary does not know; only imported history may hold others."""
    _check_word(content.source, SOURCES, "source", "问题来源")
    _check_word(content.party_plus, PARTY_PLUS, "party_plus", "党建+类别")
    _check_word(content.work_axis, WORK_AXES, "work_axis", "工作方面")
    _check_word(content.cause_kind, CAUSE_KINDS, "cause_kind", "原因类别")


def checked_measures(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Measures whose texts stand; owners and dates may be missing.

    Raises:
        InvalidInputError: A text is missing or too long, or there are too many.
    """
    if len(measures) > MOST_MEASURES:
        raise InvalidInputError(
            "too_many_measures", f"整改措施不能超过{MOST_MEASURES}条，请合并。", "measures"
        )
    for measure in measures:
        checked_text(measure.text, "measures", "整改措施")
        check_length(measure.owner, "measures", "措施责任人", LONGEST_WORD)
    if sum(len(measure.text) for measure in measures) > LONGEST_TEXT:
        raise InvalidInputError(
            "text_too_long", f"整改措施合计不能超过{LONGEST_TEXT}个字，请精简。", "measures"
        )
    return tuple(measures)


def check_evidence(sha256: str, size_bytes: int, media_type: str) -> None:
    """Refuse what cannot be the mark of a file."""
    if not _SHA256.fullmatch(sha256):
        raise InvalidInputError(
            "hash_malformed", "佐证材料的 SHA-256 须为64位小写十六进制。", "sha256"
        )
    if size_bytes <= 0:
        raise InvalidInputError("file_empty", "佐证材料是空文件，请重新上传。", "size_bytes")
    if not 0 < len(media_type) <= LONGEST_WORD:
        raise InvalidInputError("media_type_missing", "请注明佐证材料的文件类型。", "media_type")


def check_term(workdays: int) -> None:
    """Refuse a term that is none; how long it may be is for the policy to say."""
    if not 1 <= workdays <= _LONGEST_TERM_WORKDAYS:
        raise InvalidInputError(
            "term_senseless",
            f"整改期限须为1至{_LONGEST_TERM_WORKDAYS}个工作日，不能是{workdays}。",
            "term_workdays",
        )


def category_label(content: Content) -> str:
    """Chinese name of the category."""
    return CATEGORIES[content.category]


def _check_word(word: str, known: Collection[str], field: str, label: str) -> None:
    if word and word not in known:
        raise InvalidInputError(
            "word_unknown", f"{label}“{word}”不在词表中，可用：{'、'.join(known)}。", field
        )
