"""Evidence files: up and down."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Path, UploadFile, status
from fastapi.responses import FileResponse

from web.documentation import failures
from web.evidence_desk import EvidenceDesk
from web.routes.parameters import IdempotencyKey, Number
from web.schemas.commands import EvidenceReceipt, events_of
from web.signed_in import SignedIn, Working

router = APIRouter(tags=["佐证"])

Upload = Annotated[
    UploadFile,
    File(
        title="文件",
        description="不超过 50 MB；支持办公文档、ofd、pdf、文本与常见图片。",
    ),
]
Digest = Annotated[
    str,
    Path(
        title="文件摘要",
        description="上传时返回的 SHA-256，64 位十六进制。",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]


@router.post(
    "/items/{number}/evidence",
    summary="上传佐证",
    status_code=status.HTTP_201_CREATED,
    responses=failures(401, 404, 409, 413, 422),
)
async def attach_evidence(
    number: Number, key: IdempotencyKey, actor: SignedIn, parts: Working, file: Upload
) -> EvidenceReceipt:
    """上传一份佐证材料。事实中只记摘要、大小和类型，文件名另行保存；含病毒的文件不予接收。"""
    desk = EvidenceDesk(parts)
    attached = await desk.attach(actor, number, file.file, file.filename or "", key)
    return EvidenceReceipt(
        number=number,
        version=attached.done.receipt.version,
        events=events_of(attached.done),
        sha256=attached.draft.sha256,
        size_bytes=attached.draft.size_bytes,
        media_type=attached.draft.content_type,
    )


@router.get(
    "/evidence/{sha256}",
    summary="下载佐证",
    response_class=FileResponse,
    responses=failures(401, 404, 422)
    | {
        200: {
            "description": "文件内容。",
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
        }
    },
)
async def download_evidence(sha256: Digest, actor: SignedIn, parts: Working) -> FileResponse:
    """按摘要下载佐证材料；只有能查看所属事项的账号可以下载。"""
    path, named = await EvidenceDesk(parts).find(actor, sha256)
    return FileResponse(
        path,
        media_type=named.content_type,
        filename=named.file_name,
        # Never shown inside our own pages, whatever the file says it is.
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
