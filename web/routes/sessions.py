"""Signing in and out, and who one is."""

from __future__ import annotations

from fastapi import APIRouter, status

from web.access import scope_of
from web.documentation import SIGNED_IN, failures
from web.schemas.sessions import Credentials, Me, Session, posts_of
from web.signed_in import SignedIn, Token, Working

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
async def sign_out(actor: SignedIn, token: Token, parts: Working) -> None:
    """结束当前登录，令牌立即失效。"""
    await parts.sign_in.sign_out(token)


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
