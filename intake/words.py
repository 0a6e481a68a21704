"""Words of a ledger that stand for one of a few choices."""

from __future__ import annotations

import re

from intake.cells import key_of
from models.rectification.content import LOWEST_SEVERITY, Category

_CATEGORIES: dict[Category, str] = {
    Category.IMMEDIATE: "立行立改 立即整改 立改 即知即改 立知立改 立查立改 边查边改 即查即改 "
    "即行即改 当场整改 现场整改 短期攻坚 立整立改 立说立改 立行整改 immediate",
    Category.FIXED_TERM: "限期整改 限时整改 分阶段整改 分阶段 阶段整改 阶段性整改 限期 限期完成 "
    "限期改正 中期推进 限期解决 限时完成 fixed_term",
    Category.LONG_TERM: "长期坚持 长期整改 持续整改 持续推进 持续 长期 常态化 长期推进 持续坚持 "
    "常态化推进 常态化坚持 长期持续 常抓不懈 持续改进 长期抓 long_term",
}
_CATEGORY_BY_WORD = {
    word: category for category, words in _CATEGORIES.items() for word in words.split()
}
_BRACKETS = re.compile(r"[(\[【\u3014].*?[)\]】\u3015]")
_YES_WORDS = "是 有 已反弹 反弹 √ ✓ ✔ y yes true 1 有反弹 存在反弹 发生反弹"
_NO_WORDS = "否 无 未反弹 没有 × ✗ x n no false 0 / \\ - — —— 不反弹 无反弹 未 暂无 未发生"
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())
_SEVERITIES = (
    (4, ("特别严重", "特别重大", "特重大")),
    (3, ("严重", "重大", "高")),
    (2, ("较重", "较严重", "较大", "中等", "中", "较高")),
)


def category_of(written: str) -> Category | None:
    """The category that a word means; None for a word that means none of the three."""
    key = _BRACKETS.sub("", key_of(written)).casefold().removesuffix("类").rstrip("。.;")
    return _CATEGORY_BY_WORD.get(key)


def yes_or_no(written: str) -> bool | None:
    """The answer; blank is no; None when it is neither."""
    key = key_of(written).casefold()
    if not key or key in _NO:
        return False
    if key in _YES or re.match(r"是[,，(：:。]", key):
        return True
    return False if re.match(r"否[,，(：:。]", key) else None


def severity_of(written: str) -> int:
    """Severity from 1 to 4; what is not understood counts as 一般."""
    key = key_of(written)
    if key.isdecimal() and 1 <= int(key) <= 4:
        return int(key)
    exact = {word: level for level, words in _SEVERITIES for word in words}
    return exact.get(key.removesuffix("问题").removesuffix("级"), LOWEST_SEVERITY)
