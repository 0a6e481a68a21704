"""Any sequence of rectification events that an item can have, for comparing two derivations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from models.escalation.countdown import Countdown, Subject
from models.facts import Actor, Fact
from models.rectification import events as happened
from models.rectification.evolve import evolve
from models.rectification.state import RectificationState
from tests.store.requests import SOME_DAY

# No command brings a NUL this far: the codec refuses it.
st.register_type_strategy(str, st.text(st.characters(codec="utf-8", exclude_characters="\0")))
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
_OPENINGS = (happened.Issued, happened.Imported)
_LATER = tuple(kind for kind in happened.EVENTS.values() if kind not in _OPENINGS)
# Whoever acted is the actor of the fact, and a countdown that an event begins is of one subject.
_ACTED = ("verified_by", "countersigned_by")
_OF_ITEM = (happened.ExtensionGranted, happened.TermsAdopted)


def _opening(number: str) -> st.SearchStrategy[Any]:
    item = st.builds(Countdown, st.just(Subject.ITEM), st.just(1), DAYS)
    return st.builds(
        lambda event, countdown: replace(
            event, number=number, committee="dw", countdowns=(countdown,)
        ),
        st.one_of(*map(st.from_type, _OPENINGS)),
        item,
    )


def histories(number: str = "FP2026-001") -> st.SearchStrategy[list[Fact[Any]]]:
    """Facts of one item, the first one its opening."""
    later = st.lists(st.one_of(*map(st.from_type, _LATER)), max_size=25)
    return st.builds(lambda first, rest: _facts([first, *rest]), _opening(number), later)


def _facts(events: list[Any]) -> list[Fact[Any]]:
    return [
        Fact(
            version,
            SOME_DAY + timedelta(days=version),
            Actor(f"a-{version % 3}", ("owner",), "Z1"),
            f"step-{version}",
            _possible(event, f"a-{version % 3}"),
        )
        for version, event in enumerate(events, start=1)
    ]


def _possible(event: Any, account: str) -> Any:
    for name in _ACTED:
        if getattr(event, name, ""):
            event = replace(event, **{name: account})
    if isinstance(event, happened.Verified):
        event = replace(event, verified_by=account)
    countdown = getattr(event, "countdown", None)
    if isinstance(countdown, Countdown):
        subject = Subject.ITEM if isinstance(event, _OF_ITEM) else Subject.VERIFY
        event = replace(event, countdown=replace(countdown, subject=subject))
    return event


def folded(facts: list[Fact[Any]]) -> RectificationState:
    """State after the facts."""
    state = RectificationState()
    for fact in facts:
        state = evolve(state, fact)
    return state
