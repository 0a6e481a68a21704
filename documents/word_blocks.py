"""Paragraphs, tables and the imprint of an official document in WordprocessingML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from documents import page
from documents.composition import DATE_INDENT, Composition, Grid, Line
from documents.fonts import HEADING_FONTS, HEITI, TITLE_SONG
from documents.word_measures import (
    CHARACTER,
    LINE_PITCH,
    MARGIN_LEFT,
    TEXT_WIDTH,
    eighths,
    half_points,
    twips,
    twips_of_mm,
)
from documents.word_xml import element, written

RED: Final = "FF0000"
# Word puts four fifths of an exact line above the baseline; a Chinese glyph rises 0.86 em.
_LETTERHEAD_LINE: Final = 1.2
_INK_BELOW_LINE_TOP: Final = _LETTERHEAD_LINE * 0.8 - 0.86
_TITLE_LINE: Final = 32  # points
_NUMBER_LINE: Final = 19  # points


def run(text: str, font: str = "", size_pt: float = 0, colour: str = "") -> str:
    """A run of text; what is not said comes from the paragraph's style."""
    properties = [fonts(font)] if font else [element("rFonts", hint="eastAsia")]
    if colour:
        properties.append(element("color", val=colour))
    if size_pt:
        properties.append(element("sz", val=half_points(size_pt)))
        properties.append(element("szCs", val=half_points(size_pt)))
    return element("r", element("rPr", *properties), written(text))


def fonts(name: str) -> str:
    """One font for Chinese and Latin; the hint makes quotation marks Chinese ones."""
    return element("rFonts", hint="eastAsia", ascii=name, eastAsia=name, hAnsi=name, cs=name)


def paragraph(*runs: str, style: str = "", properties: Sequence[str] = ()) -> str:
    """A paragraph; `properties` must come in the order of the schema."""
    named = [element("pStyle", val=style)] if style else []
    said = element("pPr", *named, *properties) if named or properties else ""
    return element("p", said, *runs)


def letterhead(said: Composition) -> str:
    """Mark, red letterhead, number and red rule at the top of the first page."""
    line = twips(said.letterhead_pt * _LETTERHEAD_LINE)
    ink = twips(said.letterhead_pt * _INK_BELOW_LINE_TOP)
    before = twips_of_mm(page.LETTERHEAD_TOP_MM) - LINE_PITCH - ink
    return "".join(
        [
            paragraph(run(said.mark, HEITI), style="Form"),
            paragraph(
                run(said.letterhead, TITLE_SONG, said.letterhead_pt, RED),
                style="Form",
                properties=[_spacing(line, before), _centred()],
            ),
            paragraph(
                run(said.number),
                style="Form",
                properties=[
                    _red_rule(),
                    _spacing(twips(_NUMBER_LINE), 2 * LINE_PITCH),
                    _centred(),
                ],
            ),
        ]
    )


def title(said: Composition) -> str:
    """The title two lines below the rule, in the lines that were chosen for it."""
    broken = element("r", element("br")).join(run(line) for line in said.title)
    return paragraph(broken, style="Title")


def addressee(said: Composition) -> str:
    """主送机关, one line below the title."""
    if not said.addressee:
        return _empty_line()
    return paragraph(
        run(said.addressee),
        style="Form",
        properties=[_spacing(LINE_PITCH, LINE_PITCH)],
    )


def body(said: Composition) -> str:
    """Paragraphs, headings and tables in reading order."""
    last = len(said.body) - 1
    return "".join(
        _body_part(part, kept=position == last) for position, part in enumerate(said.body)
    )


def _body_part(part: Line | Grid, *, kept: bool) -> str:
    """`kept`: the page of the signature must show text too, so the last part goes with it."""
    if isinstance(part, Grid):
        return _table(part)
    if part.level == 0:
        return paragraph(run(part.text), properties=[element("keepNext")] if kept else [])
    return paragraph(run(part.text, HEADING_FONTS[part.level]), style=f"Heading{part.level}")


def _table(grid: Grid) -> str:
    widths = [round(share * TEXT_WIDTH) for share in grid.shares]
    caption = [paragraph(run(grid.caption), style="Caption")] if grid.caption else []
    return "".join(
        [
            *caption,
            element(
                "tbl",
                _table_properties(TEXT_WIDTH),
                element("tblGrid", *(element("gridCol", w=width) for width in widths)),
                _row(grid.columns, widths, [True] * len(widths), header=True),
                *(_row(row, widths, grid.centred) for row in grid.rows),
            ),
            # Word wants a paragraph between two tables; it must not look like an empty line.
            paragraph(properties=[_spacing(120)]),
        ]
    )


def _table_properties(width: int) -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    return element(
        "tblPr",
        element("tblW", w=width, type="dxa"),
        element("tblBorders", *(element(e, val="single", sz=4, space=0) for e in edges)),
        element("tblLayout", type="fixed"),
        _cell_margins(80),
    )


def _row(
    cells: Sequence[str], widths: Sequence[int], centred: Sequence[bool], *, header: bool = False
) -> str:
    kept = [element("cantSplit"), *([element("tblHeader")] if header else [])]
    return element(
        "tr",
        element("trPr", *kept),
        *(
            _cell(text, width, centre, HEITI if header else "")
            for text, width, centre in zip(cells, widths, centred, strict=True)
        ),
    )


def _cell(text: str, width: int, centre: bool, font: str) -> str:
    return element(
        "tc",
        element("tcPr", element("tcW", w=width, type="dxa"), element("vAlign", val="center")),
        paragraph(
            run(text, font),
            style="TableText",
            properties=[_centred()] if centre else [],
        ),
    )


def attachments(said: Composition) -> str:
    """附件 note, one line below the body; names stand below one another."""
    return "".join(
        paragraph(
            run("附件：" + name if first else name),
            properties=[
                element("keepNext"),
                _spacing(LINE_PITCH, LINE_PITCH if first else 0),
                _attachment_indent(first=first),
            ],
        )
        for first, name in ((index == 0, name) for index, name in enumerate(said.attachments))
    )


def _attachment_indent(*, first: bool) -> str:
    left, hanging = 5, 3 if first else 0
    return element(
        "ind",
        leftChars=left * 100,
        left=left * CHARACTER,
        hangingChars=hanging * 100,
        hanging=hanging * CHARACTER,
    )


def closing(said: Composition) -> str:
    """Signature centred over the date, the date four characters from the right edge."""
    lines = [
        (text, indent)
        for text, indent in (
            (said.signature, said.signature_indent),
            (said.signed, DATE_INDENT),
        )
        if text
    ]
    return "".join(
        paragraph(
            run(text),
            style="Form",
            properties=[
                *([element("keepNext")] if position + 1 < len(lines) else []),
                _spacing(LINE_PITCH, 2 * LINE_PITCH if position == 0 else 0),
                element("ind", rightChars=round(indent * 100), right=round(indent * CHARACTER)),
                element("jc", val="right"),
            ],
        )
        for position, (text, indent) in enumerate(lines)
    )


def imprint(said: Composition) -> str:
    """版记: a table that floats to the bottom of the page on which the document ends."""
    rows = [[said.copies]] if said.copies else []
    if said.printed_by or said.printed:
        rows.append([said.printed_by, said.printed])
    if not rows:
        return ""
    table = element(
        "tbl",
        _imprint_properties(),
        element("tblGrid", element("gridCol", w=TEXT_WIDTH)),
        *(_imprint_row(texts) for texts in rows),
    )
    # A floating table hangs on the paragraph that follows it, and stands on that one's page.
    return table + paragraph(properties=[_spacing(20)])


def _imprint_properties() -> str:
    outer, inner = eighths(page.IMPRINT_RULE_MM), eighths(page.IMPRINT_INNER_RULE_MM)
    rules = (("top", outer), ("bottom", outer), ("insideH", inner))
    # Measured from the page's edge: LibreOffice lets no table float that fills the text area.
    place = element(
        "tblpPr", vertAnchor="margin", horzAnchor="page", tblpX=MARGIN_LEFT, tblpYSpec="bottom"
    )
    return element(
        "tblPr",
        place,
        element("tblW", w=TEXT_WIDTH, type="dxa"),
        element(
            "tblBorders", *(element(edge, val="single", sz=size, space=0) for edge, size in rules)
        ),
        element("tblLayout", type="fixed"),
        _cell_margins(0),
    )


def _imprint_row(texts: Sequence[str]) -> str:
    em = twips(page.SMALL_PT)
    # A list of addressees wraps below its own first character.
    hanging = 3 * em if len(texts) == 1 else 0
    line = paragraph(
        element("r", element("tab")).join(run(text) for text in texts),
        style="Imprint",
        properties=[
            element("tabs", element("tab", val="right", pos=TEXT_WIDTH - em)),
            element("ind", left=em + hanging, right=em, hanging=hanging),
        ],
    )
    width = element("tcPr", element("tcW", w=TEXT_WIDTH, type="dxa"))
    return element("tr", element("trPr", element("cantSplit")), element("tc", width, line))


def _cell_margins(side: int) -> str:
    return element("tblCellMar", *(element(edge, w=side, type="dxa") for edge in ("left", "right")))


def _empty_line() -> str:
    return paragraph(style="Form")


def _spacing(line: int, before: int = 0) -> str:
    return element("spacing", before=before, after=0, line=line, lineRule="exact")


def _centred() -> str:
    return element("jc", val="center")


def _red_rule() -> str:
    # The exact line leaves about two points below the glyphs; the rest of the 4 mm is space.
    space = round(page.RULE_BELOW_NUMBER_MM * page.POINTS_PER_MM) - 2
    return element("pBdr", element("bottom", val="single", sz=12, space=space, color=RED))
