"""Signing in and out, and who one is."""

from __future__ import annotations

from fastapi import APIRouter, status

from web.access import scope_of
from web.documentation import SIGNED_IN, failures
from web.schemas.sessions import Credentials, Me, NewPassword, Session, posts_of
from web.signed_in import Recognized, SignedIn, Token, Working

router = APIRouter(tags=["登录"])


@router.post(
    "/sessions",
    summary="登录",
    status_code=status.HTTP_201_CREATED,
    responses=failures(401, 403, 422),
)
async def sign_in(credentials: Credentials, parts: Working) -> Session:
    """以登录名和密码换取令牌；连续失败会暂时锁定，成功与失败均留痕。"""
    begun = await parts.sign_in.sign_in(credentials.login, credentials.password)
    return Session.model_validate(begun)


@router.delete(
    "/sessions/current",
    summary="退出登录",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=SIGNED_IN,
)
async def sign_out(actor: Recognized, token: Token, parts: Working) -> None:
    """结束当前登录，令牌立即失效。"""
    await parts.sign_in.sign_out(token)


@router.post(
    "/sessions/current/password",
    summary="修改密码",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=failures(401, 403, 422),
)
async def change_password(
    actor: Recognized, token: Token, wanted: NewPassword, parts: Working
) -> None:
    """修改本人密码。须提供原密码，连续填错与登录失败一并计数并会锁定；本次登录继续有效，

    该账号的其他登录立即失效。使用系统生成的密码时，修改之前只能进行本操作和退出登录。
    """
    await parts.sign_in.change_password(token, wanted.old_password, wanted.new_password)


@router.get("/me", summary="我是谁", responses=SIGNED_IN)
async def get_me(actor: SignedIn) -> Me:
    """当前账号、岗位与可查看的范围。"""
    units = scope_of(actor).units
    return Me(
        account=actor.account,
        unit=actor.unit,
        posts=posts_of(actor.roles),
        units_in_charge=list(actor.units_in_charge),
        on_behalf_of=actor.on_behalf_of,
        sees_units=None if units is None else sorted(units),
    )
