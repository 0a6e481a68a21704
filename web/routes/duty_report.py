"""The draft of the annual duty report."""

from __future__ import annotations

from fastapi import APIRouter, Response

from web.documentation import failures
from web.duty_report import draft_of_duty_report
from web.routes.year_documents import Ending, PlanYear
from web.signed_in import SignedIn, Working
from web.year_documents import MEDIA_TYPES

router = APIRouter(tags=["年度述职"], responses=failures(401, 404, 422))


@router.get(
    "/duty-reports/{year}/{ending}",
    summary="生成述职报告草稿",
    response_class=Response,
    responses={
        200: {
            "description": "文件内容。",
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
        }
    },
)
async def draft_duty_report(
    year: PlanYear, ending: Ending, actor: SignedIn, parts: Working
) -> Response:
    """按全年事实汇总生成草稿：已印发通报的季度取通报所载数据，其余按当前事实计算；不归存。"""
    content = await draft_of_duty_report(parts, actor, year, ending)
    return Response(
        content,
        media_type=MEDIA_TYPES[ending],
        headers={
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'attachment; filename="duty-report-{year}.{ending}"',
        },
    )
