"""Finishes the generated API document: what FastAPI words in English is said in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI

from models import glossary
from models.account.roles import ROLE_LABELS
from models.annual_plan.coverage import PACES
from models.annual_plan.stage import SCOPES
from models.bulletin.text import SECTION_LABELS
from models.look_back.verdict import VERDICTS
from models.org_unit.kinds import KIND_LABELS, UnitTier
from models.review.glossary import FORMS, INDICATORS, KINDS

# Choices by the name of their class: what they are called, and what each one means.
_CHOICES: Mapping[str, tuple[str, Mapping[Any, str]]] = {
    "Category": ("整改类别", glossary.CATEGORIES),
    "ItemState": ("状态", glossary.STATES),
    "LedgerSort": ("排序", {"number": "按编号", "due": "按时限"}),
    "Level": ("督办等级", glossary.LEVELS),
    "Role": ("岗位", ROLE_LABELS),
    "Subject": ("督办对象", glossary.SUBJECTS),
    "Pace": ("进度", PACES),
    "ReviewKind": ("复盘类型", KINDS),
    "Scope": ("复盘范围", SCOPES),
    "Section": ("通报部分", SECTION_LABELS),
    "Indicator": ("指标", INDICATORS),
    "Verdict": ("认定", VERDICTS),
    "VisitForm": ("复盘形式", FORMS),
    "UnitKind": ("单位类型", KIND_LABELS),
    "UnitTier": ("复盘层级", {UnitTier.DIRECT: "党委直接复盘", UnitTier.SUB: "总支复盘"}),
}
_UPLOAD = "Body_"


def finished(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The application's own `openapi`, with the last words put into Chinese; computed once."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = generate()
            _word_schemas(document["components"]["schemas"])
            _word_successes(document["paths"])
        return generate()

    return openapi


def _word_schemas(schemas: dict[str, Any]) -> None:
    for name, schema in schemas.items():
        if name in _CHOICES:
            title, choices = _CHOICES[name]
            told = "、".join(f"{value} {label}" for value, label in choices.items())
            schema |= {"title": title, "description": f"{told}。"}
        elif name.startswith(_UPLOAD):
            schema |= {"title": "上传内容", "description": "multipart/form-data 表单。"}
        elif schema.get("title") == name:
            schema["title"] = str(schema["description"]).split("。")[0]


def _word_successes(paths: dict[str, Any]) -> None:
    for operations in paths.values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status.startswith("2") and response["description"] == "Successful Response":
                    response["description"] = "成功。"
