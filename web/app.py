"""Composition root of the HTTP API: settings, parts, routes, errors, documentation, server."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.metadata import version

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline

from runtime.logs import configure_logs
from runtime.settings import Settings
from web import errors
from web.body_limit import BodyLimit
from web.documentation import DESCRIPTION, PREFIX, TAGS
from web.openapi import finished
from web.parts import open_parts
from web.routes import ROUTERS


def create_app(settings: Settings) -> FastAPI:
    """The application; connections are opened when it starts and closed when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_parts(settings) as parts:
            app.state.parts = parts
            yield

    # The stock documentation pages load their scripts from other hosts, which a closed network
    # does not reach; this variant brings them along.
    app = FastAPIOffline(
        docs_url="/docs",
        redoc_url=None,
        static_url="/docs/assets",
        openapi_url=f"{PREFIX}/openapi.json",
        title="复盘闭环管理接口",
        description=DESCRIPTION,
        version=version("fupan"),
        openapi_tags=TAGS,
        lifespan=lifespan,
        swagger_ui_parameters={"validatorUrl": None, "docExpansion": "none"},
        generate_unique_id_function=_operation_id,
    )
    app.include_router(_routes())
    # Whoever opens the bare address in a browser wants to read.
    app.add_api_route("/", lambda: RedirectResponse("/docs"), include_in_schema=False)
    app.openapi = finished(app)  # type: ignore[method-assign]  # FastAPI's own way to extend it
    errors.install(app)
    app.add_middleware(BodyLimit)
    return app


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then let open requests end.

    There is no access log: addresses and query strings may hold what people typed.
    """
    configure_logs(settings)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.api_host,
        port=settings.api_port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    await _Server(config).serve()


class _Server(uvicorn.Server):
    """A server whose orderly stop is an orderly end, not death by the signal that asked for it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on either signal; the original sends it to itself again afterwards."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def _routes() -> APIRouter:
    root = APIRouter(prefix=PREFIX)
    for router in ROUTERS:
        root.include_router(router)
    return root


def _operation_id(route: APIRoute) -> str:
    """The function's name: stable as long as nobody renames it, and readable in clients."""
    return route.name
