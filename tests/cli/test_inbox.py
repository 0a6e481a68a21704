"""`fupan inbox` as far as it needs no instance; the rest is shown end to end."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.inbox import _as_json, _key, _mark, _print
from cli.main import main
from models.notice.view import NoticeView
from models.policy import Level
from store.queries.inbox import InboxKey, InboxRow

AT = datetime(2026, 5, 6, 1, 3, tzinfo=UTC)
VIEW = NoticeView("n1", "escalation.yellow", Level.YELLOW, "rectification", "FP2026-001")
ROW = InboxRow(VIEW, "dw/rectification/FP2026-001", 7, AT, None)


def test_without_a_terminal_a_page_is_tab_separated(capsys: pytest.CaptureFixture[str]) -> None:
    _print([ROW], {"yellow": 1})
    heading, row, unread = capsys.readouterr().out.splitlines()
    assert heading.split("\t")[:3] == ["时间", "等级", "标题"]
    assert row.split("\t")[0] == "2026-05-06 09:03"
    assert row.split("\t")[4:] == ["未签阅", "n1"]
    assert unread == "未签阅通知共1条。"


def test_machines_get_codes_and_words() -> None:
    assert _as_json(ROW)["number"] == "FP2026-001"
    assert _as_json(ROW)["posted_at"] == "2026-05-06T01:03:00+00:00"
    assert _as_json(ROW)["text"].startswith("整改事项FP2026-001逾期催办。")


def test_a_page_goes_on_where_the_last_one_ended() -> None:
    assert _key(_mark(ROW)) == InboxKey(AT, "n1")
    assert _key("") is None


@pytest.mark.parametrize("arguments", [["read"], ["read", "n1", "--all"]])
def test_reading_wants_either_ids_or_all(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inbox", *arguments]) == 2
    assert "--all" in capsys.readouterr().err


def test_without_an_instance_it_says_how_to_start_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FUPAN_DATABASE_URL", raising=False)
    assert main(["inbox", "list", "--data-dir", str(tmp_path)]) == 2
    assert "fupan up" in capsys.readouterr().err
