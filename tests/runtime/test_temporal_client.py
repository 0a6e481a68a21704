"""The way to Temporal while the server is starting or is not there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from models.errors import TransientError
from runtime.embedded.temporal import Temporal
from runtime.process import Process
from runtime.settings import load_settings
from runtime.tcp_ports import any_free
from runtime.temporal_client import connect


async def test_a_server_that_is_still_starting_is_waited_for(tmp_path: Path) -> None:
    server = Temporal(any_free(), None, "fupan", tmp_path / "state.sqlite")
    process = Process(server.launch(tmp_path / "log"))
    try:
        await asyncio.to_thread(process.wait_until, server.is_ready, 60)
        client = await connect(load_settings(temporal_address=server.address))
        assert await client.service_client.check_health()
    finally:
        process.kill()


async def test_nobody_at_the_address_is_said_so() -> None:
    settings = load_settings(temporal_address=f"127.0.0.1:{any_free()}")
    with pytest.raises(TransientError, match="FUPAN_TEMPORAL_ADDRESS"):
        await connect(settings)
