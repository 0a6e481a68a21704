"""Files of bulletins and look-backs: stored ones by name, drafts as they would look now."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from documents import docx, pdf
from models.bulletin.document import document_of
from models.errors import InvalidInputError, NotFoundError
from models.facts import Actor
from web.access import Sight
from web.content import files_of
from web.parts import Parts
from web.year_reading import Seen, visible
from web.year_rooms import BULLETINS

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_RENDERERS = {"docx": docx.render, "pdf": pdf.render}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a bulletin or look-back, and where its content lies."""

    name: str
    media_type: str
    path: Path


async def stored_files(parts: Parts, entity: str, actor: Actor, number: str) -> list[StoredFile]:
    """Every file that was made of an entity.

    Raises:
        NotFoundError: No such entity, or its content is not for the actor's eyes.
    """
    seen = await _read(parts, entity, actor, number)
    return [
        StoredFile(each.name, each.media_type, parts.evidence.locate(each.sha256))
        for each in files_of(seen.state)
    ]


async def stored_file(
    parts: Parts, entity: str, actor: Actor, number: str, name: str
) -> StoredFile:
    """One file by its name.

    Raises:
        NotFoundError: No such entity or file, or not for the actor's eyes.
    """
    for each in await stored_files(parts, entity, actor, number):
        if each.name == name:
            return each
    raise NotFoundError("document_not_found", f"没有名为“{name}”的文件，请核对详情中的文件名。")


async def preview_of_bulletin(parts: Parts, actor: Actor, number: str, ending: str) -> bytes:
    """The bulletin as it stands, rendered on the fly; nothing is stored.

    Raises:
        NotFoundError: No such bulletin, or not for the actor's eyes.
        InvalidInputError: It is not rendered in that format.
    """
    render = _RENDERERS.get(ending)
    if render is None:
        raise InvalidInputError("format_unknown", "预览格式须为 docx 或 pdf。", "ending")
    seen = await _read(parts, BULLETINS.entity, actor, number)
    return await asyncio.to_thread(render, document_of(seen.state))


async def _read(parts: Parts, entity: str, actor: Actor, number: str) -> Seen:
    stream = parts.gateway.stream(entity, number)
    async with parts.engine.connect() as connection:
        return await visible(connection, actor, stream, Sight.CONTENT)
