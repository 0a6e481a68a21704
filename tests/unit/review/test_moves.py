"""The five moves, and the indicators of the third."""

from __future__ import annotations

import math

import pytest

from models.facts import Command
from models.review.commands import (
    RecordCauses,
    RecordExperience,
    RecordGoals,
    RecordPatterns,
    RecordResults,
)
from models.review.content import Figures, Indicator, Move, Standing
from models.review.events import AdHocProposed
from models.review.room import characters_of
from tests.unit.review.life import (
    LEAD,
    MEMBER,
    OFFICER,
    drafted,
    figures,
    in_session,
    notified,
    walk_through,
)

IN_ORDER: tuple[Command, ...] = (
    RecordGoals("目标"),
    RecordExperience("体会"),
    RecordResults("结果", figures()),
    RecordCauses("原因"),
    RecordPatterns("规律"),
)


@pytest.mark.parametrize("place", range(1, 5))
def test_a_move_waits_for_the_one_before_it(place: int) -> None:
    life = in_session()
    for move in IN_ORDER[: place - 1]:
        life.does(LEAD, move)
    assert life.refuses(LEAD, IN_ORDER[place]) == "move_out_of_order"
    life.does(LEAD, IN_ORDER[place - 1])
    life.does(LEAD, IN_ORDER[place])
    assert [each.move for each in life.state.moves] == list(Move)[: place + 1]


def test_a_move_is_said_again_in_better_words_until_the_draft_is_finished() -> None:
    life = walk_through(in_session())
    life.does(MEMBER, RecordGoals(" 更准确的目标 "))
    assert life.state.moves[0].text == "更准确的目标"
    assert len(life.state.moves) == 5
    assert life.state.missing_moves == ()
    assert drafted().refuses(MEMBER, RecordGoals("又一个")) == "wrong_state"
    assert notified().refuses(MEMBER, RecordGoals("早了")) == "wrong_state"
    assert life.rejects(MEMBER, RecordGoals(" ")) == "text_missing"


def test_the_figures_say_themselves_whether_they_are_good() -> None:
    life = in_session()
    life.does(LEAD, IN_ORDER[0])
    life.does(LEAD, IN_ORDER[1])
    given = figures(reform_tasks_done_percent=70, livelihood_items_done=None)
    life.does(OFFICER, RecordResults("结果", given[::-1]))
    standings = {each.indicator: each.standing for each in life.state.indicators}
    assert list(standings) == list(Indicator)
    assert standings[Indicator.SAFETY_ACCIDENTS] is Standing.MET
    assert standings[Indicator.COST_SAVING_10K_YUAN] is Standing.MET
    assert standings[Indicator.REFORM_TASKS_DONE_PERCENT] is Standing.UNMET
    assert standings[Indicator.LIVELIHOOD_ITEMS_DONE] is Standing.NOT_APPLICABLE
    assert life.state.red_dots == ()


def test_what_should_be_zero_and_is_not_proposes_a_review_once() -> None:
    life = in_session()
    life.does(LEAD, IN_ORDER[0])
    life.does(LEAD, IN_ORDER[1])
    bad = RecordResults("结果", figures(safety_accidents=1))
    life.does(LEAD, bad)
    life.does(LEAD, bad)
    (proposed,) = life.events(AdHocProposed)
    assert proposed.indicators == (Indicator.SAFETY_ACCIDENTS,)
    assert life.state.indicators[0].standing is Standing.UNMET
    (notice,) = [each for each in life.notices() if each.kind == "review.ad_hoc_proposed"]
    assert [each.role for each in notice.recipients] == ["org_officer", "org_head"]
    life.does(LEAD, RecordResults("结果", figures(safety_accidents=1, environment_events=1)))
    assert len(life.events(AdHocProposed)) == 2


def test_all_six_indicators_are_given_once_and_make_sense() -> None:
    life = in_session()
    life.does(LEAD, IN_ORDER[0])
    life.does(LEAD, IN_ORDER[1])
    whole = figures()
    senseless = [math.nan, math.inf, -1.0, 1e10]
    for given, code in [
        (whole[:5], "indicators_incomplete"),
        ((*whole, whole[0]), "indicators_incomplete"),
        *((figures(safety_accidents=bad), "figure_senseless") for bad in senseless),
        ((*whole[:5], Figures(Indicator.LIVELIHOOD_ITEMS_DONE, 3)), "target_missing"),
        ((Figures(Indicator.SAFETY_ACCIDENTS, 0, 1), *whole[1:]), "target_not_zero"),
    ]:
        assert life.rejects(LEAD, RecordResults("结果", tuple(given))) == code


def test_a_review_has_room_for_so_many_words_only() -> None:
    life = in_session()
    for move in IN_ORDER[:2]:
        life.does(LEAD, move)
    long = "长" * 4000
    assert characters_of((long, [long], 7)) == 8000
    for text_of in (RecordGoals, RecordExperience):
        life.does(LEAD, text_of(long))
    life.does(LEAD, RecordResults(long, figures()))
    life.does(LEAD, RecordCauses(long))
    life.does(LEAD, RecordPatterns(long))
    life.does(LEAD, RecordGoals(long))  # what it replaces counts until it has done so
    assert characters_of(life.state.moves) == 20_000 + sum(len(move) for move in Move)
    assert life.rejects(LEAD, RecordGoals(long + "长")) == "text_too_long"
