"""The .docx, opened again by another library (GB/T 9704-2012; domain.md §3.4)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any
from zipfile import ZipFile

import docx as reader
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from documents import docx
from models.document import Heading, OfficialDocument, Paragraph, Table
from tests.documents.example_bulletin import example_bulletin

TEXT_WIDTH_TWIPS = 8845
TEXT_HEIGHT_TWIPS = 12756


def opened(document: OfficialDocument) -> Document:
    return reader.Document(io.BytesIO(docx.render(document)))


def paragraph_with(document: Document, text: str) -> WordParagraph:
    return next(p for p in document.paragraphs if text in p.text)


def east_asian_font(paragraph: WordParagraph) -> str:
    """What Word resolves: the run's font, else that of its style, else that of Normal."""
    style: Any = paragraph.style
    while True:
        for element in (paragraph.runs[0]._r, style.element):
            found = element.find(f".//{qn('w:rFonts')}")
            if found is not None and found.get(qn("w:eastAsia")):
                return str(found.get(qn("w:eastAsia")))
        style = style.base_style


def child(element: Any, *path: str) -> Any:
    for name in path:
        element = element.find(qn(name))
        assert element is not None, name
    return element


def value(element: Any, name: str) -> str:
    return str(element.get(qn(f"w:{name}")))


def test_the_page_is_a4_with_the_margins_of_the_standard() -> None:
    section = opened(example_bulletin()).sections[0]
    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    millimetres = [round(length.mm, 1) for length in lengths if length is not None]
    assert millimetres == [210.0, 297.0, 37.0, 35.0, 28.0, 26.0]


def test_the_grid_holds_22_lines_of_28_characters_and_no_29th() -> None:
    grid = child(opened(example_bulletin()).sections[0]._sectPr, "w:docGrid")
    assert value(grid, "type") == "linesAndChars"
    line = int(value(grid, "linePitch"))
    assert 22 * line <= TEXT_HEIGHT_TWIPS < 23 * line
    character = 16 + int(value(grid, "charSpace")) / 4096
    assert 28 * character <= TEXT_WIDTH_TWIPS / 20 < 29 * character


def test_body_text_is_set_at_the_pitch_of_the_grid() -> None:
    normal: Any = opened(example_bulletin()).styles["Normal"]
    properties = child(normal.element, "w:rPr")
    assert value(child(properties, "w:sz"), "val") == "32"
    pitch = 16 * 20 + int(value(child(properties, "w:spacing"), "val"))
    assert 28 * pitch <= TEXT_WIDTH_TWIPS < 29 * pitch
    spacing = child(normal.element, "w:pPr", "w:spacing")
    assert (value(spacing, "line"), value(spacing, "lineRule")) == ("579", "exact")
    assert value(child(normal.element, "w:pPr", "w:ind"), "firstLineChars") == "200"


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("内部资料", "黑体"),
        ("中共示例矿委员会组织部文件", "方正小标宋简体"),
        ("〔2026〕2号", "仿宋_GB2312"),
        ("关于2026年第一季度", "方正小标宋简体"),
        ("各党总支、直属党支部：", "仿宋_GB2312"),
        ("现将有关情况通报如下", "仿宋_GB2312"),
        ("一、总体情况", "黑体"),
        ("（一）复盘开展", "楷体_GB2312"),
        ("1.“三会一课”", "仿宋_GB2312"),
        ("（1）人员变动", "仿宋_GB2312"),
    ],
)
def test_every_part_names_its_font_for_chinese(text: str, font: str) -> None:
    assert east_asian_font(paragraph_with(opened(example_bulletin()), text)) == font


def test_headings_are_numbered_by_level_and_stand_in_the_outline() -> None:
    document = opened(example_bulletin())
    headings = [
        (str(p.style.name), p.text)
        for p in document.paragraphs
        if p.style is not None and str(p.style.name).lower().startswith("heading")
    ]
    assert headings[:4] == [
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）复盘开展"),
        ("Heading 2", "（二）覆盖进度"),
        ("Heading 1", "二、存在问题"),
    ]
    assert ("Heading 4", "（2）班组合并后未重新划分责任区。") in headings
    style: Any = document.styles["Heading 2"]
    assert value(child(style.element, "w:pPr", "w:outlineLvl"), "val") == "1"


def test_the_letterhead_is_red_and_begins_35_mm_below_the_text_area() -> None:
    document = opened(example_bulletin())
    mark, letterhead = document.paragraphs[:2]
    assert str(letterhead.runs[0].font.color.rgb) == "FF0000"
    size, line = letterhead.runs[0].font.size, letterhead.paragraph_format.line_spacing
    before = letterhead.paragraph_format.space_before
    assert size is not None
    assert before is not None
    assert isinstance(line, int)
    style: Any = mark.style
    mark_line = style.paragraph_format.line_spacing
    # An exact line has four fifths above the baseline; a Chinese glyph rises 0.86 em.
    ink = mark_line + before + 0.8 * line - 0.86 * size
    assert ink / 36_000 == pytest.approx(35, abs=0.1)
    assert letterhead.text == "中共示例矿委员会组织部文件"
    assert size.pt * len(letterhead.text) <= TEXT_WIDTH_TWIPS / 20


def test_the_number_has_a_red_rule_4_mm_below_and_two_lines_above() -> None:
    number = opened(example_bulletin()).paragraphs[2]
    rule = child(number._p, "w:pPr", "w:pBdr", "w:bottom")
    assert value(rule, "color") == "FF0000"
    # Nine points of space and about two below the glyphs in their line.
    assert value(rule, "space") == "9"
    before = number.paragraph_format.space_before
    assert before is not None
    assert round(before.pt * 20) == 2 * 579


def test_the_title_is_centred_and_broken_where_a_part_ends() -> None:
    document = opened(example_bulletin())
    title = paragraph_with(document, "关于2026年第一季度")
    assert title.text == "关于2026年第一季度\n党建工作“复盘”情况的通报"
    style: Any = title.style
    assert style.font.size.pt == 22
    assert value(child(style.element, "w:pPr", "w:jc"), "val") == "center"


def test_the_addressee_stands_flush_left() -> None:
    addressee = paragraph_with(opened(example_bulletin()), "各党总支、直属党支部：")
    style: Any = addressee.style
    assert value(child(style.element, "w:pPr", "w:ind"), "firstLineChars") == "0"


def test_odd_and_even_pages_have_their_number_on_the_outer_side() -> None:
    document = opened(example_bulletin())
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert "".join(run.text for run in odd.runs) == "— 1 —"
    assert value(child(odd._p, "w:pPr", "w:jc"), "val") == "right"
    assert value(child(odd._p, "w:pPr", "w:ind"), "rightChars") == "100"
    assert value(child(even._p, "w:pPr", "w:jc"), "val") == "left"
    assert value(child(even._p, "w:pPr", "w:ind"), "leftChars") == "100"
    assert east_asian_font(odd) == "宋体"
    fields = [e.text for e in odd._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE"]
    # The middle of a 14 pt line stands 7 mm below a text area that ends 35 mm from the edge.
    assert section.footer_distance is not None
    assert section.footer_distance.mm + 14 / 2 * 25.4 / 72 == pytest.approx(28, abs=0.1)


def test_tables_repeat_their_header_row_and_fill_the_text_width() -> None:
    table = opened(example_bulletin()).tables[0]
    assert [cell.text for cell in table.rows[0].cells][:2] == ["序号", "单位"]
    repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert repeated == [True] + [False] * 7
    widths = [int(value(column, "w")) for column in table._tbl.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx(TEXT_WIDTH_TWIPS, abs=len(widths))


def test_attachments_stand_one_line_below_the_body_and_below_one_another() -> None:
    document = opened(example_bulletin())
    first, second = (
        paragraph_with(document, "附件：1.整改台账"),
        paragraph_with(document, "2.逾期事项清单"),
    )
    space = first.paragraph_format.space_before
    assert space is not None
    assert round(space.pt * 20) == 579
    hanging, plain = child(first._p, "w:pPr", "w:ind"), child(second._p, "w:pPr", "w:ind")
    # The first line begins two characters in, and every name after five.
    assert (value(hanging, "leftChars"), value(hanging, "hangingChars")) == ("500", "300")
    assert (value(plain, "leftChars"), value(plain, "hangingChars")) == ("500", "0")


def test_the_date_ends_four_characters_from_the_right_and_the_signature_is_centred_over_it() -> (
    None
):
    document = opened(example_bulletin())
    signature = next(p for p in document.paragraphs if p.text == "中共示例矿委员会组织部")
    signed = paragraph_with(document, "2026年4月15日")
    ends = [int(value(child(p._p, "w:pPr", "w:ind"), "rightChars")) for p in (signature, signed)]
    # The signature is 11 characters wide, the date six and a half.
    assert ends[1] == 400
    assert ends[0] + 1100 / 2 == pytest.approx(ends[1] + 650 / 2, abs=26)


def test_the_imprint_floats_to_the_bottom_with_rules_of_the_standard() -> None:
    table = opened(example_bulletin()).tables[-1]
    texts = [row.cells[0].text for row in table.rows]
    assert texts == [
        "抄送：矿党委书记，矿党委副书记，矿纪委，矿工会，矿团委。",
        "中共示例矿委员会组织部\t2026年4月16日印发",
    ]
    properties = child(table._tbl, "w:tblPr")
    assert value(child(properties, "w:tblpPr"), "tblpYSpec") == "bottom"
    rules = {e.tag.split("}")[1]: value(e, "sz") for e in child(properties, "w:tblBorders")}
    # Eighths of a point: 0.35 mm and 0.25 mm.
    assert rules == {"top": "8", "bottom": "8", "insideH": "6"}
    style: Any = table.rows[0].cells[0].paragraphs[0].style
    assert style.font.size.pt == 14


def test_a_draft_without_number_signature_and_imprint_is_set_too() -> None:
    draft = replace(
        example_bulletin(),
        number="",
        addressee="",
        attachments=(),
        signature="",
        signed_on=None,
        copies_to="",
        printed_by="",
        printed_on=None,
    )
    document = opened(draft)
    assert len(document.tables) == 1
    assert not [p for p in document.paragraphs if p.text.startswith("附件")]
    assert document.core_properties.created is None


def test_a_document_with_a_signature_only_has_no_date_line() -> None:
    document = opened(replace(example_bulletin(), signed_on=None, printed_on=None))
    signature = [p for p in document.paragraphs if p.text == "中共示例矿委员会组织部"]
    assert [value(child(p._p, "w:pPr", "w:ind"), "rightChars") for p in signature] == ["400"]
    assert document.tables[-1].rows[1].cells[0].text == "中共示例矿委员会组织部\t"


def test_what_people_wrote_is_text_and_never_markup() -> None:
    written = "<w:p/>&amp; . \x01\x00“引号”"
    document = replace(
        example_bulletin(),
        blocks=(
            Heading(1, written),
            Paragraph(written),
            Table(("列",), ((written,),)),
            Table(("列",), ((written,),)),
        ),
    )
    seen = opened(document)
    expected = "<w:p/>&amp; . “引号”"
    assert [p.text for p in seen.paragraphs if expected in p.text] == [f"一、{expected}", expected]
    assert seen.tables[1].rows[1].cells[0].text == expected


def test_quotation_marks_are_chinese_ones() -> None:
    runs = paragraph_with(opened(example_bulletin()), "三零三增").runs
    assert {value(child(run._r, "w:rPr", "w:rFonts"), "hint") for run in runs} == {"eastAsia"}


def test_equal_content_gives_equal_bytes_and_only_the_day_of_signature() -> None:
    made = docx.render(example_bulletin())
    assert made == docx.render(example_bulletin())
    with ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    created = reader.Document(io.BytesIO(made)).core_properties.created
    assert created is not None
    assert created.date() == date(2026, 4, 15)


def test_other_content_gives_other_bytes() -> None:
    other = replace(example_bulletin(), number="示例矿组通〔2026〕3号")
    assert docx.render(other) != docx.render(example_bulletin())
