"""A policy under which something could fall silent is refused, and the value is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.errors import InvalidInputError
from models.policy import Ladder, Level, Policy, check
from models.policy_edition.settings import with_value

DEFAULT = Policy()


def fault(policy: Policy) -> str:
    with pytest.raises(InvalidInputError) as caught:
        check(policy)
    return caught.value.field


def test_the_built_in_default_makes_sense() -> None:
    check(DEFAULT)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("steps.accept_workdays", "0"),
        ("categories.immediate_workdays", "0"),
        ("categories.fixed_term_max_workdays", "29"),
        ("extension.max_count", "-1"),
        ("observation.observation_days", "-1"),
        ("notices.spread_seconds", "-1"),
        ("notices.late_after_seconds", "599"),
        ("second_signer_from_severity", "0"),
        ("item.repeat_every_workdays", "0"),
        ("item.red.points", "1"),
        ("item.red.roles", " "),
    ],
)
def test_a_value_out_of_range_is_named(path: str, text: str) -> None:
    assert fault(with_value(DEFAULT, path, text)) == path


@pytest.mark.parametrize(
    ("path", "text"),
    [("categories.fixed_term_max_workdays", "30"), ("notices.late_after_seconds", "600")],
)
def test_a_value_at_its_limit_is_accepted(path: str, text: str) -> None:
    check(with_value(DEFAULT, path, text))


def test_levels_rise_with_the_days() -> None:
    assert fault(with_value(DEFAULT, "item.yellow.offset_workdays", "6")) == "item"


def test_two_rungs_of_one_day_are_refused() -> None:
    assert fault(with_value(DEFAULT, "item.yellow.offset_workdays", "5")) == "item"


def test_a_ladder_without_a_rung_after_the_due_day_is_refused() -> None:
    rungs = DEFAULT.ladders["item"].rungs
    blue = tuple(rung for rung in rungs if rung.level is Level.BLUE)
    assert fault(replace(DEFAULT, ladders={**DEFAULT.ladders, "item": Ladder(blue)})) == "item"


def test_a_missing_ladder_is_named() -> None:
    ladders = {name: ladder for name, ladder in DEFAULT.ladders.items() if name != "verify"}
    assert fault(replace(DEFAULT, ladders=ladders)) == "verify"
