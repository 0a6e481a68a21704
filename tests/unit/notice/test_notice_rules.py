"""A fact is put before people once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM, Actor, Command, Fact, Request
from models.notice.commands import NoticeCommand, PostNotice
from models.notice.decider import NOTICE, notices_of, step_of
from models.notice.events import AttemptRefused, NoticeEvent, Posted
from models.notice.recipients import Post
from models.notice.state import Notices
from models.policy import Level, NoticeTerms
from models.terms import Terms, TermsVersion

AT = datetime(2026, 11, 20, 1, 5, tzinfo=UTC)  # 09:05 in Shanghai
ITEM = "dw/rectification/FP2026-001"
POST = PostNotice(
    about=ITEM,
    about_version=7,
    kind="escalation.yellow",
    urgent=False,
    terms=NoticeTerms(),
    accounts=("a", "b"),
    unit="Z1-01",
    due_on=date(2026, 4, 30),
)


def decide(
    command: NoticeCommand, state: Notices | None = None, actor: Actor = SYSTEM
) -> list[NoticeEvent]:
    request = Request("about:7", actor, AT, command)
    return list(NOTICE.decide(state or Notices(), request, Terms()))


def posted(command: PostNotice) -> Posted:
    (event,) = decide(command)
    assert isinstance(event, Posted)
    return event


def test_everyone_meant_gets_a_notice_of_their_own_in_the_same_slot() -> None:
    told = posted(POST).told
    assert [each.account for each in told] == ["a", "b"]
    assert len({each.notice for each in told}) == 2
    assert {each.slot for each in told} == {"20261120T0930"}


def test_a_notice_says_which_fact_level_unit_and_date_it_is_about() -> None:
    event = posted(POST)
    assert (event.about, event.about_version) == (ITEM, 7)
    assert event.level is Level.YELLOW
    assert (event.unit, event.due_on) == ("Z1-01", date(2026, 4, 30))


def test_notice_ids_follow_from_the_fact_so_that_a_retry_gives_the_same() -> None:
    assert posted(POST).told == posted(replace(POST, kind="issued")).told
    assert posted(POST).told[0].notice != posted(replace(POST, about_version=8)).told[0].notice


def test_an_urgent_notice_does_not_wait_for_the_daily_digest() -> None:
    assert {each.slot for each in posted(replace(POST, urgent=True)).told} == {"20261120T0905"}


def test_overseers_are_told_of_vacant_posts_and_nobody_twice() -> None:
    vacant = replace(POST, orphans=(Post("verifier"),), overseers=("c", "b"))
    told = {each.account: each.is_overseer for each in posted(vacant).told}
    assert told == {"a": False, "b": True, "c": True}


def test_a_fact_is_posted_once() -> None:
    event = posted(POST)
    state = NOTICE.evolve(NOTICE.initial(), Fact(1, AT, SYSTEM, "about:7", event))
    assert decide(POST, state) == []
    assert len(decide(replace(POST, about_version=8), state)) == 1


def test_only_the_system_posts_and_the_attempt_is_on_record() -> None:
    with pytest.raises(RuleRefusedError) as caught:
        decide(POST, actor=Actor("a"))
    request: Request[NoticeCommand] = Request("x", Actor("a"), AT, POST)
    refused = NOTICE.refusal(request, caught.value)
    assert isinstance(refused, AttemptRefused)
    assert refused.code == "only_system_posts"
    state = NOTICE.evolve(Notices(), Fact(1, AT, SYSTEM, "x", refused))
    assert state == Notices()


def test_a_notice_needs_a_fact() -> None:
    with pytest.raises(InvalidInputError):
        decide(replace(POST, about_version=0))


def test_what_is_no_command_is_a_bug() -> None:
    class Strange(NoticeCommand):
        name = "strange"

    with pytest.raises(TypeError):
        decide(Strange())


def test_subjects_of_different_entities_with_equal_numbers_never_share_notices() -> None:
    assert notices_of(ITEM) == "dw/notice/rectification.FP2026-001"
    assert notices_of("dw/bulletin/FP2026-001") != notices_of(ITEM)
    assert step_of(7) == "about:7"


def test_notices_wait_for_nothing_and_never_end() -> None:
    state = NOTICE.initial()
    assert not NOTICE.is_finished(state)
    assert NOTICE.clocks(state, Terms()) == ()
    assert NOTICE.terms_version(state) == TermsVersion()
    assert issubclass(NOTICE.commands["post"], Command)
