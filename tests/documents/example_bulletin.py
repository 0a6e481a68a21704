"""An example bulletin of the sample mine, with everything that a bulletin can carry."""

from __future__ import annotations

from datetime import date

from models.document import Block, Heading, OfficialDocument, Paragraph, Table

OPENING = (
    "一季度，共对7家基层党组织开展“复盘”，累计覆盖7/48家，发现问题31项，已销号24项，"
    "按期整改率92.3%。现将有关情况通报如下："
)
LONG = (
    "各党总支能够围绕“三零三增”目标，按照“回顾目标、总结经验、评价结果、分析原因、提炼规律”五步法"
    "组织复盘，复盘对象覆盖采煤科、机电科、通风科等7家单位，现场询问党员56人次，实地查看作业地点14处，"
    "形成问题清单7份、经验清单7份。复盘结论均经被复盘单位书记确认，反馈意见均在两个工作日内印发。"
)


def example_bulletin(*, paragraphs: int = 1, unit_rows: int = 7) -> OfficialDocument:
    return OfficialDocument(
        letterhead="中共示例矿委员会组织部文件",
        number="示例矿组通〔2026〕2号",
        title="关于2026年第一季度党建工作“复盘”情况的通报",
        addressee="各党总支、直属党支部",
        blocks=(Paragraph(OPENING), *sections(paragraphs, unit_rows)),
        attachments=("整改台账", "逾期事项清单", "2026年度覆盖进度表"),
        signature="中共示例矿委员会组织部",
        signed_on=date(2026, 4, 15),
        copies_to="矿党委书记，矿党委副书记，矿纪委，矿工会，矿团委",
        printed_by="中共示例矿委员会组织部",
        printed_on=date(2026, 4, 16),
    )


def sections(paragraphs: int, unit_rows: int) -> tuple[Block, ...]:
    return (
        Heading(1, "总体情况"),
        Heading(2, "复盘开展"),
        *(Paragraph(LONG) for _ in range(paragraphs)),
        Heading(2, "覆盖进度"),
        Paragraph("年度计划复盘48家，一季度完成7家，覆盖率14.6%，进度与计划一致。"),
        coverage_table(unit_rows),
        Heading(1, "存在问题"),
        Heading(2, "共性问题"),
        Heading(3, "“三会一课”记录不规范。"),
        Paragraph("采煤科党总支、机电科党总支等3家单位记录要素不全，未写明应到、实到人数和议题。"),
        Heading(3, "责任区划分未及时调整。"),
        Heading(4, "人员变动后未更新公示牌。"),
        Heading(4, "班组合并后未重新划分责任区。"),
        Heading(1, "下步要求"),
        Heading(3, "立行立改。"),
        Paragraph("各单位应在2026年4月30日前完成一季度遗留问题整改，由书记审核后提交验收。"),
        Heading(3, "举一反三。"),
        Paragraph("各单位应在收到本通报后五个工作日内对照共性问题自查并书面答复组织部。"),
    )


def coverage_table(unit_rows: int) -> Table:
    return Table(
        columns=("序号", "单位", "复盘月份", "问题数", "已销号", "备注"),
        rows=tuple(
            (str(n), f"示例单位{n}党总支", "2026年3月", "4", "3", "一项延期，已批准至2026年5月29日")
            for n in range(1, unit_rows + 1)
        ),
        caption="表1　一季度复盘单位情况",
    )
