"""The one way to reach Temporal: converter, namespace and transport security in one place."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from temporalio.client import Client
from temporalio.service import RPCError, TLSConfig

from models.errors import ConfigurationError, TransientError
from runtime.payloads import DATA_CONVERTER
from runtime.settings import Settings, variable

_CONNECT_SECONDS = 10.0
_LOOK_EVERY_SECONDS = 0.1


async def connect(settings: Settings, *, lazy: bool = False) -> Client:
    """A client of the installation's namespace.

    Args:
        settings: Address, namespace and credentials.
        lazy: Connect at the first call, so that the caller can start before the server does.

    Raises:
        TransientError: Nobody answers at the address.
        ConfigurationError: A certificate file is missing.
    """
    key = settings.temporal_api_key
    connect_once = partial(
        Client.connect,
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=DATA_CONVERTER,
        api_key=key.get_secret_value() if key else None,
        tls=_tls(settings),
        lazy=lazy,
    )
    try:
        return await asyncio.wait_for(_when_healthy(connect_once), _CONNECT_SECONDS)
    except (RuntimeError, RPCError, TimeoutError) as error:
        raise TransientError(
            "temporal_unreachable",
            f"无法连接 Temporal（{settings.temporal_address}）。"
            "请确认该服务已启动，并检查 FUPAN_TEMPORAL_ADDRESS 等设置。",
        ) from error


async def _when_healthy(connect_once: Callable[[], Awaitable[Client]]) -> Client:
    """Wait for a server that takes connections already but says that it is still starting."""
    while True:
        try:
            return await connect_once()
        except RuntimeError as error:
            if "not healthy yet" not in str(error):
                raise
        await asyncio.sleep(_LOOK_EVERY_SECONDS)


def _tls(settings: Settings) -> TLSConfig | bool:
    files = (settings.temporal_tls_ca, settings.temporal_tls_cert, settings.temporal_tls_key)
    if not any(files):
        return settings.temporal_tls or settings.temporal_api_key is not None
    return TLSConfig(
        server_root_ca_cert=_read(settings.temporal_tls_ca, "temporal_tls_ca"),
        client_cert=_read(settings.temporal_tls_cert, "temporal_tls_cert"),
        client_private_key=_read(settings.temporal_tls_key, "temporal_tls_key"),
    )


def _read(path: Path | None, field: str) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            "file_unreadable", f"设置 {variable(field)} 指向的文件 {path} 无法读取。"
        ) from error
