"""Chance, habits and absences: assumptions that mean what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.errors import ConfigurationError, InvalidInputError
from simulation.behaviour import Away, Behaviour, check
from simulation.behaviour_file import read_behaviour
from simulation.dice import Dice
from tests.simulation.people import NEVER, view

TODAY = date(2026, 3, 23)


def test_the_same_seed_draws_the_same_whatever_was_drawn_before() -> None:
    one, other = Dice(7).on("a"), Dice(7).on("a")
    other.share("something else")
    assert one.share("x", 1) == other.share("x", 1)
    assert one.share("x", 1) != Dice(8).on("a").share("x", 1)
    assert one.share("x", 1) != Dice(7).on("b").share("x", 1)


def test_a_chance_comes_true_about_as_often_as_it_says() -> None:
    dice = Dice(1)
    assert 230 < sum(dice.chance(25, n) for n in range(1000)) < 270
    assert not any(dice.chance(0, n) for n in range(1000))
    assert all(dice.chance(100, n) for n in range(1000))


def test_numbers_stay_between_their_bounds_and_reach_both() -> None:
    drawn = {Dice(1).number(2, 5, n) for n in range(200)}
    assert drawn == {2, 3, 4, 5}


def test_lateness_is_at_least_one_day_and_near_its_mean() -> None:
    drawn = [Dice(1).late(4.0, n) for n in range(2000)]
    assert min(drawn) == 1
    assert 3.5 < sum(drawn) / len(drawn) < 4.8


def test_whoever_is_never_late_keeps_every_term() -> None:
    assert all(view(TODAY).unit_wait("D01", 5, n) <= 5 for n in range(200))


def test_whoever_is_always_late_keeps_none() -> None:
    always = replace(NEVER, unit_late_percent=100)
    assert all(view(TODAY, always).unit_wait("D01", 5, n) > 5 for n in range(200))


def test_weak_units_are_late_more_often() -> None:
    weak = replace(NEVER, weak_unit_percent=100, weak_factor=3)
    assert view(TODAY, weak).factor("D01") == 3
    assert view(TODAY, replace(weak, weak_unit_percent=0)).factor("D01") == 1


def test_an_absence_covers_its_days_and_no_other() -> None:
    behaviour = replace(
        NEVER, away=(Away(date(2026, 5, 4), 3), Away(date(2026, 6, 1), 1, "verifier"))
    )
    down = [day for day in range(1, 10) if behaviour.is_down(date(2026, 5, day))]
    assert down == [4, 5, 6]
    assert behaviour.is_away("verifier", date(2026, 6, 1))
    assert not behaviour.is_away("owner", date(2026, 6, 1))
    assert not behaviour.is_down(date(2026, 6, 1))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unit_late_percent", 101),
        ("rebound_percent", -1),
        ("weaknesses_min", 9),
        ("late_workdays", 0.0),
        ("weak_factor", 0),
        ("immediate_percent", 99),
        ("away", (Away(date(2026, 1, 1), 0),)),
    ],
)
def test_senseless_assumptions_are_refused(name: str, value: object) -> None:
    changed = Behaviour(**{name: value})  # type: ignore[arg-type]  # one field of any type
    with pytest.raises(InvalidInputError):
        check(changed)


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "habits.toml"
    file.write_text(
        'unit_late_percent = 40\n[[away]]\nfrom_on = 2026-05-04\ndays = 2\nrole = "verifier"\n'
    )
    expected = replace(
        Behaviour(), unit_late_percent=40, away=(Away(date(2026, 5, 4), 2, "verifier"),)
    )
    assert read_behaviour(file) == expected


def test_json_says_the_same_as_toml(tmp_path: Path) -> None:
    file = tmp_path / "habits.json"
    file.write_text('{"rebound_percent": 9}')
    assert read_behaviour(file) == replace(Behaviour(), rebound_percent=9)


@pytest.mark.parametrize("text", ["unit_lat_percent = 1", "[[away]]\nfrom = 2026-05-04"])
def test_a_misspelt_name_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "habits.toml"
    file.write_text(text)
    with pytest.raises(InvalidInputError) as refused:
        read_behaviour(file)
    assert refused.value.field in {"unit_lat_percent", "away.from"}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        read_behaviour(tmp_path / "none.toml")
