"""Whatever people and clocks do to an item, some things never happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.calendar import on_shanghai
from models.errors import FupanError
from models.facts import Actor, AdoptTerms, Command, Open, Request
from models.policy import Level
from models.rectification.commands import (
    COMMANDS,
    Accept,
    AcceptTransfer,
    AcknowledgeEscalation,
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
from models.rectification.countdown import Subject
from models.rectification.decider import RECTIFICATION
from models.rectification.events import (
    EVENTS,
    Closed,
    ClosureRejected,
    ClosureRequested,
    ExtensionGranted,
    Issued,
    LevelRaised,
    OwnerAssigned,
    PlanSubmitted,
    RectificationEvent,
    Reminded,
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
)
OPENINGS: Sequence[Command] = (
    an_issue(),
    an_issue(severity=3),
    an_issue(due_on=None, verifier="", verifier_unit=""),
    a_long_term_issue(),
    a_row(number="FP2026-001"),
    a_row(number="FP2026-001", state=ItemState.PENDING_VERIFY),
)


def commands(today: date) -> st.SearchStrategy[Command]:
    """Commands with fields that may or may not make sense on a day."""
    later = st.integers(-3, 40).map(lambda days: today + timedelta(days))
    hashes = st.integers(0, 3).map(lambda n: f"{n:064x}")
    people = st.sampled_from([OWNER, VERIFIER, OTHER_VERIFIER, SECRETARY])
    return st.one_of(
        st.sampled_from(
            [
                Accept(),
                SubmitPlan((Measure("补课", "支委", today),)),
                SubmitPlan(()),
                ApprovePlan(),
                ReturnPlan("太笼统"),
                ReportProgress("过半"),
                GrantExtension(),
                DenyExtension("不同意"),
                RequestClosure("完成", "现场可查"),
                RequestClosure("完成"),
                RejectClosure("不实"),
                Verify("同意", ALL_YES),
                Verify("同意", replace(ALL_YES, goal_reached=False)),
                Countersign(),
                Transfer("Z1-03", "合并"),
                AcceptTransfer("a-new", "队长"),
                DeclineTransfer("不接"),
                ReportCheckpoint("好"),
                AdoptTerms("新表"),
            ]
        ),
        st.builds(AttachEvidence, hashes, st.just(9), st.just("image/png")),
        st.builds(RequestExtension, later, st.just("缺料"), st.just("过半"), st.booleans()),
        st.builds(Reopen, st.just("反弹"), st.none() | later, st.booleans()),
        st.builds(AcknowledgeEscalation, st.just("马上"), st.sampled_from(Subject)),
        st.builds(VerifyCheckpoint, st.booleans(), st.just("好")),
        people.map(lambda who: AssignVerifier(who.account, who.unit)),
        people.map(lambda who: AssignOwner(who.account, "队长", "调岗")),
        st.just(Terminate("撤销")).filter(lambda _: today.day == 13),
    )


@dataclass
class Step:
    """What is tried next, and when."""

    days: int
    is_running: bool
    is_helpful: bool


STEPS = st.builds(Step, st.integers(0, 12), st.booleans(), st.sampled_from([True] * 4 + [False]))


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A life of some dozens of steps; half of the refused attempts are nobody's fault."""
    life = Life(terms(work_calendar=calendar(2026)))
    life.does(OFFICER, draw(st.sampled_from(OPENINGS)))
    for step in draw(st.lists(STEPS, min_size=10, max_size=30)):
        moment = life.now + timedelta(days=step.days)
        if step.is_running:
            life.runs_until(moment)
        else:
            life.wakes_up(moment)
        if draw(st.integers(0, 9)) == 0:
            life.terms = replace(life.terms, calendar=calendar(2025, 2026, version=2))
        command = draw(commands(on_shanghai(life.now)))
        attempt(life, command, draw(st.permutations(PEOPLE)) if step.is_helpful else PEOPLE[4:5])
    return life


def attempt(life: Life, command: Command, people: Sequence[Actor]) -> None:
    """The first who may give the command gives it; if nobody may, nothing happens."""
    for actor in people:
        before = life.state
        try:
            life.does(actor, command)
            return
        except FupanError as error:
            assert error.code
            assert error.message
            assert life.state == before


MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@MANY
@given(lives())
def test_every_life_keeps_every_promise(life: Life) -> None:
    state = refolded_with_checks(life)
    assert state == life.state
    closings = [each for each in life.events(Closed)]
    assert len(closings) <= 1
    ladder_is_climbed_once(life)
    nobody_closed_their_own_loop(life)
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
    owner, authors, askers, signers = "", set[str](), set[str](), list[set[str]]()
    unit = ""
    for fact in life.facts:
        hands = {fact.actor.account, fact.actor.on_behalf_of or fact.actor.account}
        match fact.event:
            case Issued(owner=who, owner_unit=where):
                owner, unit = who, where
            case OwnerAssigned(owner=who):
                owner = who
            case PlanSubmitted():
                authors = hands
            case ClosureRequested():
                askers, signers = hands, []
            case ClosureRejected():
                signers = []
            case Verified():
                assert not hands & ({owner} | authors | askers)
                assert unit not in (fact.actor.unit, *fact.actor.own_units) or not unit
                signers.append(hands)
            case Closed(countersigned_by=second) if second:
                assert not hands & ({owner} | authors | askers)
                assert not hands & signers[0]


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
            child.does(life.facts[-1].actor, command)
            assert child.state.stream == effect.stream


@given(st.sampled_from(OPENINGS) | commands(date(2026, 4, 1)))
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
    request = Request("again", SYSTEM, life.now, AdoptTerms())
    assert RECTIFICATION.decide(life.state, request, life.terms) == []
    steps = [fact.step for fact in life.runs_until(life.now + timedelta(days=then))]
    assert len(steps) == len(set(steps))
    assert not set(steps) & {fact.step for fact in life.facts[: -len(steps) or None]}
