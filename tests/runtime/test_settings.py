from __future__ import annotations

import pytest
from pydantic import ValidationError

from models.errors import ConfigurationError
from runtime.settings import Settings, load_settings


def test_environment_gives_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUPAN_API_PORT", "9100")
    assert load_settings().api_port == 9100


def test_arguments_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUPAN_API_PORT", "9100")
    assert load_settings(api_port=9200).api_port == 9200
    assert load_settings(api_port=None).api_port == 9100


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("FUPAN_API_PORT", "eighty", "整数"),
        ("FUPAN_API_PORT", "70000", "65535"),
        ("FUPAN_SMTP_SECURITY", "ssl", "starttls"),
        ("FUPAN_SIMULATION", "maybe", "true 或 false"),
        ("FUPAN_COMMITTEE", "a/b", "格式"),
        ("FUPAN_PUBLIC_URL", "javascript:alert(1)", "格式"),
    ],
)
def test_a_bad_value_is_refused_by_its_variable_and_reason(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert name in caught.value.message
    assert reason in caught.value.message


@pytest.mark.parametrize("kind", ["database", "sequencer_database", "admin_database"])
def test_a_missing_secret_is_named_only_by_who_needs_it(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    variable = f"FUPAN_{kind.upper()}_URL"
    monkeypatch.delenv(variable, raising=False)
    settings = load_settings()
    ask = settings.app_database if kind == "database" else getattr(settings, kind)
    with pytest.raises(ConfigurationError, match=variable):
        ask()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUPAN_DATABASE_URL", "postgresql://app:hidden@host/db")
    assert "hidden" not in repr(load_settings())


def test_a_bad_value_is_not_repeated_because_it_may_be_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FUPAN_SMTP_PORT", "hunter2")
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert "hunter2" not in caught.value.message


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(ValidationError):
        Settings().api_port = 1
