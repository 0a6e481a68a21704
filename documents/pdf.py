"""PDF of an official document: fonts embedded, texts can be searched and copied.

A signed document becomes PDF/A-2u, which archives keep.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import typst

from documents import page
from documents.composition import DATE_INDENT, compose
from documents.displayable import displayable
from documents.fonts import font_folder
from models.document import OfficialDocument

TEMPLATE = Path(__file__).with_name("official.typ")


def render(document: OfficialDocument) -> bytes:
    """Set a document as PDF. Equal content gives equal bytes; unknown characters become 〓.

    The first call of a process reads the fonts; call it off the event loop.

    Raises:
        ValueError: A heading's level is not 1 to 4, or a table's row is not as long as its header.
    """
    written = json.dumps(displayable(_content(document)), ensure_ascii=False)
    made = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"composition": written},
        # An archive wants a date; a draft has none, and is nothing to keep.
        pdf_standards="a-2u" if document.signed_on else "1.7",
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave pages instead of one file")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(False, False, [font_folder()])


def _content(document: OfficialDocument) -> dict[str, Any]:
    content = {_key(name): value for name, value in asdict(compose(document)).items()}
    return {
        **content,
        "date-indent": DATE_INDENT,
        "signed-on": _calendar_day(document.signed_on),
        "page": _page(),
    }


def _key(name: str) -> str:
    return name.replace("_", "-")


def _calendar_day(day: date | None) -> dict[str, int] | None:
    return None if day is None else {"year": day.year, "month": day.month, "day": day.day}


def _page() -> dict[str, float]:
    return {
        "width": page.PAGE_WIDTH_MM,
        "height": page.PAGE_HEIGHT_MM,
        "top": page.MARGIN_TOP_MM,
        "bottom": page.MARGIN_BOTTOM_MM,
        "left": page.MARGIN_LEFT_MM,
        "right": page.MARGIN_RIGHT_MM,
        "text-width": page.TEXT_WIDTH_MM,
        "text-height": page.TEXT_HEIGHT_MM,
        "lines": page.LINES_PER_PAGE,
        "characters": page.CHARACTERS_PER_LINE,
        "title": page.TITLE_PT,
        "body": page.BODY_PT,
        "small": page.SMALL_PT,
        "table": page.TABLE_PT,
        "letterhead-top": page.LETTERHEAD_TOP_MM,
        "rule-below": page.RULE_BELOW_NUMBER_MM,
        "number-below": page.PAGE_NUMBER_BELOW_TEXT_MM,
        "rule": page.IMPRINT_RULE_MM,
        "inner-rule": page.IMPRINT_INNER_RULE_MM,
    }
