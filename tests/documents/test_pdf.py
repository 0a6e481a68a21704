"""The PDF, read again by another library."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from documents import pdf
from models.document import Heading, OfficialDocument, Paragraph
from tests.documents.example_bulletin import example_bulletin

MM = 72 / 25.4


def opened(document: OfficialDocument) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render(document)))


def text_of(document: OfficialDocument) -> str:
    return "".join(page.extract_text() for page in opened(document).pages)


def without_blanks(text: str) -> str:
    return "".join(text.split())


def fonts_of(reader: PdfReader) -> dict[str, Any]:
    fonts: dict[str, Any] = {}
    for page in reader.pages:
        named: Any = page["/Resources"]
        for font in named["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[str(descendant["/BaseFont"])] = descendant["/FontDescriptor"].get_object()
    return fonts


def test_all_chinese_of_the_document_can_be_copied_from_it() -> None:
    text = without_blanks(text_of(example_bulletin()))
    for said in (
        "内部资料",
        "中共示例矿委员会组织部文件",
        "示例矿组通〔2026〕2号",
        "关于2026年第一季度党建工作“复盘”情况的通报",
        "各党总支、直属党支部：",
        "按期整改率92.3%",
        "一、总体情况（一）复盘开展",
        "（2）班组合并后未重新划分责任区。",
        "附件：1.整改台账2.逾期事项清单3.2026年度覆盖进度表",
        "中共示例矿委员会组织部2026年4月15日",
        "抄送：矿党委书记，矿党委副书记，矿纪委，矿工会，矿团委。",
        "2026年4月16日印发",
    ):
        assert said in text


def test_both_open_fonts_are_embedded_as_subsets() -> None:
    fonts = fonts_of(opened(example_bulletin()))
    names = sorted(name.split("+")[1].split("-")[0] for name in fonts)
    assert names == ["NotoSansSC", "NotoSerifSC"]
    assert all("/FontFile3" in descriptor for descriptor in fonts.values())
    assert len(pdf.render(example_bulletin())) < 200_000


def test_the_pages_are_a4_and_numbered_on_the_outer_side() -> None:
    reader = opened(example_bulletin())
    assert len(reader.pages) == 4
    for number, page in enumerate(reader.pages, start=1):
        assert [round(float(side) / MM) for side in page.mediabox[2:]] == [210, 297]
        across, up = position_of(page, f"— {number} —")
        # The baseline of the number lies some 2 mm below its dashes, which stand at 28 mm.
        assert 24 < up < 28
        assert (across > 105) == (number % 2 == 1)


def position_of(page: Any, text: str) -> tuple[float, float]:
    """Millimetres from the left and lower edge at which the text begins."""
    found: list[tuple[float, float]] = []

    def visit(part: str, page_matrix: Any, matrix: Any, _font: Any, _size: Any) -> None:
        if text.split(maxsplit=1)[0] in part:
            x, y = matrix[4:6]
            across = x * page_matrix[0] + y * page_matrix[2] + page_matrix[4]
            up = x * page_matrix[1] + y * page_matrix[3] + page_matrix[5]
            found.append((across / MM, up / MM))

    page.extract_text(visitor_text=visit)
    return found[-1]


def test_a_page_holds_22_lines_of_28_characters() -> None:
    document = replace(example_bulletin(), blocks=(Paragraph("复" * 1500),))
    page = opened(document).pages[1].extract_text()
    lines = [len(line) for line in page.splitlines() if set(line) == {"复"}]
    assert lines == [28] * 22


def test_tables_over_a_page_repeat_their_header() -> None:
    reader = opened(example_bulletin(unit_rows=40))
    headers = [without_blanks(page.extract_text()).count("已销号备注") for page in reader.pages]
    assert sum(headers) >= 2
    assert max(headers) == 1


def test_headings_are_bookmarks() -> None:
    titles = [entry.title for entry in flat(opened(example_bulletin()).outline)]
    assert titles[:3] == ["一、总体情况", "（一）复盘开展", "（二）覆盖进度"]


def flat(outline: Any) -> list[Any]:
    return [
        entry for part in outline for entry in (flat(part) if isinstance(part, list) else [part])
    ]


def test_it_is_an_archive_pdf_dated_by_its_signature() -> None:
    reader = opened(example_bulletin())
    assert reader.metadata is not None
    assert reader.metadata.title == "关于2026年第一季度党建工作“复盘”情况的通报"
    assert str(reader.metadata["/CreationDate"]).startswith("D:20260415")
    catalogue: Any = reader.trailer["/Root"]
    described = catalogue["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in described


def test_a_draft_has_neither_date_nor_signature() -> None:
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
    reader = opened(draft)
    assert reader.metadata is not None
    assert "/CreationDate" not in reader.metadata
    assert "附件" not in text_of(draft)


@pytest.mark.parametrize("text", ['#panic("x")', "*粗* _斜_ $x$", "@参照 <标> \\ // /* = 标题"])
def test_what_people_wrote_is_text_and_never_markup(text: str) -> None:
    document = replace(example_bulletin(), blocks=(Heading(1, text), Paragraph(text)))
    assert without_blanks(text_of(document)).count(without_blanks(text)) == 2


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("好😀", "好〓"),
        ("𠮷县", "〓县"),
        ("\ue000号", "〓号"),
        ("\ufeff甲", "甲"),
        ("葛\U000e0100城", "葛城"),
        ("䶮①㎡℃‰≥", "䶮①㎡℃‰≥"),
    ],
)
def test_a_character_that_no_font_has_does_not_stop_the_document(written: str, shown: str) -> None:
    document = replace(example_bulletin(), title=written, blocks=(Paragraph(f"始{written}终"),))
    assert f"始{shown}终" in text_of(document)


def test_the_signature_never_stands_on_a_page_without_text() -> None:
    for paragraphs in range(1, 12):
        document = replace(
            example_bulletin(),
            blocks=tuple(Paragraph("复盘情况。" * 12) for _ in range(paragraphs)),
            attachments=(),
        )
        signed = next(p for p in opened(document).pages if "2026年4月15日" in p.extract_text())
        assert "情况。" in signed.extract_text()


def test_equal_content_gives_equal_bytes() -> None:
    assert pdf.render(example_bulletin()) == pdf.render(example_bulletin())
