"""Stops reading a request whose body grows too large, before it fills memory or disk."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.errors import InvalidInputError
from store.evidence import MAX_BYTES, too_large

_JSON_BYTES = 1024 * 1024
_FORM_OVERHEAD_BYTES = 64 * 1024  # boundaries and headers of the parts around one file


class BodyLimit:
    """Counts what arrives: a length that a client declares may be absent or untrue."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request with a counting `receive`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_upload = str(scope["path"]).endswith("/evidence")
        left = MAX_BYTES + _FORM_OVERHEAD_BYTES if is_upload else _JSON_BYTES

        async def counting() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise too_large() if is_upload else _too_long()
            return message

        await self._app(scope, counting, send)


def _too_long() -> InvalidInputError:
    return InvalidInputError("body_too_large", "请求内容超过 1 MB，请精简后重试。")
