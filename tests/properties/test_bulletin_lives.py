"""Whatever people and clocks do to a bulletin, some things never happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from models.bulletin.commands import (
    Acknowledge,
    Approve,
    Correct,
    EditText,
    RecordRendering,
    RefreshUnits,
    ReturnDraft,
    Submit,
    TakeNumber,
)
from models.bulletin.decider import BULLETIN
from models.bulletin.events import Approved, BulletinEvent, Issued, LevelRaised, RenderingRecorded
from models.bulletin.figures import figures_hash
from models.bulletin.item_record import ItemRecord
from models.bulletin.overview import overview
from models.bulletin.stage import BulletinStage
from models.bulletin.state import BulletinState
from models.bulletin.text import Section
from models.document_register.commands import DocumentRegisterCommand, Draw
from models.document_register.decider import DOCUMENT_REGISTER
from models.document_register.events import DocumentRegisterEvent
from models.document_register.rules import DocumentRegisterState
from models.errors import FupanError
from models.escalation.commands import AcknowledgeEscalation
from models.escalation.countdown import Subject
from models.facts import SYSTEM, Actor, AdoptTerms, Command, Fact, Request
from models.rendering import RenderedFile
from models.terms import Terms
from tests.unit.bulletin.life import (
    ADDRESSED,
    D05_SECRETARY,
    DEPUTY,
    HEAD,
    OFFICER,
    SECRETARY,
    Z1_SECRETARY,
    Life,
    a_begin,
    an_item,
    figures_of,
)
from tests.unit.rectification.life import calendar
from wire.codec import from_json, to_json

FILES = (RenderedFile("a.pdf", "ab" * 32, 1, "application/pdf"),)
BOTH = Actor("a-both", ("org_officer", "committee_deputy"), "DW")
PEOPLE = (OFFICER, HEAD, SECRETARY, DEPUTY, BOTH, D05_SECRETARY, Z1_SECRETARY, SYSTEM)
COMMANDS: tuple[Command, ...] = (
    a_begin(),
    EditText(Section.LEAD, "改过的导语"),
    EditText(Section.PRACTICES, "改过的做法"),
    Submit(),
    Approve("同意"),
    ReturnDraft("数据不符"),
    TakeNumber(2026, 2, ADDRESSED),
    TakeNumber(2026, 3, ()),
    RecordRendering(FILES),
    Acknowledge(),
    RefreshUnits(("Z1",)),
    Correct("有误"),
    AcknowledgeEscalation("尽快", Subject.ISSUE_BULLETIN),
    AdoptTerms("新日历"),
)
acts = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(COMMANDS), st.integers(0, 4))
# Along the usual way, so that late stages are reached at all.
USUAL = [
    (SYSTEM, COMMANDS[0], 0),
    (OFFICER, Submit(), 3),
    (SECRETARY, Approve("同意"), 1),
    (SYSTEM, TakeNumber(2026, 2, ADDRESSED), 0),
]


def lived(beginning: int, steps: Sequence[tuple[Actor, Command, int]]) -> Life:
    """A life of these attempts, some days apart, with every clock fired in between."""
    life = Life()
    for actor, command, days in [*USUAL[:beginning], *steps]:
        life.runs_until(life.now + timedelta(days=days))
        before = replace(life.state)
        if isinstance(command, AdoptTerms):
            version = life.terms.calendar.version + 1
            life.terms = Terms(life.terms.policy, calendar(2026, version=version))
        try:
            life.does(actor, command)
        except FupanError:
            assert life.state == before
    return life


lives = st.builds(lived, st.integers(0, 4), st.lists(acts, max_size=12))


def of(life: Life, kind: type[BulletinEvent]) -> list[Fact[BulletinEvent]]:
    return [fact for fact in life.facts if isinstance(fact.event, kind)]


@settings(deadline=None)
@given(lives)
def test_state_is_the_fold_of_the_facts_and_travels(life: Life) -> None:
    initial: BulletinState = BULLETIN.initial()
    assert reduce(BULLETIN.evolve, life.facts, initial) == life.state
    assert from_json(BulletinState, to_json(life.state)) == life.state


@settings(deadline=None)
@given(lives)
def test_figures_never_change_and_what_is_issued_stays(life: Life) -> None:
    if life.state.figures is not None:
        assert life.state.figures == a_begin().figures
        assert life.state.figures_hash == figures_hash(life.state.figures)
    assert len(of(life, Issued)) <= 1
    assert len(of(life, RenderingRecorded)) <= 1


@settings(deadline=None)
@given(lives)
def test_nobody_approves_what_they_wrote(life: Life) -> None:
    for fact in of(life, Approved):
        before = reduce(BULLETIN.evolve, life.facts[: fact.version - 1], BulletinState())
        assert fact.actor.account not in before.hands


@settings(deadline=None)
@given(lives)
def test_each_level_is_raised_once_and_no_clock_fires_twice(life: Life) -> None:
    raised = [
        (event.subject, event.round, event.level)
        for event in (fact.event for fact in of(life, LevelRaised))
        if isinstance(event, LevelRaised)
    ]
    assert len(raised) == len(set(raised))
    fired = [fact.step for fact in life.facts if ":" in fact.step]
    assert len(fired) == len(set(fired))


@settings(deadline=None)
@given(lives)
def test_a_promise_is_open_exactly_while_something_is_waited_for(life: Life) -> None:
    is_waiting = life.state.state not in (BulletinStage.NONE, BulletinStage.CLOSED)
    assert bool(BULLETIN.clocks(life.state, life.terms)) == is_waiting
    assert (overview(life.state) is None) == (life.state.state is BulletinStage.NONE)
    assert (life.state.state is BulletinStage.CLOSED) == (
        bool(of(life, Issued)) and not life.state.silent
    )


DAYS = st.dates(date(2025, 6, 1), date(2026, 5, 1))


def item_of(number: int, days: list[date], level: str, rejected: int, kinds: int) -> ItemRecord:
    issued_on, due_on, ended_on = days
    return an_item(
        f"{number:03d}",
        issued_on=issued_on,
        due_on=due_on,
        closed_on=ended_on if kinds == 1 else None,
        is_judged=True,
        rebounded_on=ended_on + timedelta(days=9) if kinds == 1 and rejected else None,
        ended_on=ended_on if kinds == 2 else None,
        level=level,
        reject_no=rejected,
    )


items = st.lists(
    st.tuples(
        st.lists(DAYS, min_size=3, max_size=3).map(sorted),
        st.sampled_from(["", "yellow", "red"]),
        st.integers(0, 1),
        st.integers(0, 2),
    ),
    max_size=90,
).map(lambda rows: [item_of(number, *row) for number, row in enumerate(rows)])


@settings(deadline=None)
@given(items, st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_order_in_which_items_are_read(
    records: list[ItemRecord], chance: object
) -> None:
    shuffled = list(records)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    assert figures_of(*shuffled) == figures_of(*records)


@settings(deadline=None)
@given(items)
def test_no_share_is_more_than_the_whole(records: list[ItemRecord]) -> None:
    figures = figures_of(*records)
    shares = (
        figures.on_time, figures.overdue, figures.first_pass, figures.rebound, figures.extension,
    )  # fmt: skip
    for share in shares:
        assert 0 <= share.part <= share.whole
        assert share.percent is None or 0 <= share.percent <= 100
    assert figures.overdue.whole == figures.open


@given(st.lists(st.integers(0, 9), max_size=40))
def test_numbers_have_no_gap_and_no_double(asked: list[int]) -> None:
    state = DocumentRegisterState()
    for number in asked:
        draw: DocumentRegisterCommand = Draw(f"dw/bulletin/{number}")
        request = Request("c", SYSTEM, Life().now, draw)
        for event in DOCUMENT_REGISTER.decide(state, request, Terms()):
            fact: Fact[DocumentRegisterEvent] = Fact(1, Life().now, SYSTEM, "c", event)
            state = DOCUMENT_REGISTER.evolve(state, fact)
    assert len(set(state.documents)) == len(state.documents) == len(set(asked))
