"""Extensions, with every boundary of domain.md §2.6 and scenario 6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.escalation.countdown import Subject
from models.policy import ExtensionTerms
from models.rectification.commands import (
    DenyExtension,
    GrantExtension,
    RequestExtension,
)
from tests.unit.rectification.life import (
    DEPUTY,
    DUE_ON,
    HEAD,
    OFFICER,
    OWNER,
    SECRETARY,
    Life,
    a_long_term_issue,
    in_progress,
    issued,
    on,
    terms,
)

LATER = date(2026, 5, 11)


def asking(due_on: date = LATER, *, exceptional: bool = False) -> RequestExtension:
    return RequestExtension(due_on, "设备未到货", "已完成过半", exceptional)


@pytest.mark.parametrize(
    ("month", "day", "code"),
    [
        (4, 28, "extension_too_late"),
        (4, 30, "extension_too_late"),
        (5, 1, "extension_overdue"),
        (5, 6, "extension_overdue"),
    ],
)
def test_it_is_asked_three_workdays_ahead_or_not_at_all(month: int, day: int, code: str) -> None:
    assert in_progress().refuses(SECRETARY, asking(), on(month, day, 23)) == code


def test_the_twenty_seventh_of_april_is_the_last_day_to_ask() -> None:
    life = in_progress()
    life.does(SECRETARY, asking(), on(4, 27, 23, 59))
    answer = life.state.countdown(Subject.ANSWER_EXTENSION)
    assert answer is not None
    assert answer.due_on == date(2026, 4, 29)
    assert life.state.effective_due_on == DUE_ON


def test_it_adds_at_most_half_of_the_original_span() -> None:
    # 03-23 to 04-30 are 27 workdays, so 13 may be added: 05-21.
    life = in_progress()
    assert life.refuses(SECRETARY, asking(date(2026, 5, 22)), on(4, 20)) == "extension_too_long"
    assert life.does(SECRETARY, asking(date(2026, 5, 21)))


def test_it_leads_to_a_later_day() -> None:
    assert in_progress().rejects(SECRETARY, asking(DUE_ON), on(4, 20)) == "extension_not_later"


def test_it_is_granted_once() -> None:
    life = in_progress()
    life.does(SECRETARY, asking(), on(4, 20))
    life.does(HEAD, GrantExtension("同意"), on(4, 21))
    state = life.state
    assert (state.due_on, state.effective_due_on) == (DUE_ON, LATER)
    assert (state.extension_count, state.deadline_version) == (1, 2)
    assert life.refuses(SECRETARY, asking(date(2026, 5, 12))) == "extension_used_up"


def test_a_policy_without_extensions_grants_none() -> None:
    its_terms = terms()
    policy = replace(its_terms.policy, extension=ExtensionTerms(max_count=0))
    life = in_progress(None, replace(its_terms, policy=policy))
    assert life.refuses(SECRETARY, asking(), on(4, 20)) == "extension_used_up"


def test_beyond_the_limits_only_the_deputy_decides() -> None:
    life = in_progress()
    life.does(SECRETARY, asking(date(2026, 6, 30), exceptional=True), on(4, 20))
    assert life.refuses(OFFICER, GrantExtension()) == "not_entitled"
    assert life.refuses(HEAD, GrantExtension()) == "beyond_authority"
    life.does(DEPUTY, GrantExtension())
    assert life.state.effective_due_on == date(2026, 6, 30)


def test_the_limits_of_time_are_never_lifted() -> None:
    life = in_progress()
    assert life.refuses(SECRETARY, asking(exceptional=True), on(4, 28)) == "extension_too_late"


def test_one_answer_is_awaited_at_a_time() -> None:
    life = in_progress()
    life.does(SECRETARY, asking(), on(4, 20))
    assert life.refuses(SECRETARY, asking()) == "extension_pending"
    life.does(DEPUTY, DenyExtension("理由不充分"))
    assert (life.state.effective_due_on, life.state.deadline_version) == (DUE_ON, 1)
    assert life.refuses(DEPUTY, GrantExtension()) == "no_extension_pending"


def test_nobody_grants_what_they_asked_for_themselves() -> None:
    life = in_progress()
    asker = replace(SECRETARY, on_behalf_of="a-other", roles=("branch_secretary", "org_head"))
    life.does(asker, asking(), on(4, 20))
    assert life.refuses(asker, GrantExtension()) == "approver_is_requester"
    other_hand = replace(DEPUTY, account="a-other")
    assert life.refuses(other_hand, GrantExtension()) == "approver_is_requester"
    own_branch = replace(DEPUTY, own_units=("Z1-02",))
    assert life.refuses(own_branch, DenyExtension("不")) == "approver_same_unit"


def test_silence_is_not_consent_and_a_late_answer_cannot_grant_a_past_day() -> None:
    life = in_progress()
    life.does(SECRETARY, asking(), on(4, 27))
    life.runs_until(on(5, 12))
    assert life.state.effective_due_on == DUE_ON
    assert life.refuses(DEPUTY, GrantExtension()) == "extension_passed"


def test_what_has_no_due_day_needs_no_extension() -> None:
    life = in_progress(a_long_term_issue())
    assert life.refuses(SECRETARY, asking(), on(4, 20)) == "no_deadline"


def test_only_the_unit_at_work_asks() -> None:
    assert in_progress().refuses(OWNER, asking(), on(4, 20)) == "not_entitled"
    assert issued().refuses(SECRETARY, asking()) == "wrong_state"


def test_reason_and_progress_are_told() -> None:
    life: Life = in_progress()
    assert life.rejects(SECRETARY, RequestExtension(LATER, "", "过半"), on(4, 20)) == "text_missing"
    assert life.rejects(SECRETARY, RequestExtension(LATER, "缺料", "")) == "text_missing"
