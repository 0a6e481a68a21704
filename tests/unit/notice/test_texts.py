"""What a notice says."""

from __future__ import annotations

from datetime import date

import pytest

from models.escalation.countdown import Subject
from models.notice.kinds import is_escalation, level_of, subject_of
from models.notice.texts import headline, sentence, title
from models.notice.view import NoticeView
from models.policy import Level
from models.rectification.reactions import TOLD

DUE = date(2026, 4, 30)


def view(kind: str, **fields: object) -> NoticeView:
    given: dict[str, object] = {"unit": "综采一队", "due_on": DUE, **fields}
    return NoticeView("n", kind, level_of(kind), "rectification", "FP2026-001", **given)  # type: ignore[arg-type]  # fields of the view, checked at run time


ALL_KINDS = [
    *(f"escalation.{level}" for level in Level),
    *(f"escalation.{step}.{level}" for step in Subject for level in Level),
    *(event.type for event in TOLD),
    "rectification.verified",
    "escalation",
    "rectification.issued",
    "closure_requested",
    "something_new",
]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_notice_is_polite_and_names_the_item_its_unit_and_its_date(kind: str) -> None:
    text = sentence(view(kind))
    assert text.startswith("整改事项FP2026-001（综采一队，")
    assert "2026年4月30日" in text
    assert "您" in text
    assert "！" not in text
    assert text.endswith("。")


@pytest.mark.parametrize("kind", [*(event.type for event in TOLD), "rectification.verified"])
def test_every_notice_of_an_item_has_words_of_its_own(kind: str) -> None:
    assert headline(view(kind)) != headline(view("something_new"))


def test_an_overdue_item_asks_for_an_answer_in_two_workdays() -> None:
    assert sentence(view("escalation.yellow")) == (
        "整改事项FP2026-001（综采一队，整改时限2026年4月30日）逾期催办。"
        "请您在2个工作日内回复办理情况，尽快完成整改并申请销号。"
    )


def test_an_overdue_verifier_is_asked_to_verify() -> None:
    assert sentence(view("escalation.verify.orange")) == (
        "整改事项FP2026-001（综采一队，办理时限2026年4月30日）验收逾期督办。请您督促或完成验收。"
    )


def test_what_is_not_known_is_left_out() -> None:
    text = sentence(view("rectification.issued", unit="", due_on=None))
    assert text == "整改事项FP2026-001新事项下发。请您及时签收并组织制定整改方案。"
    assert sentence(view("issued", due_on=None)).startswith("整改事项FP2026-001（综采一队）")


def test_titles_show_the_level_first() -> None:
    assert title(view("escalation.red")) == "【红色】逾期通报：整改事项FP2026-001"
    assert title(view("rectification.issued")) == "新事项下发：整改事项FP2026-001"


def test_those_who_can_fill_a_vacant_post_are_asked_to() -> None:
    text = sentence(view("escalation.yellow", vacant=("验收人（Z1-01）",)))
    assert text.endswith("该事项应通知的验收人（Z1-01）目前无人任职，请您尽快明确人选。")


def test_a_kind_names_family_subject_and_level() -> None:
    assert is_escalation("escalation.yellow")
    assert not is_escalation("rectification.issued")
    assert level_of("escalation.verify.orange") is Level.ORANGE
    assert level_of("rectification.issued") is None
    assert subject_of("escalation.verify.orange") is Subject.VERIFY
    assert subject_of("escalation.yellow") is Subject.ITEM
    assert subject_of("escalation.look_back.yellow") is Subject.ITEM
