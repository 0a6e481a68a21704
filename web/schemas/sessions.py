"""Signing in, and who one is."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from models.account.roles import ROLE_LABELS, Role
from web.schemas.told import Shape, told


class Credentials(BaseModel):
    """登录所需的账号与密码。"""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    login: str = told("登录名", "zzb01")
    password: str = told("密码", "********")


class NewPassword(BaseModel):
    """修改密码所需的原密码与新密码。"""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    old_password: str = told("原密码", "********")
    new_password: str = told(
        "新密码", "********", "8～128 个字符，含大小写字母、数字、其他字符中的至少三类。"
    )


class Session(Shape):
    """一次登录。"""

    token: str = told("令牌", "2Jx0…", "放入请求头 Authorization: Bearer 令牌；系统不保存原文。")
    account: str = told("账号编号", "a-7f3c", "不含个人信息的账号编号。")
    expires_at: datetime = told(
        "失效时刻", "2026-04-30T13:00:00Z", "至此必须重新登录；期间 30 分钟不用也会失效。"
    )
    must_change_password: bool = told(
        "须改密码", False, "true 表示仍在使用系统生成的密码，修改之前不能办理其他事项。"
    )


class Post(Shape):
    """一个岗位。"""

    role: str = told("岗位代码", "branch_secretary")
    label: str = told("岗位", "党支部书记")


class Me(Shape):
    """当前登录账号。"""

    account: str = told("账号编号", "a-7f3c")
    unit: str = told("办理单位", "Z1-02", "本次请求以哪个单位的岗位办理。")
    posts: list[Post] = told("岗位", [{"role": "branch_secretary", "label": "党支部书记"}])
    units_in_charge: list[str] = told("下属单位", [], "总支书记所管支部的编码；其他岗位为空。")
    on_behalf_of: str | None = told("代谁办理", None, "委托人账号编号；本人办理时为空。")
    sees_units: list[str] | None = told(
        "可查看单位", None, "可查看哪些单位的事项；为空表示全部单位。"
    )


def posts_of(roles: tuple[str, ...]) -> list[Post]:
    """Posts with their names."""
    return [Post(role=role, label=role_label(role)) for role in roles]


def role_label(role: str) -> str:
    """Name of a role; the system's own has none in the register."""
    return ROLE_LABELS[Role(role)] if role in set(Role) else "系统"
