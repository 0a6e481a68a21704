"""Domain.md §2.8: what went wrong is looked at whole, of the rest a share, of each unit one."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pytest

from models.look_back.events import Sampled
from models.look_back.sampling import Drawn, Reason, draw, quota
from models.policy import LookBackTerms
from tests.unit.look_back.builders import SEED, a_candidate, begun

TERMS = LookBackTerms()


def items(drawn: tuple[Drawn, ...]) -> list[str]:
    return [each.item for each in drawn]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"severity": 3}, Reason.SEVERITY),
        ({"is_rebound": True}, Reason.REBOUND),
        ({"was_extended": True}, Reason.EXTENDED),
        ({"reached_red": True}, Reason.RED),
    ],
)
def test_what_went_wrong_is_always_looked_at(changes: dict[str, Any], reason: Reason) -> None:
    ordinary = [a_candidate(f"FP2026-{n:03d}") for n in range(1, 11)]
    drawn = draw([*ordinary, a_candidate("FP2026-099", **changes)], (), SEED, TERMS)
    assert Drawn("FP2026-099", (reason,)) in drawn
    assert len(drawn) == 4  # three of ten ordinary ones


def test_every_reason_is_told() -> None:
    (drawn,) = draw([a_candidate(severity=4, reached_red=True)], (), SEED, TERMS)
    assert drawn.reasons == (Reason.SEVERITY, Reason.RED)


@pytest.mark.parametrize(("rest", "expected"), [(0, 0), (1, 1), (3, 1), (4, 2), (10, 3), (11, 4)])
def test_the_share_is_rounded_up(rest: int, expected: int) -> None:
    assert quota(rest, TERMS) == expected


def test_a_reviewed_unit_has_at_least_one_item_in_the_sample() -> None:
    many = [a_candidate(f"FP2026-{n:03d}", unit="D01") for n in range(1, 31)]
    lonely = a_candidate("FP2026-900", unit="D02")
    found = a_candidate("FP2026-901", unit="Z1-02", reviewed_unit="Z1")
    drawn = draw([*many, lonely, found], ("D01", "D02", "Z1", "D03"), SEED, TERMS)
    assert {"FP2026-900", "FP2026-901"} <= set(items(drawn))
    alone = draw([lonely, *many], ("D02",), SEED, LookBackTerms(sample_percent=1))
    assert Drawn("FP2026-900", (Reason.UNIT,)) in alone


def test_a_unit_that_is_in_the_sample_anyway_gets_no_second_one() -> None:
    severe = a_candidate("FP2026-001", severity=4)
    other = a_candidate("FP2026-002")
    third = a_candidate("FP2026-003", unit="D02")
    drawn = draw([severe, other, third], ("D01",), SEED, LookBackTerms(sample_percent=1))
    assert [each.reasons for each in drawn if Reason.UNIT in each.reasons] == []


def test_the_sample_does_not_depend_on_the_order_of_the_population() -> None:
    some = [a_candidate(f"FP2026-{n:03d}") for n in range(1, 21)]
    assert draw(some, (), SEED, TERMS) == draw(some[::-1], (), SEED, TERMS)


def test_the_sample_on_record_is_drawn_again_from_the_stored_seed() -> None:
    """domain.md §2.11 scenario 10."""
    sampled = begun(*[a_candidate(f"FP2026-{n:03d}") for n in range(1, 21)]).events(Sampled)[0]
    terms = LookBackTerms(
        sample_percent=sampled.sample_percent, whole_from_severity=sampled.whole_from_severity
    )
    again = draw(sampled.population, sampled.units, sampled.seed, terms)
    assert again == sampled.sample
    assert len(again) == 6


def test_another_seed_draws_others() -> None:
    some = [a_candidate(f"FP2026-{n:03d}") for n in range(1, 41)]
    assert items(draw(some, (), SEED, TERMS)) != items(draw(some, (), SEED[::-1], TERMS))


def test_an_auditor_draws_the_same_items_with_the_tools_of_any_shell() -> None:
    """The recipe of ADR 0047, word for word."""
    if not all(map(shutil.which, ("sh", "sha256sum", "sort"))):
        pytest.skip("no sha256sum or sort on this machine")
    some = [a_candidate(f"FP2026-{n:03d}") for n in range(1, 41)]
    recipe = (
        'while read -r item; do printf "%s %s\\n" '
        '"$(printf "%s|%s" "$SEED" "$item" | sha256sum | cut -c1-64)" "$item"; done'
        ' | LC_ALL=C sort | head -n "$QUOTA" | cut -d" " -f2'
    )
    redrawn = subprocess.run(  # the recipe under test, without outside input
        ["/bin/sh", "-c", recipe],
        input="\n".join(each.item for each in some) + "\n",
        env={"SEED": SEED, "QUOTA": str(quota(len(some), TERMS)), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert redrawn.stdout.split() == items(draw(some, (), SEED, TERMS))
