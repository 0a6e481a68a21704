"""抽样: the same seed always draws the same items, and anyone can draw them again (ADR 0047).

Everything that went wrong before is looked at; of the rest, a share in the order of
`sha256(seed|item)`; and at least one item of every unit that was reviewed (domain.md §2.8).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from models.look_back.candidate import Candidate
from models.policy import LookBackTerms


class Reason(StrEnum):
    """Why an item is in the sample."""

    SEVERITY = "severity"
    REBOUND = "rebound"
    EXTENDED = "extended"
    RED = "red"
    SHARE = "share"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Drawn:
    """An item of the sample, and why it is in it."""

    item: str
    reasons: tuple[Reason, ...]


def draw(
    population: Iterable[Candidate], units: Iterable[str], seed: str, terms: LookBackTerms
) -> tuple[Drawn, ...]:
    """The sample, in the order of `place`.

    Args:
        population: Every candidate, each item once.
        units: Codes of the units that were reviewed in the half-year; one without any candidate
            is passed over.
        seed: Text that nobody could choose.
        terms: Share, and the severity from which all items are looked at.
    """
    ordered = sorted(population, key=lambda each: place(seed, each.item))
    reasons = {each.item: whole_reasons(each, terms) for each in ordered}
    rest = [each for each in ordered if not reasons[each.item]]
    for each in rest[: quota(len(rest), terms)]:
        reasons[each.item] = (Reason.SHARE,)
    for unit in sorted(set(units)):
        own = [each for each in ordered if unit in each.units]
        if own and not any(reasons[each.item] for each in own):
            reasons[own[0].item] = (Reason.UNIT,)
    return tuple(Drawn(item, why) for item, why in reasons.items() if why)


def place(seed: str, item: str) -> str:
    """Where an item stands in the drawing: hex digits of `sha256("{seed}|{item}")`."""
    return sha256(f"{seed}|{item}".encode()).hexdigest()


def quota(rest: int, terms: LookBackTerms) -> int:
    """How many of the rest are drawn: the share, rounded up."""
    return -(-rest * terms.sample_percent // 100)


def whole_reasons(candidate: Candidate, terms: LookBackTerms) -> tuple[Reason, ...]:
    """Why an item is looked at in any case; empty when it belongs to the rest."""
    found = (
        (Reason.SEVERITY, candidate.severity >= terms.whole_from_severity),
        (Reason.REBOUND, candidate.is_rebound),
        (Reason.EXTENDED, candidate.was_extended),
        (Reason.RED, candidate.reached_red),
    )
    return tuple(reason for reason, holds in found if holds)


def rest_of(population: Sequence[Candidate], terms: LookBackTerms) -> int:
    """Number of candidates that are not looked at in any case."""
    return sum(not whole_reasons(each, terms) for each in population)
