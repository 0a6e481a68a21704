"""One review of the past as a file of records tells it, read and checked field by field."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import InvalidInputError
from models.glossary import CATEGORIES, CAUSE_KINDS, PARTY_PLUS, WORK_AXES
from models.rectification.content import Category
from models.review.content import Indicator, VisitForm
from models.review.glossary import FORMS
from wire.faults import field_of, reason_of

_STRICT = ConfigDict(extra="forbid", frozen=True)


class ItemRecord(BaseModel):
    """What was to be rectified. `closed_on`: the day it was closed; None while it is open."""

    model_config = _STRICT

    goal: str
    measure: str
    category: str
    workdays: int | None = Field(default=None, ge=1, le=1000)
    owner_post: str = ""
    closed_on: date | None = None


class WeaknessRecord(BaseModel):
    """不足 with the item that came of it, if one did."""

    model_config = _STRICT

    problem: str
    cause: str = ""
    cause_kind: str = ""
    party_plus: str = ""
    work_axis: str = ""
    recommendation: str = ""
    rectification: ItemRecord | None = None


class StrengthRecord(BaseModel):
    """优点."""

    model_config = _STRICT

    text: str
    cause: str = ""


class ReviewRecord(BaseModel):
    """One review. Words stand as people write them: `座谈交流`, `限期整改`, `安全`."""

    model_config = _STRICT

    month: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    unit: str
    unit_name: str
    held_on: date
    feedback_on: date
    forms: tuple[str, ...] = ()
    goals: str = ""
    experience: str = ""
    results: dict[Indicator, float] = {}
    causes: str = ""
    patterns: str = ""
    strengths: tuple[StrengthRecord, ...] = ()
    weaknesses: tuple[WeaknessRecord, ...] = ()


def read_record(number: int, data: Any) -> ReviewRecord:
    """A record, checked.

    Args:
        number: Its place in the file, from 1, for messages.
        data: What the file says.

    Raises:
        InvalidInputError: A field is missing or does not fit; names record and field.
    """
    try:
        record = ReviewRecord.model_validate(data)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        raise _fault(number, field_of(fault), reason_of(fault)) from error
    for form in record.forms:
        _known(number, "forms", form, _FORMS)
    for weakness in record.weaknesses:
        _known(number, "party_plus", weakness.party_plus, _SYSTEMS)
        _known(number, "work_axis", weakness.work_axis, _AXES)
        _known(number, "cause_kind", weakness.cause_kind, _CAUSES)
        if weakness.rectification is not None:
            _check_category(number, weakness.rectification)
    return record


def form_of(word: str) -> VisitForm:
    """`座谈交流` as the domain knows it."""
    return _FORMS[word]


def category_of(word: str) -> Category:
    """`限期整改` as the domain knows it."""
    return _CATEGORIES[word]


def system_of(word: str) -> str:
    """`安全` as the domain knows it; empty stays empty."""
    return _SYSTEMS.get(word, "")


def axis_of(word: str) -> str:
    """`组织生活` as the domain knows it; empty stays empty."""
    return _AXES.get(word, "")


def cause_of(word: str) -> str:
    """`机制` as the domain knows it; empty stays empty."""
    return _CAUSES.get(word, "")


def _check_category(number: int, item: ItemRecord) -> None:
    _known(number, "category", item.category, _CATEGORIES)
    is_long_term = category_of(item.category) is Category.LONG_TERM
    if is_long_term is not (item.workdays is None):
        raise _fault(number, "workdays", "长期坚持不设期限，其他类别须写明工作日数")


def _known(number: int, field: str, word: str, known: Any) -> None:
    if word and word not in known:
        raise _fault(number, field, f"“{word}”不在词表中，可用：{'、'.join(known)}")


def _fault(number: int, field: str, reason: str) -> InvalidInputError:
    return InvalidInputError(
        "review_record_faulty", f"第 {number} 条记录的“{field}”有误：{reason}。", field
    )


_FORMS = {label: form for form, label in FORMS.items()}
_CATEGORIES = {label: category for category, label in CATEGORIES.items()}
_SYSTEMS = {label.removeprefix("党建+"): name for name, label in PARTY_PLUS.items()}
_AXES = {label: name for name, label in WORK_AXES.items()}
_CAUSES = {label: name for name, label in CAUSE_KINDS.items()}
