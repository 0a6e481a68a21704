"""What a plan, a review, a common issue, a bulletin or a look-back says, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models.bulletin.state import BulletinState
from models.look_back.report import REASONS
from models.look_back.state import LookBackState
from models.room_words import ROOM_WORDS
from models.words import Word, choice, word
from web.narration import Detail, told_fields
from wire.codec import to_json

# How the engine keeps its promises; of no meaning outside.
_ENGINE = frozenset(
    {
        *("countdowns", "promise", "terms", "steps_begun", "rounds", "provisional"),
        *("findings_recorded", "draft_no", "is_confirmation_provisional"),
        *("is_coverage_checked", "is_next_year_open", "next_quarter", "next_half", "next_month"),
    }
)
# Told elsewhere: figures stand in the text that was made of them.
_UNTOLD = frozenset({"figures"})
# Fields that occur in states alone; commands and facts have no word for them.
_IN_STATES: Mapping[str, Word] = {
    "answers": word("答复", []),
    "asked": word("自查单位", []),
    "authors": word("编制或记录账号", []),
    "base": word("此前已覆盖单位数", 0),
    "candidate": word("事项", {}),
    "common_issues": word("已提出的共性问题", []),
    "corrected_by": word("更正通报编号", "2026-Q1-C1"),
    "dropped_reason": word("不再核查的理由", ""),
    "editors": word("起草账号", {}),
    "from_on": word("成立日期", "2020-01-01"),
    "is_found": word("是否存在", True),
    "is_imported": word("历史记录", False),
    "is_objection_rejected": word("异议未采纳", False),
    "is_reopened": word("已重新立项", False),
    "item": word("问题编号", "2026-03-Z1-01"),
    "items": word("核查样本", []),
    "judges": word("认定账号", []),
    "level_points": word("累计扣分", 0),
    "name": word("名称", "采煤科党总支"),
    "objection": word("待答复的异议", ""),
    "open_items": word("未办结事项数", 3),
    "population_count": word("抽样范围事项数", 40),
    "proposals": word("编制次数", 1),
    "quota": word("按比例抽取项数", 12),
    "reasons": choice("抽取原因", REASONS, "share"),
    "rest_count": word("其余事项数", 38),
    "silent": word("尚未签收单位", []),
    "spot_test": word("抽考", {}),
    "submitters": word("送审账号", []),
    "unconfirmed": word("待确认月份", []),
    "unit": word("单位", "Z1"),
}


def content_of(entity: str, state: Any) -> list[Detail]:
    """The state's fields that say something, in the order of its class."""
    words = ROOM_WORDS[entity]
    words = replace(words, fields={**_IN_STATES, **words.fields})
    data = {name: value for name, value in data_of(state).items() if name not in _UNTOLD}
    return told_fields(words, type(state), data)


def data_of(state: Any) -> dict[str, Any]:
    """The state as JSON values, for programs; without the engine's bookkeeping."""
    return {name: value for name, value in to_json(state).items() if name not in _ENGINE}


def files_of(state: Any) -> tuple[Any, ...]:
    """Stored files of a bulletin or look-back; none elsewhere."""
    if isinstance(state, BulletinState):
        return state.files
    return state.documents if isinstance(state, LookBackState) else ()
