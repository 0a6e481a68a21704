"""A connection to Temporal that speaks the same data format everywhere."""

from __future__ import annotations

from temporalio.client import Client, TLSConfig
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError

from models.errors import TransientError
from runtime.settings import Settings


async def connect(settings: Settings) -> Client:
    """A client for the configured namespace, used by worker, gateway and tests alike.

    Raises:
        TransientError: Nothing answers at the address.
    """
    api_key = settings.temporal_api_key
    try:
        return await Client.connect(
            settings.temporal_address,
            namespace=settings.temporal_namespace,
            data_converter=pydantic_data_converter,
            api_key=api_key.get_secret_value() if api_key else None,
            tls=_tls(settings),
        )
    except (RPCError, RuntimeError) as error:
        raise TransientError(
            "temporal_unreachable",
            f"无法连接流程引擎（{settings.temporal_address}），请检查其是否已启动、"
            "FUPAN_TEMPORAL_ADDRESS 是否正确。",
        ) from error


def _tls(settings: Settings) -> TLSConfig | bool:
    files = (settings.temporal_tls_ca, settings.temporal_tls_cert, settings.temporal_tls_key)
    if not any(files):
        return settings.temporal_tls or settings.temporal_api_key is not None
    authority, certificate, key = (path.read_bytes() if path else None for path in files)
    return TLSConfig(
        server_root_ca_cert=authority, client_cert=certificate, client_private_key=key
    )
