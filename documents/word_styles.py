"""Styles, settings and footers of an official document in WordprocessingML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from documents import page
from documents.fonts import FANGSONG, HEADING_FONTS, HEITI, SONGTI, TITLE_SONG
from documents.word_blocks import fonts, paragraph, run
from documents.word_measures import BODY_SPACING, CHARACTER, LINE_PITCH, half_points, twips
from documents.word_xml import element, root

_OFF_GRID: Final = element("snapToGrid", val=0)
_NO_INDENT: Final = element("ind", firstLineChars=0, firstLine=0)


def styles() -> str:
    """Normal is the body text: 3号 by the grid, first line two characters in."""
    return root(
        "styles",
        element("docDefaults", element("rPrDefault", element("rPr", *_body_text()))),
        _style("Normal", "Normal", _body_paragraph(), _body_text(), default=True),
        *(_heading(level, font) for level, font in HEADING_FONTS.items()),
        _style("Form", "Form", [_exact(LINE_PITCH), _NO_INDENT, _aligned("left")]),
        _style("Title", "Title", _title_paragraph(), _text(TITLE_SONG, page.TITLE_PT)),
        _style("Caption", "caption", _caption_paragraph(), _text(HEITI, page.TABLE_PT)),
        _style("TableText", "Table Text", _small_paragraph(17), _text(FANGSONG, page.TABLE_PT)),
        _style("Imprint", "Imprint", _small_paragraph(24), _text(FANGSONG, page.SMALL_PT)),
        _style("Footer", "footer", _small_paragraph(page.SMALL_PT), _text(SONGTI, page.SMALL_PT)),
    )


def _heading(level: int, font: str) -> str:
    properties = [element("keepNext"), element("keepLines"), element("outlineLvl", val=level - 1)]
    return _style(f"Heading{level}", f"heading {level}", properties, [fonts(font)])


def _style(
    identity: str,
    name: str,
    paragraphs: Sequence[str],
    texts: Sequence[str] = (),
    *,
    default: bool = False,
) -> str:
    based = [] if default else [element("basedOn", val="Normal")]
    chosen = {"default": 1} if default else {}
    return element(
        "style",
        element("name", val=name),
        *based,
        element("qFormat"),
        element("pPr", *paragraphs),
        element("rPr", *texts) if texts else "",
        type="paragraph",
        **chosen,
        styleId=identity,
    )


def _body_text() -> list[str]:
    """3号仿宋 at the pitch of the character grid.

    The pitch is said here and the grid left alone, though the section declares it: LibreOffice
    gives a character two cells of a grid whose cell is narrower than the font.
    """
    return [
        fonts(FANGSONG),
        element("snapToGrid", val=0),
        element("spacing", val=BODY_SPACING),
        *_sized(page.BODY_PT),
        element("lang", val="en-US", eastAsia="zh-CN"),
    ]


def _text(font: str, size_pt: float) -> list[str]:
    """Another size than the body's needs no pitch."""
    return [fonts(font), element("spacing", val=0), *_sized(size_pt)]


def _sized(size_pt: float) -> list[str]:
    size = half_points(size_pt)
    return [element("sz", val=size), element("szCs", val=size)]


def _body_paragraph() -> list[str]:
    indent = element("ind", firstLineChars=200, firstLine=2 * CHARACTER)
    # No extra space between Chinese and digits: it would break the character grid.
    tight = [element("autoSpaceDE", val=0), element("autoSpaceDN", val=0)]
    start = [element("widowControl", val=0), *tight, _OFF_GRID]
    return [*start, _exact(LINE_PITCH), indent, _aligned("both")]


def _title_paragraph() -> list[str]:
    spacing = element("spacing", before=2 * LINE_PITCH, after=0, line=twips(32), lineRule="exact")
    return [_OFF_GRID, spacing, _NO_INDENT, _aligned("center")]


def _caption_paragraph() -> list[str]:
    return [element("keepNext"), _OFF_GRID, _exact(twips(24)), _NO_INDENT, _aligned("center")]


def _small_paragraph(line_pt: float) -> list[str]:
    return [_OFF_GRID, _exact(twips(line_pt)), _NO_INDENT, _aligned("left")]


def _exact(line: int) -> str:
    return element("spacing", before=0, after=0, line=line, lineRule="exact")


def _aligned(side: str) -> str:
    return element("jc", val=side)


def settings() -> str:
    """Odd and even pages differ; Word of 2013 and later rules the layout."""
    word = "http://schemas.microsoft.com/office/word"
    return root(
        "settings",
        element("bordersDoNotSurroundHeader"),
        element("evenAndOddHeaders"),
        element("drawingGridVerticalSpacing", val=LINE_PITCH),
        element("characterSpacingControl", val="compressPunctuation"),
        element("compat", element("compatSetting", name="compatibilityMode", uri=word, val=15)),
        element("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def footer(*, odd: bool) -> str:
    """— 1 — one character from the right edge on odd pages, from the left on even ones."""
    em = twips(page.SMALL_PT)
    indent = {"rightChars": 100, "right": em} if odd else {"leftChars": 100, "left": em}
    number = [
        run("— "),
        _field("begin"),
        element("r", element("instrText", "PAGE")),
        _field("separate"),
        run("1" if odd else "2"),
        _field("end"),
        run(" —"),
    ]
    properties = [element("ind", **indent), _aligned("right" if odd else "left")]
    return root("ftr", paragraph(*number, style="Footer", properties=properties))


def _field(part: str) -> str:
    return element("r", element("fldChar", fldCharType=part))
