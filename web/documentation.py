"""Words of the API's documentation that belong to no single route."""

from __future__ import annotations

from typing import Any

from web.errors import ErrorBody

PREFIX = "/api/v1"

DESCRIPTION = """
年度复盘计划、复盘、共性问题、季度通报、回头看，以及整改事项从下达到销号的全过程接口。
所有时间为带时区的 ISO 8601 时刻，所有日期为北京时间的日历日。

* **登录**：先调用 `POST /api/v1/sessions` 取得令牌，其余请求带请求头 `Authorization: Bearer 令牌`。
  密码由系统生成的账号须先调用 `POST /api/v1/sessions/current/password` 修改密码，否则返回 403。
* **操作编号**：每项操作须带请求头 `Idempotency-Key`，由调用方自选且不重复。网络中断后用同一编号
  重发不会重复执行，返回的结果相同；同一编号用于别的内容会被拒绝。
* **代为办理**：受委托时带请求头 `Fupan-On-Behalf-Of`（委托人账号）；兼任多个单位岗位时带请求头
  `Fupan-Unit`（以哪个单位的岗位办理）。
* **翻页**：列表返回 `next`，下次请求作为 `cursor` 传回即可取下一页；为空表示已到末页。
* **出错**：凡未成功，一律返回 `code`、`message`、`field`；规则不允许的操作返回 409，且已留痕。
"""

TAGS: list[dict[str, Any]] = [
    {"name": "登录", "description": "登录、退出与本人信息。"},
    {"name": "台账", "description": "整改台账、事项详情与全过程。"},
    {"name": "办理", "description": "对整改事项的各项操作，规则逐条校验，拒绝也留痕。"},
    {"name": "年度复盘计划", "description": "年度计划的编制、审批、月度确认与覆盖进度。"},
    {"name": "复盘", "description": "单次复盘：组织、记录、反馈、确认与跟踪。"},
    {"name": "年度述职", "description": "按全年事实生成述职报告草稿。"},
    {"name": "共性问题", "description": "共性问题的认定与各单位自查答复。"},
    {"name": "季度通报", "description": "季度通报的起草、审批、印发、签收与下载。"},
    {"name": "回头看", "description": "半年回头看：组织、认定、完成与报告下载。"},
    {"name": "佐证", "description": "佐证材料的上传与下载。"},
    {"name": "通知", "description": "站内通知。"},
    {"name": "基础资料", "description": "单位、督办规则与工作日历。"},
    {"name": "运行", "description": "各部分运行状况。"},
]

_REASONS = {
    401: "未登录，或登录已过期。",
    403: "已登录，但无权进行。",
    404: "没有这项内容，或无权查看。",
    409: "规则不允许；办理类操作的拒绝已记录在案。",
    413: "内容过大。",
    422: "填写有误，`field` 指出是哪一项。",
    503: "数据库或流程引擎暂时无法连接，稍后用同一操作编号重试即可。",
}


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Entries of a route's `responses` for the ways in which it can fail."""
    # Whoever has signed in may still have to change the password first.
    all_of_them = {*statuses, 503} | ({403} if 401 in statuses else set())
    return {
        status: {"model": ErrorBody, "description": _REASONS[status]}
        for status in sorted(all_of_them)
    }


SIGNED_IN = failures(401, 422)
"""Ways in which every route behind the sign-in can fail."""
