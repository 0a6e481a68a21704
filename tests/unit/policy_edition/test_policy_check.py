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
        ("annual_plan.month_min", "3"),
        ("annual_plan.light_months", "13"),
        ("annual_plan.alarm_from_month", "11"),
        ("review.min_forms", "4"),
        ("common_issue.units_in_quarter", "1"),
        ("bulletin.names_units_from", "purple"),
        ("bulletin.signature", " "),
        ("bulletin.issue_workdays", "0"),
        ("look_back.sample_percent", "101"),
    ],
)
def test_a_value_out_of_range_is_named(path: str, text: str) -> None:
    assert fault(with_value(DEFAULT, path, text)) == path


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("categories.fixed_term_max_workdays", "30"),
        ("notices.late_after_seconds", "600"),
        ("annual_plan.light_months", "1,7,12"),
        ("bulletin.names_units_from", "never"),
    ],
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


def test_a_policy_from_before_a_subject_existed_has_that_subjects_default_ladder() -> None:
    ladders = {name: ladder for name, ladder in DEFAULT.ladders.items() if name != "verify"}
    assert replace(DEFAULT, ladders=ladders) == DEFAULT


def test_a_ladder_of_an_unknown_subject_is_named() -> None:
    ladders = {**DEFAULT.ladders, "lunch": DEFAULT.ladders["item"]}
    assert fault(replace(DEFAULT, ladders=ladders)) == "lunch"
