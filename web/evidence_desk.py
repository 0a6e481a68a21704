"""Takes evidence files from people and hands them out again."""

from __future__ import annotations

from asyncio import to_thread
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from models.errors import NotFoundError
from models.facts import Actor
from store.evidence import Draft, NamedEvidence, names_of, remember_name
from web.access import scope_of
from web.command_desk import CommandDesk
from web.command_forms import ATTACH_EVIDENCE, ITEM
from web.desk import Done
from web.parts import Parts


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of an upload."""

    done: Done
    draft: Draft


class EvidenceDesk:
    """Stores files, attaches their hashes to items, finds them again for those who may see."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def attach(
        self, actor: Actor, number: str, source: BinaryIO, file_name: str, key: str
    ) -> Attached:
        """Read a file, store it, and record its hash with the item.

        The file is stored before the fact names it: a fact never points at nothing. A refused
        attempt may leave a file that no fact names; housekeeping sweeps it.

        Raises:
            InvalidInputError: The file is empty, too large, infected or of no accepted kind.
            RuleRefusedError: A rule forbids it; the attempt is on record.
            NotFoundError: No such item.
            TransientError: The virus scan or the engine does not answer.
        """
        stream = self._parts.gateway.stream(ITEM, number)
        with ExitStack() as waiting:
            # Hashing and syncing 50 MB in the event loop would hold up everybody else.
            opened = self._parts.evidence.draft(source, file_name)
            draft = await to_thread(waiting.enter_context, opened)
            await self._parts.evidence_scan.check(draft.path)
            await to_thread(self._parts.evidence.keep, draft)
            done = await CommandDesk(self._parts).carry_out(
                actor, number, ATTACH_EVIDENCE, _fields(draft), key
            )
            async with self._parts.engine.begin() as connection:
                await remember_name(connection, stream, draft, file_name, actor.account)
        return Attached(done, draft)

    async def find(self, actor: Actor, digest: str) -> tuple[Path, NamedEvidence]:
        """Path and name of a stored file.

        Raises:
            NotFoundError: No such file, or attached to no item that the account may see.
        """
        path = self._parts.evidence.locate(digest)
        scope = scope_of(actor)
        async with self._parts.engine.connect() as connection:
            attached = await names_of(connection, digest)
        for named in attached:
            if scope.covers(named.unit):
                return path, named
        raise NotFoundError("evidence_not_found", "没有这份佐证材料，或您无权查看。")


def _fields(draft: Draft) -> dict[str, Any]:
    return {
        "sha256": draft.sha256,
        "size_bytes": draft.size_bytes,
        "media_type": draft.content_type,
    }
