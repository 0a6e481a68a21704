"""What a route may ask for: the parts, a connection, and who asks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, cast

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncConnection

from models.errors import AccessDeniedError, NotFoundError
from models.facts import Actor
from web.parts import Parts

_bearer = HTTPBearer(
    scheme_name="bearer",
    description="登录接口返回的令牌。",
    auto_error=False,  # our own error shape instead of FastAPI's
)


def working_parts(request: Request) -> Parts:
    """The parts that the process's root has opened."""
    return cast(Parts, request.app.state.parts)


Working = Annotated[Parts, Depends(working_parts)]


def bearer_token(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str:
    """The token that the request carries.

    Raises:
        AccessDeniedError: It carries none.
    """
    if credentials is None or not credentials.credentials:
        raise AccessDeniedError("not_signed_in", "尚未登录或登录已失效，请登录。")
    return credentials.credentials


Token = Annotated[str, Depends(bearer_token)]


async def signed_in(
    token: Token,
    parts: Working,
    unit: Annotated[
        str,
        Header(
            alias="Fupan-Unit",
            title="以哪个单位的岗位办理",
            description="兼任多个单位岗位时填写单位编码；不填为本人所在单位。",
            examples=["Z1-02"],
        ),
    ] = "",
    on_behalf_of: Annotated[
        str,
        Header(
            alias="Fupan-On-Behalf-Of",
            title="代谁办理",
            description="受委托时填写委托人的账号编号；不填为本人。",
            examples=["a-7f3c"],
        ),
    ] = "",
) -> Actor:
    """Who asks, with the posts held today.

    Raises:
        AccessDeniedError: Nobody is signed in, or no delegation allows it.
    """
    try:
        return await parts.sign_in.actor_for(token, unit=unit, on_behalf_of=on_behalf_of)
    except NotFoundError as error:  # the account was closed while its session lasted
        raise AccessDeniedError("not_signed_in", "账号已注销，登录已失效。") from error


SignedIn = Annotated[Actor, Depends(signed_in)]


async def recognized(token: Token, parts: Working) -> Actor:
    """Who asks, even with a password that still has to be changed.

    Raises:
        AccessDeniedError: Nobody is signed in.
    """
    try:
        return await parts.sign_in.actor_for(token, is_initial_password_enough=True)
    except NotFoundError as error:
        raise AccessDeniedError("not_signed_in", "账号已注销，登录已失效。") from error


Recognized = Annotated[Actor, Depends(recognized)]


async def connected(parts: Working, actor: SignedIn) -> AsyncIterator[AsyncConnection]:
    """A connection to read with, for those who are signed in."""
    async with parts.engine.connect() as connection:
        yield connection


Connected = Annotated[AsyncConnection, Depends(connected)]
