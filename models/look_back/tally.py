"""How many verdicts of each kind a unit or a verifier has (domain.md §2.8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from models.look_back.state import LookBackState, SampledItem
from models.look_back.verdict import Verdict

# Imported history names whoever verified by post only, if at all.
UNKNOWN_VERIFIER = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """One row: verdicts counted for a unit, a verifier, or all.

    Attributes:
        key: Code of the unit, or account (else post) of the verifier; empty when unknown.
        counts: Number of items by verdict, in the order of `Verdict`.
        dropped: Items that were not looked at.
    """

    key: str
    counts: tuple[int, ...]
    dropped: int = 0

    @property
    def judged(self) -> int:
        """Items with a verdict."""
        return sum(self.counts)


def whole(state: LookBackState) -> Tally:
    """The whole sample."""
    return _tally("", state.items)


def by_unit(state: LookBackState) -> tuple[Tally, ...]:
    """A row per responsible unit, by code."""
    return _grouped(state, lambda each: (each.candidate.unit,))


def by_verifier(state: LookBackState) -> tuple[Tally, ...]:
    """A row per account that verified or countersigned; the post stands in for a lost account."""
    return _grouped(state, _closers)


def _closers(item: SampledItem) -> tuple[str, ...]:
    candidate = item.candidate
    accounts = tuple(dict.fromkeys((*candidate.verifiers, *candidate.countersigners)))
    return accounts or (candidate.verifier_post or UNKNOWN_VERIFIER,)


def _grouped(
    state: LookBackState, keys: Callable[[SampledItem], tuple[str, ...]]
) -> tuple[Tally, ...]:
    groups: dict[str, list[SampledItem]] = {}
    for item in state.items:
        for key in keys(item):
            groups.setdefault(key, []).append(item)
    return tuple(_tally(key, groups[key]) for key in sorted(groups))


def _tally(key: str, items: Iterable[SampledItem]) -> Tally:
    found = list(items)
    counted = Counter(each.verdict for each in found if not each.dropped_reason)
    dropped = sum(bool(each.dropped_reason) for each in found)
    return Tally(key, tuple(counted[verdict] for verdict in Verdict), dropped)
