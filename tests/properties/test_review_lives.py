"""Whatever people, clocks and items do to a review, some things never happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.calendar import on_shanghai
from models.errors import FupanError
from models.escalation.commands import AcknowledgeEscalation
from models.escalation.countdown import Subject
from models.facts import Actor, AdoptTerms, Command, Open
from models.rectification.commands import Issue
from models.review.commands import (
    COMMANDS,
    AnswerObjection,
    Cancel,
    Confirm,
    CorrectFinding,
    FinishDraft,
    Hold,
    IssueFeedback,
    NotifyUnit,
    ObjectTo,
    Plan,
    Postpone,
    RecordCauses,
    RecordExperience,
    RecordGoals,
    RecordPatterns,
    RecordResults,
    RecordSpotTest,
    RecordStrength,
    ReplaceItem,
    SettleItem,
    WithdrawFinding,
)
from models.review.content import Strength, VisitForm
from models.review.decider import REVIEW
from models.review.events import (
    EVENTS,
    FeedbackIssued,
    Held,
    LevelRaised,
    TeamAppointed,
    UnitConfirmed,
)
from models.review.machine import MACHINE
from models.review.overview import overview
from models.review.stage import ReviewStage
from models.review.state import ReviewState
from tests.unit.rectification.life import Life as ItemLife
from tests.unit.rectification.life import calendar
from tests.unit.review.life import (
    BRANCH_SECRETARY,
    FORMS,
    GB_SECRETARY,
    HEAD,
    KIN,
    LEAD,
    MEMBER,
    OFFICER,
    OUTSIDER,
    SECRETARY,
    SYSTEM,
    Life,
    a_delegated_plan,
    a_draft,
    a_past_review,
    a_plan,
    a_team,
    a_weakness,
    drafted,
    figures,
    in_session,
    member,
    notified,
    planned,
    record,
    tracking,
    walk_through,
)
from wire.codec import canonical, from_json, to_json

PEOPLE: Sequence[Actor] = (
    SYSTEM,
    OFFICER,
    HEAD,
    LEAD,
    MEMBER,
    SECRETARY,
    BRANCH_SECRETARY,
    GB_SECRETARY,
    OUTSIDER,
    # People with several posts, and stand-ins: whom separation of duties has to catch.
    replace(SECRETARY, roles=("gb_secretary", "org_head", "org_officer")),
    replace(SECRETARY, on_behalf_of=LEAD.account),
    replace(LEAD, roles=("gb_secretary",), unit="Z1"),
    replace(OUTSIDER, on_behalf_of=MEMBER.account),
)
PLANS: Sequence[Plan] = (a_plan(), a_delegated_plan())
TWO_ITEMS = a_weakness(items=(a_draft(), a_draft(goal="另一目标")))
# Most lives begin further on: a month is short, and few would ever see their feedback.
STARTS: Sequence[Callable[[], Life]] = (
    *(partial(planned, command) for command in PLANS),
    notified,
    in_session,
    partial(in_session, is_unannounced=True),
    lambda: walk_through(in_session()),
    drafted,
    partial(drafted, TWO_ITEMS),
    partial(tracking, TWO_ITEMS),
)
DELEGATED_TEAM = a_team(lead=member(GB_SECRETARY.account, "Z1", roles=("gb_secretary",)))


def forms(today: date, state: ReviewState) -> dict[str, st.SearchStrategy[Command]]:
    """Commands by name, with fields that may or may not make sense on a day."""
    near = st.integers(-3, 6).map(lambda days: today + timedelta(days))
    number = st.sampled_from([*(each.number for each in state.items), "FP2026-001"])
    no = st.integers(1, 4)
    weak = [
        a_weakness(),
        a_weakness(items=(a_draft(), a_draft(term_workdays=None))),
        a_weakness(items=(), no_item_reason="当场整改"),
        a_weakness(items=()),
    ]
    return {
        "appoint_team": st.sampled_from([a_team(), DELEGATED_TEAM, a_team(lead=member("a", "Z1"))]),
        "notify": st.builds(NotifyUnit, near, st.booleans()),
        "hold": st.builds(Hold, near, st.sampled_from([FORMS, tuple(VisitForm), FORMS[:1]])),
        "record_goals": st.just(RecordGoals("目标")),
        "record_experience": st.just(RecordExperience("体会")),
        "record_results": st.sampled_from([0.0, 1.0]).map(
            lambda actual: RecordResults("结果", figures(safety_accidents=actual))
        ),
        "record_causes": st.just(RecordCauses("原因")),
        "record_patterns": st.just(RecordPatterns("规律")),
        "record_strength": st.just(RecordStrength(text="好")),
        "record_weakness": st.sampled_from(weak).map(record),
        "correct_finding": st.builds(
            CorrectFinding, no, st.just("更准确"), st.just(Strength(text="更好"))
        ),
        "withdraw_finding": st.builds(WithdrawFinding, no, st.just("不属实")),
        "record_spot_test": st.just(RecordSpotTest(20, 18)),
        "finish_draft": st.just(FinishDraft()),
        "confirm": st.just(Confirm()),
        "object": st.just(ObjectTo("不同意")),
        "answer_objection": st.builds(AnswerObjection, st.booleans(), st.just("核对过")),
        "issue_feedback": st.sampled_from([IssueFeedback(), IssueFeedback("逾期未答复")]),
        "settle_item": st.builds(SettleItem, number, st.just("archived")),
        "replace_item": number.map(lambda it: ReplaceItem(it, f"{it}-R1")),
        "postpone": st.just(Postpone("2026-05", "检修")),
        "cancel": st.just(Cancel("撤销")),
        "acknowledge_escalation": st.builds(
            AcknowledgeEscalation, st.just("马上"), st.sampled_from(Subject)
        ),
        "adopt_terms": st.just(AdoptTerms("新表")),
    }


# What moves a review along, so that lives get old; the rest is tried in between.
FORWARD = {
    ReviewStage.PLANNED: ("notify",),
    ReviewStage.NOTIFIED: ("hold",),
    ReviewStage.DRAFTED: ("confirm", "object", "answer_objection", "issue_feedback"),
    ReviewStage.UNIT_CONFIRMED: ("issue_feedback",),
    ReviewStage.TRACKING: ("settle_item", "replace_item"),
}


def forward_of(state: ReviewState) -> tuple[str, ...]:
    if state.state is ReviewStage.PLANNED and not state.team:
        return ("appoint_team",)
    if state.state is not ReviewStage.IN_SESSION:
        return FORWARD.get(state.state, ())
    moves = tuple(f"record_{move.value}" for move in state.missing_moves[:1])
    return (*(moves or ("finish_draft",)), "record_weakness")


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A life of some dozens of steps, some of them forward, many of them refused."""
    life = draw(st.sampled_from(STARTS))()
    for _ in range(draw(st.integers(10, 40))):
        time_passes(life, draw(st.sampled_from([0, 0, 0, 1, 0, 2, 9])), draw(st.booleans()))
        if draw(st.integers(0, 19)) == 19:
            life.terms = replace(life.terms, calendar=calendar(2025, 2026, version=2))
        known = forms(on_shanghai(life.now), life.state)
        forward = forward_of(life.state)
        is_forward = forward and draw(st.integers(0, 3)) < 3
        name = draw(st.sampled_from(forward if is_forward else [*known]))
        first = draw(st.integers(0, len(PEOPLE) - 1))
        attempt(life, draw(known[name]), (*PEOPLE[first:], *PEOPLE[:first]))
    return life


def time_passes(life: Life, days: int, is_running: bool) -> None:
    moment = life.now + timedelta(days=days)
    if is_running:
        life.runs_until(moment)
    else:
        life.wakes_up(moment)


def attempt(life: Life, command: Command, people: Sequence[Actor]) -> None:
    """The first who may give the command gives it; if nobody may, nothing happens."""
    for actor in people:
        before = life.state
        try:
            life.does(actor, command)
        except FupanError:
            assert life.state == before
        else:
            return


MANY = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@MANY
@given(lives())
def test_every_life_keeps_every_promise(life: Life) -> None:
    assert refolded_with_checks(life) == life.state
    ladder_is_climbed_once(life)
    visits_were_on_working_days_of_the_month(life)
    nobody_reviewed_or_answered_for_their_own_unit(life)
    feedback_opens_what_it_promised(life)


def refolded_with_checks(life: Life) -> ReviewState:
    """Fold again, carrying the state through its wire form after every fact."""
    state = REVIEW.initial()
    fired: set[str] = set()
    for fact in life.facts:
        kind = EVENTS[fact.event.type]
        assert from_json(kind, to_json(fact.event)) == fact.event
        before = state.state
        state = REVIEW.evolve(state, fact)
        carried = to_json(state)
        assert from_json(ReviewState, carried) == state
        assert len(canonical(carried)) < 60_000
        state_is_in_the_table(before, state.state)
        assert overview(state) is not None
        REVIEW.react(state, fact)
        if fact.actor == SYSTEM and ":" in fact.step:
            fired.add(fact.step)
        armed = [clock.key for clock in REVIEW.clocks(state, life.terms)]
        assert not fired & set(armed)
        assert len(armed) == len(set(armed))
        assert REVIEW.is_finished(state) <= (not armed)
    return state


def state_is_in_the_table(before: ReviewStage, after: ReviewStage) -> None:
    """A state changes only along a transition that the diagram shows, or from feedback on."""
    arrows = {
        (source, target)
        for each in MACHINE.transitions
        for source in each.sources
        for target in each.targets
    }
    at_once = {
        (ReviewStage.FEEDBACK_ISSUED, after_it)
        for after_it in (ReviewStage.TRACKING, ReviewStage.CLOSED)
    }
    assert before is after or (before, after) in arrows | at_once


def ladder_is_climbed_once(life: Life) -> None:
    raised = Counter((each.subject, each.round, each.level) for each in life.events(LevelRaised))
    assert {*raised.values()} <= {1}


def visits_were_on_working_days_of_the_month(life: Life) -> None:
    for event in life.events(Held):
        assert life.terms.calendar.is_workday(event.on)
        assert f"{event.on:%Y-%m}" == life.state.month


def nobody_reviewed_or_answered_for_their_own_unit(life: Life) -> None:
    """Judged from the facts alone, not by the functions that the rules use."""
    barred = {life.state.unit} if life.state.tier == "sub" else {life.state.unit, *KIN}
    team: set[str] = set()
    for fact in life.facts:
        event, actor = fact.event, fact.actor
        if isinstance(event, TeamAppointed):
            people = (event.lead, *event.members)
            assert not barred & {unit for each in people for unit in each.belonging.units}
            team = {each.account for each in people}
        if isinstance(event, UnitConfirmed):
            assert actor.unit == life.state.unit
            assert not team & {actor.account, actor.on_behalf_of}
        if isinstance(event, (Held, FeedbackIssued)):
            assert not barred & {actor.unit, *actor.own_units}


def feedback_opens_what_it_promised(life: Life) -> None:
    """Every item is opened once with its feedback, and never refused by its own rules."""
    opened = [each for each in life.effects if isinstance(each, Open)]
    issued = life.events(FeedbackIssued)
    assert len(issued) <= 1
    promised = [item.number for event in issued for item in event.items]
    assert [each.data["number"] for each in opened] == promised
    for effect in opened:
        item = ItemLife(life.terms, at_feedback(life))
        item.does(SYSTEM, from_json(Issue, effect.data))
        assert item.state.stream == effect.stream
        assert effect.correlation.startswith(f"{life.state.stream}#")
    assert (life.state.state is ReviewStage.TRACKING) is bool(life.state.open_items)


def at_feedback(life: Life) -> datetime:
    return next(fact.at for fact in life.facts if isinstance(fact.event, FeedbackIssued))


@given(
    st.one_of(
        st.sampled_from([*PLANS, a_past_review()]),
        *forms(date(2026, 3, 18), ReviewState()).values(),
    )
)
@settings(deadline=None)
def test_every_command_survives_the_wire(command: Command) -> None:
    assert from_json(COMMANDS[command.name], to_json(command)) == command
