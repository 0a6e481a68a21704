"""Numbers, breaks, widths and indents that both renderers share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from documents.composition import Grid, Line, compose, letterhead_size, signature_indent
from documents.numbering import HeadingNumbers, chinese_number
from documents.title import title_lines
from documents.wording import printable, printable_lines, width_of
from models.document import Heading, Paragraph, Table
from tests.documents.example_bulletin import example_bulletin


def test_a_deeper_level_begins_again_below_each_higher_one() -> None:
    numbers = HeadingNumbers()
    order = [(1, "甲"), (2, "乙"), (2, "丙"), (1, "丁"), (2, "戊"), (3, "己"), (4, "庚"), (3, "辛")]
    assert [numbers.numbered(level, text) for level, text in order] == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "二、丁",
        "（一）戊",
        "1.己",
        "（1）庚",
        "2.辛",
    ]


@pytest.mark.parametrize(
    ("level", "text"), [(1, "三、甲"), (2, "（十二）甲"), (3, "7.甲"), (4, "（8）甲")]
)
def test_a_heading_keeps_the_number_that_it_brings(level: int, text: str) -> None:
    assert HeadingNumbers().numbered(level, text) == text


@pytest.mark.parametrize("level", [0, 5, -1])
def test_levels_beyond_the_standard_are_refused(level: int) -> None:
    with pytest.raises(ValueError, match="level 1 to 4"):
        HeadingNumbers().numbered(level, "甲")


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")],
)
def test_chinese_numbers(number: int, written: str) -> None:
    assert chinese_number(number) == written


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于复盘的通知", ["关于复盘的通知"]),
        (
            "关于2026年第一季度党建工作“复盘”情况的通报",
            ["关于2026年第一季度", "党建工作“复盘”情况的通报"],
        ),
        (
            "关于2026年上半年党建工作“复盘”“回头看”情况的报告",
            ["关于2026年上半年党建工作", "“复盘”“回头看”情况的报告"],
        ),
        ("关于复盘的\n通知", ["关于复盘的", "通知"]),
        (
            "关于示例矿基层党组织2026年度复盘全覆盖和整改销号工作完成情况以及下一年度工作安排的通报",
            [
                "关于示例矿基层党组织2026年度",
                "复盘全覆盖和整改销号工作完成情况",
                "以及下一年度工作安排的通报",
            ],
        ),
    ],
)
def test_titles_break_where_a_part_ends(title: str, lines: list[str]) -> None:
    assert list(title_lines(title)) == lines


def test_a_title_never_breaks_inside_a_word_a_number_or_a_quotation() -> None:
    words = ("2026年", "第一季度", "党支部", "“三会一课”", "整改", "12.5%")
    for filler in range(30):
        title = "字" * filler + "".join(words) + "情况的通报"
        lines = title_lines(title)
        assert "".join(lines) == title
        assert all(any(word in line for line in lines) for word in words)
        assert all(width_of(line) <= 20 for line in lines)


@pytest.mark.parametrize("title", ["", "字" * 500, "A" * 60])
def test_what_cannot_be_broken_is_left_to_the_page(title: str) -> None:
    assert "".join(title_lines(title)) == title


def test_blanks_become_spaces_and_unknown_signs_vanish() -> None:
    assert printable("甲\t乙\u2028丙\x00丁\ud800\uffff") == "甲 乙 丙丁"
    assert printable_lines(" 甲 \n\n乙\r\n") == ("甲", "乙")


@pytest.mark.parametrize(("text", "width"), [("复盘", 2), ("2026年", 3), ("“复盘”", 4), ("—", 1)])
def test_wide_characters_count_one_and_others_half(text: str, width: float) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("letterhead", "size"),
    [("示例矿文件", 48), ("中共示例矿委员会组织部文件", 34), ("字" * 40, 22), ("", 48)],
)
def test_the_letterhead_fills_one_line(letterhead: str, size: int) -> None:
    assert letterhead_size(letterhead) == size


@pytest.mark.parametrize(
    ("signature", "signed", "indent"),
    [
        ("组织部", "2026年4月15日", 5.75),
        ("中共示例矿委员会组织部", "2026年4月15日", 1.75),
        ("字" * 30, "2026年4月15日", 0.0),
        ("组织部", "", 4.0),
    ],
)
def test_the_signature_is_centred_over_the_date(signature: str, signed: str, indent: float) -> None:
    assert signature_indent(signature, signed) == indent


def test_punctuation_that_the_form_brings_is_never_doubled() -> None:
    said = compose(replace(example_bulletin(), addressee="各党总支：", copies_to="矿工会。"))
    assert (said.addressee, said.copies) == ("各党总支：", "抄送：矿工会。")


def test_one_attachment_has_no_number() -> None:
    assert compose(replace(example_bulletin(), attachments=("整改台账",))).attachments == (
        "整改台账",
    )


def test_lines_of_a_paragraph_become_paragraphs() -> None:
    said = compose(replace(example_bulletin(), blocks=(Paragraph("甲。\n乙。"), Heading(1, "丙"))))
    assert said.body == (Line(0, "甲。"), Line(0, "乙。"), Line(1, "一、丙"))


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = ("序号", "内容")) -> Grid:
    said = compose(replace(example_bulletin(), blocks=(Table(columns, rows),)))
    assert isinstance(said.body[0], Grid)
    return said.body[0]


def test_narrow_columns_keep_their_width_and_wide_ones_share_the_rest() -> None:
    grid = table(("1", "长" * 60, "长" * 80), columns=("序号", "甲", "乙"))
    narrow, first, second = grid.shares
    assert sum(grid.shares) == pytest.approx(1)
    assert first == pytest.approx(second)
    assert narrow == pytest.approx(3.5 / 36.85, abs=0.001)
    assert grid.centred == (True, False, False)


def test_a_small_table_fills_the_width_in_proportion() -> None:
    assert table(("1", "字")).shares == (0.5, 0.5)


@pytest.mark.parametrize(("columns", "row"), [(("甲", "乙"), ("1",)), ((), ())])
def test_rows_must_fit_their_header(columns: tuple[str, ...], row: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"row 1 has 1 cells|at least one column"):
        table(row, columns=columns)
