"""A network between client and PostgreSQL that breaks right after a COMMIT was carried out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class AnswerCutter:
    """Forwards bytes; the answer to the first COMMIT is swallowed and the connection cut."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self.is_cut = False

    async def accept(
        self, client_reader: asyncio.StreamReader, client_writer: asyncio.StreamWriter
    ) -> None:
        reader, writer = await asyncio.open_connection(*self._server)
        commit_sent = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._up(client_reader, writer, commit_sent))
                group.create_task(self._down(reader, client_writer, commit_sent))
        except* ConnectionError:
            pass
        finally:
            writer.close()
            client_writer.close()

    async def _up(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, commit_sent: asyncio.Event
    ) -> None:
        while data := await source.read(65536):
            if b"COMMIT" in data and not self.is_cut:
                commit_sent.set()
            target.write(data)
            await target.drain()
        raise ConnectionResetError

    async def _down(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, commit_sent: asyncio.Event
    ) -> None:
        while data := await source.read(65536):
            if commit_sent.is_set():
                self.is_cut = True
                break
            target.write(data)
            await target.drain()
        raise ConnectionResetError


@asynccontextmanager
async def answers_cut(host: str, port: int) -> AsyncIterator[tuple[AnswerCutter, int]]:
    """Listen on a free port in front of a server; yields the cutter and the port."""
    cutter = AnswerCutter(host, port)
    listener = await asyncio.start_server(cutter.accept, host, 0)
    async with listener:
        yield cutter, listener.sockets[0].getsockname()[1]
