"""Who is told, and what happens when a post is vacant."""

from __future__ import annotations

from models.facts import Recipient
from models.notice.recipients import Post, Roster, posts_asked, resolve

BRANCH = "Z1-01"
SECRETARY = Post("branch_secretary", BRANCH)
HEAD, SECURITY, SYSTEM = Post("org_head"), Post("sec_admin"), Post("sys_admin")
OVERSIGHT = {HEAD: ("head",), SECURITY: ("security",), SYSTEM: ("system-admin",)}


def test_every_holder_of_a_post_is_told() -> None:
    roster = Roster({SECRETARY: ("a", "b")})
    assert resolve([Recipient("branch_secretary", BRANCH)], roster).accounts == ("a", "b")


def test_an_account_that_holds_two_posts_is_told_once() -> None:
    roster = Roster({SECRETARY: ("a",), Post("owner", BRANCH): ("a",)})
    recipients = [Recipient("branch_secretary", BRANCH), Recipient("owner", BRANCH)]
    assert resolve(recipients, roster).accounts == ("a",)


def test_someone_named_in_person_is_told_instead_of_the_posts_holders() -> None:
    roster = Roster({Post("owner", BRANCH): ("other",)}, active=frozenset({"a"}))
    assert resolve([Recipient("owner", BRANCH, account="a")], roster).accounts == ("a",)


def test_the_posts_holders_stand_in_for_someone_who_has_left() -> None:
    roster = Roster({Post("owner", BRANCH): ("successor",)})
    found = resolve([Recipient("owner", BRANCH, account="gone")], roster)
    assert found.accounts == ("successor",)
    assert found.orphans == ()


def test_a_vacant_post_is_an_orphan_and_its_overseers_are_told() -> None:
    roster = Roster({**OVERSIGHT, SECRETARY: ()})
    found = resolve([Recipient("branch_secretary", BRANCH), Recipient("org_head")], roster)
    assert found.accounts == ("head",)
    assert found.orphans == (SECRETARY,)
    assert found.overseers == ("head", "security", "system-admin")


def test_a_vacant_post_keeps_nobody_else_from_being_told() -> None:
    roster = Roster({Post("gb_secretary", "Z1"): ("b",)})
    recipients = [Recipient("branch_secretary", BRANCH), Recipient("gb_secretary", "Z1")]
    assert resolve(recipients, roster).accounts == ("b",)


def test_overseers_are_left_alone_while_every_post_is_held() -> None:
    roster = Roster({**OVERSIGHT, SECRETARY: ("a",)})
    assert resolve([Recipient("branch_secretary", BRANCH)], roster).overseers == ()


def test_a_post_that_cannot_exist_is_no_orphan() -> None:
    post = Post("gb_secretary", "ZS-03")
    roster = Roster(OVERSIGHT, inapplicable=frozenset({post}))
    found = resolve([Recipient("gb_secretary", "ZS-03")], roster)
    assert found.orphans == ()
    assert found.overseers == ()


def test_the_roster_is_asked_for_the_overseers_too() -> None:
    asked = posts_asked([Recipient("branch_secretary", BRANCH), Recipient("org_head")])
    assert asked == (SECRETARY, HEAD, SECURITY, SYSTEM)


def test_a_post_is_named_in_chinese() -> None:
    assert SECRETARY.label == "党支部书记（Z1-01）"
    assert HEAD.label == "组织部部长"
    assert Post("lookback_team").label == "lookback_team"
