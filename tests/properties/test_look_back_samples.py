"""Whatever the population and the seed, a sample keeps its quota and can be drawn again."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from models.look_back.candidate import Candidate
from models.look_back.sampling import Reason, draw, quota, rest_of, whole_reasons
from models.policy import LookBackTerms

UNITS = ("D01", "D02", "Z1", "Z1-01", "Z1-02")


def candidates() -> st.SearchStrategy[list[Candidate]]:
    """Populations of up to sixty items in a few units, some of which went wrong."""
    one = st.builds(
        Candidate,
        item=st.integers(1, 999).map(lambda n: f"FP2026-{n:03d}"),
        unit=st.sampled_from(UNITS),
        closed_on=st.just(date(2026, 3, 20)),
        reviewed_unit=st.sampled_from(("", *UNITS)),
        severity=st.sampled_from((1, 1, 1, 2, 3, 4)),
        is_rebound=st.sampled_from((False, False, False, True)),
        was_extended=st.sampled_from((False, False, False, True)),
        reached_red=st.sampled_from((False, False, False, True)),
    )
    return st.lists(one, max_size=60, unique_by=lambda each: each.item)


SEEDS = st.text("0123456789abcdef", min_size=32, max_size=32)
REVIEWED = st.lists(st.sampled_from((*UNITS, "D99")), unique=True)
PERCENTS = st.integers(1, 100)


@given(candidates(), REVIEWED, SEEDS, PERCENTS)
@settings(deadline=None)
def test_the_quota_is_held_and_nothing_that_went_wrong_is_missed(
    population: list[Candidate], units: list[str], seed: str, percent: int
) -> None:
    terms = LookBackTerms(sample_percent=percent)
    drawn = {each.item: each.reasons for each in draw(population, units, seed, terms)}
    assert len(drawn) <= len(population)
    assert all(each.item in drawn for each in population if whole_reasons(each, terms))
    shared = [item for item, reasons in drawn.items() if reasons == (Reason.SHARE,)]
    rest = rest_of(population, terms)
    assert len(shared) == quota(rest, terms)
    assert 100 * len(shared) >= percent * rest
    for unit in units:
        own = [each.item for each in population if unit in each.units]
        assert not own or set(own) & set(drawn)


@given(candidates(), REVIEWED, SEEDS, PERCENTS, st.randoms())
@settings(deadline=None)
def test_anyone_draws_the_same_again_in_whatever_order_items_are_listed(
    population: list[Candidate], units: list[str], seed: str, percent: int, shuffler: object
) -> None:
    terms = LookBackTerms(sample_percent=percent)
    first = draw(population, units, seed, terms)
    shuffled = list(population)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random of hypothesis
    assert draw(shuffled, reversed(units), seed, terms) == first


@given(candidates(), REVIEWED, SEEDS, PERCENTS, PERCENTS)
@settings(deadline=None)
def test_a_larger_share_never_drops_an_item(
    population: list[Candidate], units: list[str], seed: str, one: int, other: int
) -> None:
    smaller, larger = (
        {each.item for each in draw(population, units, seed, LookBackTerms(sample_percent=percent))}
        for percent in sorted((one, other))
    )
    assert smaller <= larger
