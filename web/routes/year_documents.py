"""What the rooms of the year have beside commands: coverage, documents, previews."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.responses import FileResponse

from web.documentation import failures
from web.ledger_reading import names_by_unit
from web.plan_coverage import plan_coverage
from web.routes.parameters import number_path
from web.schemas.year import PlanCoverage, coverage_of
from web.signed_in import Connected, SignedIn, Working
from web.year_documents import MEDIA_TYPES, StoredFile, preview_of_bulletin, stored_file
from web.year_rooms import BULLETINS, LOOK_BACKS, PLANS

router = APIRouter(responses=failures(401, 404, 422))

# Never shown inside our own pages, whatever the file is.
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "文件内容。",
        "content": {"application/octet-stream": {"schema": {"type": "string"}}},
    }
}
BulletinNumber = Annotated[str, number_path(BULLETINS.title, BULLETINS.example)]
LookBackNumber = Annotated[str, number_path(LOOK_BACKS.title, LOOK_BACKS.example)]
PlanYear = Annotated[
    int, Path(title="年份", description="公历年份。", ge=2000, le=2100, examples=[2026])
]
FileName = Annotated[
    str,
    Path(title="文件名", description="详情中列出的文件名。", examples=["2026-Q1.docx"]),
]
Ending = Annotated[str, Path(title="格式", description="docx 或 pdf。", examples=["pdf"])]


@router.get("/plans/{year}/coverage", summary="年度覆盖进度", tags=[PLANS.title])
async def get_plan_coverage(
    year: PlanYear, actor: SignedIn, connection: Connected, parts: Working
) -> PlanCoverage:
    """两级复盘的覆盖进度、预计遗漏的单位与进度快慢，按今天计算。"""
    on, found = await plan_coverage(parts, actor, year)
    return coverage_of(year, on, found, await names_by_unit(connection))


@router.get(
    "/bulletins/{number}/documents/{name}",
    summary="下载通报文件",
    tags=[BULLETINS.title],
    response_class=FileResponse,
    responses=_CONTENT,
)
async def download_bulletin_document(
    number: BulletinNumber, name: FileName, actor: SignedIn, parts: Working
) -> FileResponse:
    """下载已印发通报归存的文件；内容与事实中的摘要一致。"""
    return _answer(await stored_file(parts, BULLETINS.entity, actor, number, name))


@router.get(
    "/bulletins/{number}/preview/{ending}",
    summary="预览通报",
    tags=[BULLETINS.title],
    response_class=Response,
    responses=_CONTENT,
)
async def preview_bulletin(
    number: BulletinNumber, ending: Ending, actor: SignedIn, parts: Working
) -> Response:
    """按通报现在的文稿即时生成，不归存；草稿没有文号和日期。"""
    content = await preview_of_bulletin(parts, actor, number, ending)
    disposition = f'attachment; filename="{number}-preview.{ending}"'
    return Response(
        content,
        media_type=MEDIA_TYPES[ending],
        headers={**_HEADERS, "Content-Disposition": disposition},
    )


@router.get(
    "/look-backs/{number}/documents/{name}",
    summary="下载回头看报告",
    tags=[LOOK_BACKS.title],
    response_class=FileResponse,
    responses=_CONTENT,
)
async def download_look_back_document(
    number: LookBackNumber, name: FileName, actor: SignedIn, parts: Working
) -> FileResponse:
    """下载已完成的回头看归存的报告；内容与事实中的摘要一致。"""
    return _answer(await stored_file(parts, LOOK_BACKS.entity, actor, number, name))


def _answer(file: StoredFile) -> FileResponse:
    return FileResponse(file.path, media_type=file.media_type, filename=file.name, headers=_HEADERS)
