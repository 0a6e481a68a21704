"""A unit's life in the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM, Actor, Event, Fact, Request
from models.org_unit.commands import (
    Describe,
    Dissolve,
    MergeInto,
    Move,
    OrgUnitCommand,
    OtherUnit,
    Register,
    Rename,
)
from models.org_unit.decider import ORG_UNIT
from models.org_unit.events import (
    AttemptRefused,
    Described,
    Dissolved,
    Merged,
    Moved,
    OrgUnitEvent,
    Registered,
    Renamed,
)
from models.org_unit.kinds import UnitKind, UnitStanding, UnitTier
from models.org_unit.register_row import SINCE_ALWAYS, RegisterRow, commands_to_reach
from models.org_unit.secretaries import SECRETARIES
from models.org_unit.state import OrgUnitState
from models.terms import Terms, TermsVersion

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MARCH = date(2026, 3, 1)
APRIL = date(2026, 4, 1)
COMMITTEE = OtherUnit("DW", UnitKind.COMMITTEE)
GENERAL_BRANCH = OtherUnit("Z1", UnitKind.GENERAL_BRANCH, above=("DW",))
BRANCH = Register(
    "Z1-01", "综采一队党支部", UnitKind.BRANCH, MARCH, GENERAL_BRANCH, "党支部书记", "井下", 15
)


def request(command: OrgUnitCommand, *roles: str) -> Request[OrgUnitCommand]:
    return Request("c-1", Actor("a-1", roles or ("org_officer",), "DW"), AT, command)


def after(*commands: OrgUnitCommand) -> OrgUnitState:
    state = ORG_UNIT.initial()
    for command in commands:
        for event in decided(state, command):
            state = ORG_UNIT.evolve(state, Fact(1, AT, SYSTEM, "c-1", event))
    return state


def decided(state: OrgUnitState, command: OrgUnitCommand, *roles: str) -> list[OrgUnitEvent]:
    return list(ORG_UNIT.decide(state, request(command, *roles), Terms()))


def refused(state: OrgUnitState, command: OrgUnitCommand, *roles: str) -> str:
    with pytest.raises((RuleRefusedError, InvalidInputError)) as caught:
        decided(state, command, *roles)
    return caught.value.code


def test_a_registered_branch_under_a_general_branch_is_reviewed_by_it() -> None:
    state = after(BRANCH)
    assert state.standing is UnitStanding.ACTIVE
    assert (state.parent, state.tier, state.members_count) == ("Z1", UnitTier.SUB, 15)


def test_a_branch_directly_under_the_committee_is_direct() -> None:
    assert after(replace(BRANCH, parent=COMMITTEE)).tier is UnitTier.DIRECT


def test_the_committee_has_neither_parent_nor_tier() -> None:
    state = after(Register("DW", "中共示例矿委员会", UnitKind.COMMITTEE, MARCH))
    assert (state.parent, state.tier) == ("", None)


def test_names_lose_the_spaces_around_them() -> None:
    [event] = decided(OrgUnitState(), replace(BRANCH, title=" 综采一队党支部 "))
    assert isinstance(event, Registered)
    assert event.name == "综采一队党支部"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (replace(BRANCH, code=""), "unit_code_malformed"),
        (replace(BRANCH, code="Z1/01"), "unit_code_malformed"),
        (replace(BRANCH, code="Z1 01"), "unit_code_malformed"),
        (replace(BRANCH, code="Z1\t01"), "unit_code_malformed"),
        (replace(BRANCH, code="Z" * 41), "unit_code_malformed"),
        (replace(BRANCH, title=" "), "unit_name_malformed"),
        (replace(BRANCH, title="支" * 101), "unit_name_malformed"),
        (replace(BRANCH, members_count=-1), "members_negative"),
        (replace(BRANCH, parent=None), "parent_missing"),
        (replace(BRANCH, kind=UnitKind.COMMITTEE), "committee_has_parent"),
        (replace(BRANCH, kind=UnitKind.GENERAL_BRANCH), "parent_kind_unfit"),
        (replace(BRANCH, parent=OtherUnit("Z1-02", UnitKind.BRANCH)), "parent_kind_unfit"),
        (replace(BRANCH, parent=replace(GENERAL_BRANCH, is_active=False)), "parent_not_active"),
        (replace(BRANCH, parent=replace(GENERAL_BRANCH, code="Z1-01")), "unit_ring"),
        (replace(BRANCH, parent=replace(GENERAL_BRANCH, above=("Z1-01",))), "unit_ring"),
    ],
)
def test_a_registration_that_makes_no_sense_is_refused(command: Register, code: str) -> None:
    assert refused(OrgUnitState(), command) == code


def test_longest_code_and_name_are_accepted() -> None:
    command = replace(BRANCH, code="Z" * 40, title="支" * 100, members_count=0)
    assert len(decided(OrgUnitState(), command)) == 1


def test_a_code_is_never_used_for_another_unit() -> None:
    assert refused(after(BRANCH), BRANCH) == "unit_code_taken"
    assert refused(after(BRANCH, Dissolve("采完", APRIL)), BRANCH) == "unit_code_taken"


def test_only_those_who_keep_the_register_may_change_it() -> None:
    assert refused(OrgUnitState(), BRANCH, "branch_secretary") == "not_registrar"
    for role in ("sys_admin", "org_head", "system"):
        assert decided(OrgUnitState(), BRANCH, role)


def test_a_renamed_unit_keeps_its_code() -> None:
    assert decided(after(BRANCH), Rename("综采队党支部", APRIL)) == [Renamed("综采队党支部", APRIL)]
    state = after(BRANCH, Rename("综采队党支部", APRIL))
    assert (state.code, state.name, state.changed_on) == ("Z1-01", "综采队党支部", APRIL)


def test_a_moved_unit_takes_the_tier_of_its_new_place() -> None:
    assert decided(after(BRANCH), Move(COMMITTEE, APRIL)) == [Moved("DW", UnitTier.DIRECT, APRIL)]
    assert after(BRANCH, Move(COMMITTEE, APRIL)).parent == "DW"


def test_a_unit_cannot_be_moved_below_itself() -> None:
    state = after(Register("Z1", "采煤科党总支", UnitKind.GENERAL_BRANCH, MARCH, COMMITTEE))
    below = OtherUnit("Z1-01", UnitKind.BRANCH, above=("Z1", "DW"))
    assert refused(state, Move(below, APRIL)) == "unit_ring"


def test_a_described_unit_has_new_particulars() -> None:
    assert decided(after(BRANCH), Describe("副书记", "地面", 16, APRIL)) == [
        Described("副书记", "地面", 16, APRIL)
    ]
    state = after(BRANCH, Describe("副书记", "地面", None, APRIL))
    assert (state.leader_post, state.location, state.members_count) == ("副书记", "地面", None)
    assert refused(after(BRANCH), Describe("", "", -1, APRIL)) == "members_negative"


def test_what_is_so_already_changes_nothing() -> None:
    state = after(BRANCH)
    assert decided(state, Rename("综采一队党支部", APRIL)) == []
    assert decided(state, Move(GENERAL_BRANCH, APRIL)) == []
    assert decided(state, Describe("党支部书记", "井下", 15, APRIL)) == []


def test_a_change_may_hold_from_the_day_of_the_last_one_but_not_before() -> None:
    state = after(BRANCH, Rename("综采队党支部", APRIL))
    assert decided(state, Rename("采煤队党支部", APRIL))
    assert refused(state, Rename("采煤队党支部", MARCH)) == "change_before_last"


def test_a_merged_unit_names_its_successor_and_cannot_change_any_more() -> None:
    successor = OtherUnit("Z1-02", UnitKind.BRANCH)
    assert decided(after(BRANCH), MergeInto(successor, APRIL)) == [Merged("Z1-02", APRIL)]
    state = after(BRANCH, MergeInto(successor, APRIL))
    assert (state.standing, state.merged_into) == (UnitStanding.MERGED, "Z1-02")
    assert ORG_UNIT.is_finished(state)
    assert refused(state, Rename("综采队党支部", APRIL)) == "unit_ended"


def test_a_merger_needs_another_active_unit() -> None:
    state = after(BRANCH)
    itself = OtherUnit("Z1-01", UnitKind.BRANCH)
    gone = OtherUnit("Z1-02", UnitKind.BRANCH, is_active=False)
    assert refused(state, MergeInto(itself, APRIL)) == "merged_into_itself"
    assert refused(state, MergeInto(gone, APRIL)) == "successor_not_active"


def test_a_unit_with_units_below_it_cannot_end() -> None:
    state = after(BRANCH)
    assert refused(state, Dissolve("采完", APRIL, ("Z1-011",))) == "unit_has_units_below"
    merge = MergeInto(OtherUnit("Z1-02", UnitKind.BRANCH), APRIL, ("Z1-011",))
    assert refused(state, merge) == "unit_has_units_below"


def test_a_unit_with_open_items_cannot_be_dissolved_without_handing_them_over() -> None:
    assert refused(after(BRANCH), Dissolve("采完", APRIL, open_items=2)) == "unit_has_open_items"


def test_a_dissolution_needs_a_reason() -> None:
    state = after(BRANCH)
    assert refused(state, Dissolve(" ", APRIL)) == "reason_missing"
    assert decided(state, Dissolve(" 采完 ", APRIL)) == [Dissolved("采完", APRIL)]
    assert ORG_UNIT.is_finished(after(BRANCH, Dissolve("采完", APRIL)))


def test_the_committee_never_ends() -> None:
    state = after(Register("DW", "中共示例矿委员会", UnitKind.COMMITTEE, MARCH))
    assert refused(state, Dissolve("并入", APRIL)) == "committee_stays"


def test_a_unit_nobody_registered_cannot_change() -> None:
    assert refused(OrgUnitState(), Rename("综采队党支部", APRIL)) == "unit_not_registered"


def test_a_refused_attempt_is_recorded_and_changes_nothing() -> None:
    error = RuleRefusedError("unit_ended", "已撤销")
    event = ORG_UNIT.refusal(request(Rename("甲", APRIL)), error)
    assert event == AttemptRefused("rename", "unit_ended", "已撤销")
    state = after(BRANCH)
    assert ORG_UNIT.evolve(state, Fact(2, AT, SYSTEM, "c-2", event)) == state


def test_a_unit_waits_for_nothing_and_tells_nobody() -> None:
    state = after(BRANCH)
    fact: Fact[OrgUnitEvent] = Fact(1, AT, SYSTEM, "c-1", Renamed("甲", APRIL))
    assert not ORG_UNIT.clocks(state, Terms())
    assert not ORG_UNIT.react(state, fact)
    assert not ORG_UNIT.is_finished(state)
    assert ORG_UNIT.terms_version(state) == TermsVersion()


def test_foreign_commands_and_events_are_bugs() -> None:
    class Foreign(OrgUnitCommand, Event):
        name = type = "foreign"

    with pytest.raises(TypeError):
        decided(OrgUnitState(), Foreign())
    with pytest.raises(TypeError):
        ORG_UNIT.evolve(OrgUnitState(), Fact(1, AT, SYSTEM, "c", Foreign()))  # type: ignore[arg-type]


class TestRegisterRow:
    """A register as people keep it: import twice, and the second time nothing happens."""

    ROW = RegisterRow(
        "Z1-01", "综采一队党支部", UnitKind.BRANCH, GENERAL_BRANCH, "党支部书记", "井下", 15
    )

    def test_an_unknown_unit_is_registered_as_having_always_been_there(self) -> None:
        commands = commands_to_reach(OrgUnitState(), self.ROW, APRIL)
        assert commands == [replace(BRANCH, effective_on=SINCE_ALWAYS)]

    def test_the_same_row_again_changes_nothing(self) -> None:
        state = after(*commands_to_reach(OrgUnitState(), self.ROW, APRIL))
        assert commands_to_reach(state, self.ROW, APRIL) == []

    def test_every_difference_becomes_a_dated_change(self) -> None:
        state = after(BRANCH)
        row = replace(self.ROW, name="甲", parent=COMMITTEE, members_count=16)
        commands = commands_to_reach(state, row, APRIL)
        assert commands == [
            Rename("甲", APRIL),
            Move(COMMITTEE, APRIL),
            Describe("党支部书记", "井下", 16, APRIL),
        ]
        assert commands_to_reach(after(BRANCH, *commands), row, APRIL) == []

    def test_a_committee_has_no_parent_to_compare(self) -> None:
        row = RegisterRow("DW", "中共示例矿委员会", UnitKind.COMMITTEE, None)
        state = after(*commands_to_reach(OrgUnitState(), row, APRIL))
        assert commands_to_reach(state, row, APRIL) == []


def test_every_kind_of_unit_has_a_secretary_of_its_own() -> None:
    assert set(SECRETARIES) == set(UnitKind)
    assert len(set(SECRETARIES.values())) == len(UnitKind)
