"""Whether the service can work, for load balancers, supervisors and people."""

from __future__ import annotations

from fastapi import APIRouter, Response

from web.documentation import SIGNED_IN, failures
from web.health import examine
from web.schemas.health import Health, PartState, Status, status_of
from web.signed_in import SignedIn, Working
from web.status_report import take_status

router = APIRouter(tags=["运行"])


@router.get(
    "/health",
    summary="是否可用",
    responses=failures() | {503: {"model": Health, "description": "数据库或流程引擎不可用。"}},
)
async def get_health(parts: Working, response: Response) -> Health:
    """不需登录。数据库或流程引擎不可用时返回 503，其余返回 200。"""
    found = await examine(parts)
    is_down = any(part.is_needed and not part.is_ok for part in found)
    if is_down:
        response.status_code = 503
    is_ok = all(part.is_ok for part in found)
    return Health(
        state="down" if is_down else "ok" if is_ok else "degraded",
        parts=[PartState.model_validate(part) for part in found],
    )


@router.get("/status", summary="运行状况", responses=SIGNED_IN)
async def get_status(actor: SignedIn, parts: Working) -> Status:
    """各部分、积压、计时、流程、通知与工作日历的状况，以及需要处理的问题。"""
    return status_of(await take_status(parts))
