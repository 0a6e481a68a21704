"""Whatever people and clocks do to an item, some things never happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.calendar import on_shanghai
from models.errors import FupanError
from models.escalation.commands import AcknowledgeEscalation
from models.escalation.countdown import Subject
from models.facts import Actor, AdoptTerms, Command, Fact, Open, Request
from models.policy import Level
from models.rectification.commands import (
    COMMANDS,
    Accept,
    AcceptTransfer,
    ApprovePlan,
    AssignOwner,
    AssignVerifier,
    AttachEvidence,
    Countersign,
    DeclineTransfer,
    DenyExtension,
    GrantExtension,
    Issue,
    RejectClosure,
    Reopen,
    ReportCheckpoint,
    ReportProgress,
    RequestClosure,
    RequestExtension,
    ReturnPlan,
    SubmitPlan,
    Terminate,
    Transfer,
    Verify,
    VerifyCheckpoint,
)
from models.rectification.content import Measure
from models.rectification.decider import RECTIFICATION
from models.rectification.events import (
    EVENTS,
    CheckpointReported,
    Closed,
    ClosureRequested,
    EvidenceAttached,
    ExtensionDenied,
    ExtensionGranted,
    ExtensionRequested,
    Imported,
    Issued,
    LevelRaised,
    OwnerAssigned,
    PlanApproved,
    PlanReturned,
    PlanSubmitted,
    ProgressReported,
    RectificationEvent,
    Reminded,
    Terminated,
    TermsAdopted,
    Verified,
)
from models.rectification.item_state import ItemState
from models.rectification.ledger_entry import ledger_entry
from models.rectification.machine import TRANSITIONS
from models.rectification.state import RectificationState
from tests.unit.rectification.life import (
    ALL_YES,
    AUDITOR,
    DEPUTY,
    GB_SECRETARY,
    HEAD,
    OFFICER,
    OTHER_SECRETARY,
    OTHER_VERIFIER,
    OWNER,
    REVIEW_LEAD,
    SECRETARY,
    SYSTEM,
    VERIFIER,
    Life,
    a_long_term_issue,
    a_row,
    an_issue,
    calendar,
    on,
    terms,
)
from wire.codec import canonical, from_json, to_json

COMMITTEE_SECRETARY = Actor("a-first", ("committee_secretary",), "DW")
PEOPLE: Sequence[Actor] = (
    SYSTEM,
    OFFICER,
    HEAD,
    DEPUTY,
    SECRETARY,
    OWNER,
    VERIFIER,
    OTHER_VERIFIER,
    AUDITOR,
    REVIEW_LEAD,
    OTHER_SECRETARY,
    GB_SECRETARY,
    # People with several posts, and stand-ins: whom separation of duties has to catch.
    replace(SECRETARY, roles=("branch_secretary", "org_head", "verifier", "committee_deputy")),
    replace(HEAD, roles=("org_head", "org_officer", "verifier", "committee_deputy")),
    replace(OTHER_VERIFIER, on_behalf_of=OWNER.account),
    replace(OTHER_VERIFIER, on_behalf_of=VERIFIER.account),
    replace(DEPUTY, on_behalf_of=VERIFIER.account),
    replace(VERIFIER, own_units=("D07", "Z1-02")),
    replace(VERIFIER, roles=("verifier", "org_head")),
    COMMITTEE_SECRETARY,
    replace(HEAD, on_behalf_of=OWNER.account),
    replace(DEPUTY, roles=("committee_deputy", "owner"), account=OWNER.account),
)
OWN = {"owner_unit": "DW", "parent_unit": "", "secretary_role": "committee_secretary"}
OPENINGS: Sequence[Command] = (
    an_issue(),
    an_issue(severity=3),
    # Of the committee's own department, where posts count instead of the unit.
    an_issue(**OWN, severity=3),
    an_issue(**OWN, owner=HEAD.account),
    a_long_term_issue(**OWN),
    an_issue(due_on=None, verifier="", verifier_unit=""),
    a_long_term_issue(),
    a_row(number="FP2026-001"),
    a_row(number="FP2026-001", state=ItemState.PENDING_VERIFY),
)


def forms(today: date) -> dict[str, st.SearchStrategy[Command]]:
    """Commands by name, with fields that may or may not make sense on a day."""
    later = st.integers(-3, 40).map(lambda days: today + timedelta(days))
    soon = st.integers(1, 30).map(lambda days: today + timedelta(days))
    people = st.sampled_from([OWNER, VERIFIER, OTHER_VERIFIER, SECRETARY])
    plans = [
        SubmitPlan((Measure("补课", "支委", today + timedelta(days)),)) for days in (0, 0, 9, 60)
    ]
    plans.append(SubmitPlan(()))
    closings = [RequestClosure("完成", "现场可查"), RequestClosure("完成")]
    verdicts = [Verify("同意", ALL_YES), Verify("同意", replace(ALL_YES, goal_reached=False))]
    return {
        "accept": st.just(Accept()),
        "submit_plan": st.sampled_from(plans),
        "approve_plan": st.just(ApprovePlan()),
        "return_plan": st.just(ReturnPlan("太笼统")),
        "report_progress": st.just(ReportProgress("过半")),
        "attach_evidence": st.integers(0, 3).map(
            lambda n: AttachEvidence(f"{n:064x}", 9, "image/png")
        ),
        "assign_verifier": people.map(lambda who: AssignVerifier(who.account, who.unit)),
        "assign_owner": people.map(lambda who: AssignOwner(who.account, "队长", "调岗")),
        "request_extension": st.builds(
            RequestExtension, later, st.just("缺料"), st.just("过半"), st.booleans()
        ),
        "grant_extension": st.just(GrantExtension()),
        "deny_extension": st.just(DenyExtension("不同意")),
        "request_closure": st.sampled_from(closings),
        "reject_closure": st.just(RejectClosure("不实")),
        "verify": st.sampled_from(verdicts),
        "countersign": st.just(Countersign()),
        "reopen": st.builds(Reopen, st.just("反弹"), st.none() | later, st.booleans()),
        "transfer": st.builds(Transfer, st.just("Z1-03"), st.just("合并"), due_on=st.none() | soon),
        "accept_transfer": st.just(AcceptTransfer("a-new", "队长")),
        "decline_transfer": st.just(DeclineTransfer("不接")),
        "terminate": st.just(Terminate("撤销")),
        "report_checkpoint": st.just(ReportCheckpoint("好")),
        "verify_checkpoint": st.builds(VerifyCheckpoint, st.booleans(), st.just("好")),
        "acknowledge_escalation": st.builds(
            AcknowledgeEscalation, st.just("马上"), st.sampled_from(Subject)
        ),
        "adopt_terms": st.just(AdoptTerms("新表")),
    }


# What moves an item along, so that lives get old; the rest is tried in between.
FORWARD = {
    ItemState.ISSUED: ("accept",),
    ItemState.ACCEPTED: ("submit_plan",),
    ItemState.PLAN_REVIEW: ("approve_plan", "approve_plan", "return_plan"),
    ItemState.IN_PROGRESS: (
        "request_closure",
        "request_extension",
        "report_checkpoint",
        "transfer",
    ),
    ItemState.PENDING_VERIFY: ("verify", "countersign", "reject_closure"),
    ItemState.OBSERVING: ("reopen",),
}


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A life of some dozens of steps, some of them forward, many of them refused."""
    life = Life(terms(work_calendar=calendar(2026)))
    life.does(OFFICER, draw(st.sampled_from(OPENINGS)))
    for _ in range(draw(st.integers(8, 24))):
        time_passes(life, draw(st.sampled_from([0, 1, 0, 2, 1, 4, 9, 45])), draw(st.booleans()))
        if draw(st.integers(0, 9)) == 9:
            life.terms = replace(life.terms, calendar=calendar(2025, 2026, version=2))
        known = forms(on_shanghai(life.now))
        forward = forward_of(life.state)
        is_forward = forward and draw(st.integers(0, 3)) < 3
        name = draw(st.sampled_from(forward if is_forward else [*known]))
        first = draw(st.integers(0, len(PEOPLE) - 1))
        attempt(life, draw(known[name]), (*PEOPLE[first:], *PEOPLE[:first]))
    return life


def forward_of(state: RectificationState) -> tuple[str, ...]:
    answers = ("grant_extension", "deny_extension") if state.extension else ()
    handovers = ("accept_transfer", "decline_transfer") if state.transfer else ()
    reports = ("verify_checkpoint",) if state.quarter_reported_on else ()
    return (*FORWARD.get(state.state, ()), *answers, *handovers, *reports)


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
    state = refolded_with_checks(life)
    assert state == life.state
    assert len(life.events(Closed)) <= 1
    ladder_is_climbed_once(life)
    nobody_closed_their_own_loop(life)
    nobody_decided_on_their_own_work(life)
    plans_ended_in_time(life)
    due_days_move_by_events_that_say_so(life)
    children_can_be_issued(life)


def refolded_with_checks(life: Life) -> RectificationState:
    """Fold again, carrying the state through its wire form after every fact."""
    state = RECTIFICATION.initial()
    fired: set[str] = set()
    for fact in life.facts:
        kind = EVENTS[fact.event.type]
        assert from_json(kind, to_json(fact.event)) == fact.event
        before = state.state
        state = RECTIFICATION.evolve(state, fact)
        carried = to_json(state)
        assert from_json(RectificationState, carried) == state
        assert len(canonical(carried)) < 6000
        step_is_in_the_table(fact.step, before, state.state, fact.event)
        ledger_entry(state)
        RECTIFICATION.react(state, fact)
        if fact.actor == SYSTEM and ":" in fact.step:
            fired.add(fact.step)
        armed = [clock.key for clock in RECTIFICATION.clocks(state, life.terms)]
        assert not fired & set(armed)
        assert len(armed) == len(set(armed))
        assert RECTIFICATION.is_finished(state) <= (not armed)
    return state


def step_is_in_the_table(
    step: str, before: ItemState, after: ItemState, event: RectificationEvent
) -> None:
    """A state changes only along a transition that the diagram shows."""
    if before is after:
        return
    arrows = {
        (source, target)
        for each in TRANSITIONS.values()
        for source in each.sources
        for target in each.targets
    }
    assert (before, after) in arrows, (step, event.type)


def ladder_is_climbed_once(life: Life) -> None:
    raised = Counter((each.subject, each.round, each.level) for each in life.events(LevelRaised))
    reminded = Counter((each.subject, each.round, each.reminder) for each in life.events(Reminded))
    assert {*raised.values(), *reminded.values()} <= {1}
    ranks: dict[tuple[Subject, int], int] = {}
    for event in life.events(LevelRaised):
        key = (event.subject, event.round)
        assert event.level.rank > ranks.get(key, Level.BLUE.rank)
        ranks[key] = event.level.rank


def nobody_closed_their_own_loop(life: Life) -> None:
    """Judged from the facts alone, not by the functions that the rules use."""
    for index, fact in enumerate(life.facts):
        is_second = isinstance(fact.event, Closed) and bool(fact.event.countersigned_by)
        if not is_second and not isinstance(fact.event, Verified):
            continue
        before = life.facts[:index]
        begun = before[0].event
        assert isinstance(begun, (Issued, Imported))
        is_leader = bool({"org_head", "committee_deputy"} & {*fact.actor.roles})
        if not (is_second and is_leader and begun.secretary_role == "committee_secretary"):
            assert begun.owner_unit not in (fact.actor.unit, *fact.actor.own_units)
        barred = {owner_after(before), *hands_of(before, PlanSubmitted)}
        barred |= hands_of(before, ClosureRequested)
        if is_second:
            barred |= hands_of(before, Verified)
        assert not {fact.actor.account, fact.actor.on_behalf_of} & barred - {None}


DECISIONS = (PlanApproved, PlanReturned, ExtensionGranted, ExtensionDenied, Terminated)
WORK = (
    *(PlanSubmitted, ProgressReported, EvidenceAttached, ExtensionRequested),
    *(ClosureRequested, CheckpointReported),
)


def nobody_decided_on_their_own_work(life: Life) -> None:
    """Neither an owner, present or former, nor whoever did a part of it; by whatever post."""
    barred: set[str | None] = set()
    for index, fact in enumerate(life.facts):
        hands = {fact.actor.account, fact.actor.on_behalf_of} - {None}
        if isinstance(fact.event, DECISIONS):
            assert not hands & barred
        if isinstance(fact.event, WORK):
            barred |= hands
        barred.add(owner_after(life.facts[: index + 1]))


def plans_ended_in_time(life: Life) -> None:
    """No measure of a plan ends after the due day of that moment, unless that had passed."""
    for index, fact in enumerate(life.facts):
        if isinstance(fact.event, PlanSubmitted):
            due_on = refolded(life.facts[:index]).effective_due_on
            if due_on is not None and on_shanghai(fact.at) <= due_on:
                assert all(each.due_on and each.due_on <= due_on for each in fact.event.measures)


def refolded(facts: Sequence[Fact[RectificationEvent]]) -> RectificationState:
    return reduce(RECTIFICATION.evolve, facts, RECTIFICATION.initial())


def owner_after(facts: Sequence[Fact[RectificationEvent]]) -> str | None:
    """Account of the owner after some facts; None for nobody in person."""
    named = [f.event for f in facts if isinstance(f.event, (Issued, Imported, OwnerAssigned))]
    return named[-1].owner or None


def hands_of(
    facts: Sequence[Fact[RectificationEvent]], kind: type[RectificationEvent]
) -> set[str | None]:
    """Accounts behind the last event of a kind."""
    actors = [fact.actor for fact in facts if isinstance(fact.event, kind)]
    return {actors[-1].account, actors[-1].on_behalf_of} if actors else set()


def due_days_move_by_events_that_say_so(life: Life) -> None:
    state, version = RECTIFICATION.initial(), 0
    for fact in life.facts:
        after = RECTIFICATION.evolve(state, fact)
        if state.number and after.effective_due_on != state.effective_due_on:
            assert isinstance(fact.event, (ExtensionGranted, TermsAdopted))
            assert after.deadline_version == version + 1
        assert after.deadline_version >= version
        state, version = after, after.deadline_version


def children_can_be_issued(life: Life) -> None:
    """What continues an item is never refused on its way."""
    for effect in life.effects:
        if isinstance(effect, Open):
            command = from_json(Issue, effect.data)
            child = Life(life.terms, life.now + timedelta(days=30))
            child.does(SYSTEM, command)
            assert child.state.stream == effect.stream
            assert {*life.state.doers} <= {*child.state.doers}


@given(st.one_of(st.sampled_from(OPENINGS), *forms(date(2026, 4, 1)).values()))
@settings(deadline=None)
def test_every_command_survives_the_wire(command: Command) -> None:
    assert from_json(COMMANDS[command.name], to_json(command)) == command


@given(st.integers(0, 400), st.integers(0, 86_399))
@settings(max_examples=40, deadline=None)
def test_however_long_the_silence_each_level_is_raised_once_and_in_order(
    days: int, seconds: int
) -> None:
    life = Life()
    life.does(OFFICER, an_issue())
    life.wakes_up(on(3, 24) + timedelta(days=days, seconds=seconds))
    ladder_is_climbed_once(life)
    told = [fact for fact in life.facts if getattr(fact.event, "subject", None) is Subject.ITEM]
    superseded = [getattr(fact.event, "superseded", False) for fact in told]
    assert superseded.count(False) <= 1 + sum(not hasattr(f.event, "superseded") for f in told)


@given(st.integers(1, 20), st.integers(1, 20))
@settings(max_examples=20, deadline=None)
def test_a_clock_that_fired_is_never_armed_again(first: int, then: int) -> None:
    life = Life()
    life.does(OFFICER, an_issue())
    life.runs_until(on(4, 20) + timedelta(days=first))
    request: Request[Command] = Request("again", SYSTEM, life.now, AdoptTerms())
    assert RECTIFICATION.decide(life.state, request, life.terms) == []
    steps = [fact.step for fact in life.runs_until(life.now + timedelta(days=then))]
    assert len(steps) == len(set(steps))
    assert not set(steps) & {fact.step for fact in life.facts[: -len(steps) or None]}
