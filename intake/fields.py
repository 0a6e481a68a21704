"""Fields of a ledger and the headings under which organizations keep them."""

from __future__ import annotations

from enum import StrEnum

from intake.headings import Headings, Vocabulary


class Field(StrEnum):
    """What a column of a ledger holds; the value is the word used when we speak of it."""

    SEQUENCE = "序号"
    NUMBER = "问题编号"
    SOURCE = "问题来源"
    UNIT = "责任单位"
    SYSTEM = "党建+类别"
    WORK_AXIS = "工作方面"
    TITLE = "问题标题"
    PROBLEM = "问题表现"
    CAUSE = "原因分析"
    GOAL = "整改目标"
    MEASURES = "整改措施"
    CATEGORY = "整改类别"
    SEVERITY = "严重程度"
    OWNER = "责任人"
    LEADER = "督办领导"
    FOUND = "发现日期"
    DUE = "整改时限"
    EXTENDED = "延期后时限"
    PROGRESS = "进展情况"
    STATUS = "当前状态"
    EVIDENCE = "佐证材料"
    VERIFIER = "验收人"
    OPINION = "验收意见"
    CLOSED = "销号日期"
    REBOUND = "是否反弹"
    REMARK = "备注"
    DERIVED = "自动计算"


# Without these columns a row can say neither what it is about nor who answers for it.
REQUIRED = (Field.NUMBER, Field.UNIT, Field.PROBLEM, Field.OWNER, Field.FOUND, Field.DUE)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SYNONYMS: dict[Field, Headings] = {
    Field.SEQUENCE: Headings(_words("序号 No No. NO 行号 顺序号"), _words("项次 编次")),
    Field.NUMBER: Headings(
        _words("问题编号 问题编码 整改编号 台账编号 事项编号 督办编号 项目编号 清单编号 问题代码"),
        _words("编号 编码 单号 统一编号 问题序号 文号 ID 整改单号 督办单号 销号编号"),
    ),
    Field.SOURCE: Headings(
        _words("问题来源 来源 问题来源渠道"),
        _words(
            "发现途径 发现方式 问题出处 检查类型 检查名称 来源渠道 检查方式 反馈来源 "
            "督查类型 发现渠道 立项依据"
        ),
    ),
    Field.UNIT: Headings(
        _words(
            "责任单位 责任部门 责任支部 责任党支部 责任党组织 责任科室 责任区队 整改单位 整改部门 "
            "整改责任单位 整改责任部门 责任主体 整改主体 整改支部 整改党支部 整改党组织 "
            "问题责任单位"
        ),
        # The order matters: the first that stands in the book is taken.
        _words(
            "牵头单位 牵头部门 牵头责任单位 承办单位 承办部门 主办单位 主责单位 落实单位 "
            "被复盘单位 被检查单位 被督查单位 被巡察单位 "
            "受检单位 被查单位 问题单位 所属单位 所属部门 "
            "所属党组织 所属支部 所属党支部 基层党组织 党组织 "
            "党组织名称 党支部 党支部名称 支部 支部名称 单位 "
            "单位名称 部门 部门名称 组织名称 涉及单位"
        ),
    ),
    Field.SYSTEM: Headings(_words("党建+类别 党建+ 党建+体系 党建加类别 党建+分类 党建+领域")),
    Field.WORK_AXIS: Headings(
        _words("工作方面 工作领域 问题领域 工作板块 问题方面"),
        _words("问题类型 问题类别 问题分类 业务类别 所属领域 类型 专业"),
    ),
    Field.TITLE: Headings(_words("问题标题 问题名称 问题概述 问题摘要"), _words("标题 事项名称")),
    Field.PROBLEM: Headings(
        _words(
            "问题表现 问题内容 问题描述 问题详情 问题详情描述 问题具体描述 存在问题 "
            "存在的问题 具体问题 问题情况 反馈问题 发现问题 发现的问题 督办事项 "
            "存在的主要问题 存在主要问题 反馈问题内容 存在问题描述"
        ),
        _words(
            "问题具体表现 具体表现 主要问题 存在不足 不足表现 问题及表现 问题事项 问题清单 "
            "整改问题 查摆问题 检查问题 问题现状 问题及不足 问题 不足 表现 事项 内容 "
            "整改事项 整改内容 事项内容 问题点 隐患内容 隐患描述"
        ),
    ),
    Field.CAUSE: Headings(
        _words("原因分析 问题原因 产生原因 原因 成因 成因分析 问题成因 原因剖析 根源分析 存在原因")
    ),
    Field.GOAL: Headings(
        _words("整改目标 目标 预期目标 整改目标要求"),
        _words("整改要求 工作目标 整改预期 预期效果 整改标准 目标要求 工作要求 完成标准"),
    ),
    Field.MEASURES: Headings(
        _words("整改措施 措施 整改举措 具体措施 整改具体措施 工作措施 整改措施及要求"),
        _words(
            "整改方案 整改办法 拟采取措施 主要措施 整改任务及措施 解决措施 改进措施 "
            "下步措施 意见建议 整改建议 整改任务"
        ),
    ),
    Field.CATEGORY: Headings(
        _words("整改类别 整改类型 整改方式 整改性质 整改分类 整改要求类别 整改时限类别 时限类别"),
        _words("类别 整改形式 时限类型 分类"),
    ),
    Field.SEVERITY: Headings(
        _words("严重程度 问题等级 问题级别 严重等级 问题性质"), _words("等级 级别 重要程度 程度")
    ),
    Field.OWNER: Headings(
        _words("责任人 整改责任人 责任人职务 责任人岗位 整改责任人职务 责任岗位"),
        _words(
            "直接责任人 第一责任人 具体责任人 主要责任人 整改人 责任者 整改负责人 "
            "落实责任人 负责人 责任人员 承办人 经办人 负责人职务 包保责任人 整改落实人 "
            "支部书记"
        ),
    ),
    Field.LEADER: Headings(
        _words("督办领导 督办人 督办领导职务 督办责任人"),
        _words(
            "责任领导 分管领导 牵头领导 包保领导 挂牌领导 督导领导 督促领导 联系领导 "
            "包联领导 责任领导职务 督办责任领导 督导人 领导 监督人 督查人"
        ),
    ),
    Field.FOUND: Headings(
        _words(
            "发现日期 发现时间 问题发现日期 问题发现时间 查出日期 查出时间 检出日期 查摆日期 "
            "查摆时间 提出日期 提出时间 问题提出时间"
        ),
        _words(
            "检查日期 检查时间 复盘日期 复盘时间 督查日期 督查时间 反馈日期 反馈时间 问题反馈时间 "
            "交办日期 交办时间 下发日期 下发时间 下达日期 下达时间 立项日期 立项时间 登记日期 "
            "登记时间 建账日期 建账时间 创建日期 创建时间 上报日期 上报时间 录入时间 录入日期 "
            "通报日期 通报时间 日期 时间"
        ),
    ),
    Field.DUE: Headings(
        _words(
            "整改时限 完成时限 整改期限 整改截止日期 整改截止时间 截止日期 截止时间 办结时限 "
            "办理时限 时限 限期 期限 整改限期 完成期限 要求完成时间 要求完成日期 计划完成时间 "
            "计划完成日期 应完成时间 应完成日期 整改时限要求 整改完成时限 限期整改时间 到期日 "
            "到期日期 到期时间 预计完成时间 预计完成日期 拟完成时间 销号时限 目标时限 整改到期日 "
            "办结期限 完成截止日期 限定时间 限改日期 限改时间 整改完成期限 原定时限 原整改时限"
        ),
        _words("整改时间 整改日期 完成时间 完成日期 整改完成时间 整改完成日期 时间要求 时间节点"),
    ),
    Field.EXTENDED: Headings(
        _words(
            "延期后时限 延期时限 延期至 延期后期限 延期后日期 延期后完成时限 延期后整改时限 "
            "延长时限 延长后时限 延期截止日期 展期时限 展期后时限 延期日期 延期到 变更后时限 "
            "延期期限 延期后截止日期 延期后完成时间 延期完成时间 延期时间 调整后时限 展期至 延长至"
        ),
        _words("延期 展期 延期情况"),
    ),
    Field.PROGRESS: Headings(
        _words(
            "进展情况 整改进展 整改进度 整改进展情况 进展 进度 当前进展 目前进展 最新进展 "
            "最新整改反馈"
        ),
        _words(
            "落实情况 整改落实情况 整改情况 完成情况 整改完成情况 工作进展 承办情况 "
            "办理情况 整改状态 整改现状 推进情况 整改结果 整改成效 整改反馈 办理进展"
        ),
    ),
    Field.STATUS: Headings(
        _words("当前状态 状态 办理状态 完成状态 是否完成 是否整改到位 是否整改完成"),
        _words("是否销号 是否办结 整改现状"),
    ),
    Field.EVIDENCE: Headings(
        _words("佐证材料 印证材料 证明材料 支撑材料 佐证资料 整改佐证 附件 佐证 整改佐证材料")
    ),
    Field.VERIFIER: Headings(
        _words("验收人 验收人职务 验收责任人 销号验收人 验收人岗位"),
        _words(
            "销号人 核验人 复核人 验收人员 销号审核人 复查人 核查人 确认人 销号责任人 "
            "审核人 验收单位 验收部门 审核人职务"
        ),
    ),
    Field.OPINION: Headings(
        _words("验收意见 销号意见 核验意见 复查意见"),
        _words(
            "验收结果 验收结论 审核意见 验收情况 复核意见 核查意见 销号情况 复查情况 "
            "核验结果 销号结论 复查结果 意见 结论 对账销号"
        ),
    ),
    Field.CLOSED: Headings(
        _words(
            "销号日期 销号时间 办结日期 办结时间 实际完成日期 实际完成时间 验收销号日期 "
            "验收销号时间 销号验收日期 销号验收时间 闭环日期 闭环时间 销账日期 销账时间 "
            "实际办结时间 实际办结日期 实际销号日期 实际销号时间 "
            "完结日期 完结时间 实际整改完成时间 销号年月日"
        ),
        _words(
            "完成时间 完成日期 整改完成时间 整改完成日期 验收日期 验收时间 核验日期 复查日期 "
            "复查时间 销号 关闭日期 关闭时间"
        ),
    ),
    Field.REBOUND: Headings(
        _words("是否反弹 反弹 反弹情况 是否反复 有无反弹 问题是否反弹 是否复发")
    ),
    Field.REMARK: Headings(_words("备注 备注说明 说明 其他 备考 备注信息")),
    # Columns that the system works out by itself: known, not imported, formulas allowed.
    Field.DERIVED: Headings(
        _words(
            "剩余天数 剩余时间 剩余时限 剩余工作日 超期天数 逾期天数 是否超期 是否逾期 超期情况 "
            "督办等级 预警等级 督办级别 预警 预警状态 红黄牌 照片数量 整改照片数量 驳回次数 "
            "最后更新时间 更新时间 整改反馈时间 问题位置 上报人 是否按期 整改用时 最近更新 是否延期"
        )
    ),
}

LEDGER = Vocabulary(
    synonyms=SYNONYMS,
    required=REQUIRED,
    enough=4,
    repeatable=frozenset({Field.SEQUENCE, Field.REMARK, Field.DERIVED, Field.EVIDENCE}),
    derived=Field.DERIVED,
    # `完成时间` is the closing date where the book has another column for the deadline.
    first=Field.DUE,
)
