"""How long a document is (domain.md §3.4.1)."""

from __future__ import annotations

from models.document import Heading, OfficialDocument, Paragraph, Table, characters_of


def test_the_length_counts_title_body_and_tables_but_neither_blanks_nor_the_form() -> None:
    document = OfficialDocument(
        letterhead="示例矿组织部文件",
        number="示例矿组通〔2026〕2号",
        title="关于示例的\n通报",
        addressee="各党总支",
        blocks=(
            Heading(1, "一、总体"),
            Paragraph("共 3 项。"),
            Table(("单位", "项数"), (("采煤科", "3"),), caption="各单位"),
        ),
        attachments=("整改台账",),
        signature="示例矿组织部",
        signed_on=None,
    )
    assert characters_of(document) == len("关于示例的通报一、总体共3项。各单位单位项数采煤科3")
