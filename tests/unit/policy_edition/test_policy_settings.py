"""Every value of the policy can be named, read and replaced by what people type."""

from __future__ import annotations

from datetime import time

import pytest

from models.errors import InvalidInputError
from models.policy import Level, Policy
from models.policy_edition.settings import as_text, values, with_value

DEFAULT = Policy()


def test_one_rung_of_one_ladder_is_changed_and_nothing_else() -> None:
    changed = with_value(DEFAULT, "item.yellow.offset_workdays", "2")
    was, now = dict(values(DEFAULT)), dict(values(changed))
    assert {path for path in was if was[path] != now[path]} == {"item.yellow.offset_workdays"}
    assert now["item.yellow.offset_workdays"] == 2


def test_rungs_of_the_same_level_are_counted() -> None:
    changed = with_value(DEFAULT, "item.blue.2.offset_workdays", "-1")
    offsets = [r.offset_workdays for r in changed.ladders["item"].rungs if r.level is Level.BLUE]
    assert offsets == [-5, -1]


def test_rungs_stay_sorted() -> None:
    changed = with_value(DEFAULT, "item.blue.1.offset_workdays", "-1")
    offsets = [rung.offset_workdays for rung in changed.ladders["item"].rungs]
    assert offsets == sorted(offsets)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("steps.accept_workdays", "3", 3),
        ("notices.digest_at", "08:15", time(8, 15)),
        ("second_signer_from_severity", "2", 2),
        ("item.repeat_every_workdays", "3", 3),
        ("verify.orange.action", "当面督办", "当面督办"),
        ("item.blue.1.roles", "owner, gb_secretary", ("owner", "gb_secretary")),
    ],
)
def test_values_of_every_kind_are_read(path: str, text: str, value: object) -> None:
    assert dict(values(with_value(DEFAULT, path, text)))[path] == value


def test_every_value_can_be_typed_back() -> None:
    for path, value in values(DEFAULT):
        assert with_value(DEFAULT, path, as_text(value)) == DEFAULT, path


@pytest.mark.parametrize("path", ["item.green.points", "item.blue.offset_workdays", "version", ""])
def test_an_unknown_path_is_named(path: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        with_value(DEFAULT, path, "1")
    assert (caught.value.code, caught.value.field) == ("policy_path_unknown", path)


@pytest.mark.parametrize(
    ("path", "text", "word"),
    [("steps.accept_workdays", "两天", "整数"), ("notices.digest_at", "早上", "时刻")],
)
def test_a_value_of_the_wrong_kind_is_refused(path: str, text: str, word: str) -> None:
    with pytest.raises(InvalidInputError, match=word):
        with_value(DEFAULT, path, text)
