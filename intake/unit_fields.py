"""Fields of a register of units and the headings under which organizations keep them."""

from __future__ import annotations

from enum import StrEnum

from intake.headings import Headings, Vocabulary
from models.org_unit.kinds import UnitKind


class UnitField(StrEnum):
    """What a column of a register holds; the value is the word used when we speak of it."""

    SEQUENCE = "序号"
    CODE = "编码"
    NAME = "名称"
    KIND = "类型"
    PARENT = "上级编码"
    TIER = "复盘层级"
    MEMBERS = "党员数"
    LEADER = "负责人职务"
    LOCATION = "工作地点"
    REMARK = "备注"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


REGISTER = Vocabulary(
    synonyms={
        UnitField.SEQUENCE: Headings(_words("序号 No 行号")),
        UnitField.CODE: Headings(
            _words("编码 单位编码 组织编码 党组织编码 支部编码 机构编码 统一编码 部门编码"),
            _words("代码 编号 单位编号 组织编号 单位代码 组织代码 机构代码 党组织代码 ID"),
        ),
        UnitField.NAME: Headings(
            _words("名称 单位名称 组织名称 党组织名称 支部名称 机构名称 党组织全称 单位全称 全称"),
            _words("单位 党组织 组织 支部 部门名称 部门"),
        ),
        UnitField.KIND: Headings(
            _words("类型 单位类型 组织类型 党组织类型 组织类别 党组织类别 机构类型 单位类别"),
            _words("类别 级别 组织级别"),
        ),
        UnitField.PARENT: Headings(
            _words(
                "上级编码 上级单位编码 上级组织编码 上级党组织编码 父级编码 上级机构编码 隶属编码 "
                "上级代码 父编码 上级编号 上级单位代码"
            ),
            _words(
                "上级 上级单位 上级组织 上级党组织 上级名称 上级单位名称 上级党组织名称 隶属关系 "
                "隶属 所属党组织 所属党总支 所属单位 父级"
            ),
        ),
        UnitField.TIER: Headings(_words("复盘层级 复盘级别 复盘方式"), _words("层级")),
        UnitField.MEMBERS: Headings(
            _words("党员数 党员人数 党员总数 党员数量 正式党员数 党员名额"), _words("人数 人员数")
        ),
        UnitField.LEADER: Headings(
            _words("负责人职务 书记职务 负责人岗位 主要负责人职务 领导职务"),
            _words("职务 负责人 主要负责人 书记"),
        ),
        UnitField.LOCATION: Headings(
            _words("工作地点 地点 工作场所 办公地点 所在地点 作业地点 井上下 井上井下"),
            _words("所在地 位置 区域 地址"),
        ),
        UnitField.REMARK: Headings(_words("备注 说明 备考")),
    },
    required=(UnitField.CODE, UnitField.NAME, UnitField.KIND, UnitField.PARENT),
    enough=3,
    repeatable=frozenset({UnitField.SEQUENCE, UnitField.REMARK}),
)

KINDS: dict[str, UnitKind] = {
    word: kind
    for kind, words in {
        UnitKind.COMMITTEE: "党委 党的委员会 基层党委 党委会 committee",
        UnitKind.GENERAL_BRANCH: "党总支 总支 党总支部 总支部 党总支部委员会 general_branch",
        UnitKind.BRANCH: "党支部 支部 直属党支部 联合党支部 直属支部 党支部委员会 branch",
    }.items()
    for word in words.split()
}
