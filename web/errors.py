"""The one place where our errors become HTTP's.

Every answer that is not a success has the same body, so that a client needs one reader for all.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from starlette.exceptions import HTTPException

from models import errors
from store.outages import is_about_a_value
from wire.faults import field_of, reason_of

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = 2
# Codes of AccessDeniedError that mean "sign in (again)", not "you may not".
SIGN_IN_CODES = frozenset({"not_signed_in", "session_expired", "sign_in_failed"})
_STATUS: dict[type[errors.FupanError], int] = {
    errors.RuleRefusedError: HTTPStatus.CONFLICT,
    errors.VersionConflictError: HTTPStatus.CONFLICT,
    errors.InvalidInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.AccessDeniedError: HTTPStatus.FORBIDDEN,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.TransientError: HTTPStatus.SERVICE_UNAVAILABLE,
}
# A refusal that HTTP has a word of its own for.
_STATUS_BY_CODE: dict[str, int] = {
    "evidence_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    **dict.fromkeys(SIGN_IN_CODES, HTTPStatus.UNAUTHORIZED),
}
_PLAIN: dict[int, tuple[str, str]] = {
    400: ("bad_request", "请求无法解析，请检查格式。"),
    404: ("no_such_address", "没有这个地址，请对照接口文档检查路径。"),
    405: ("method_not_allowed", "该地址不支持这种请求方法，请对照接口文档。"),
}


class ErrorBody(BaseModel):
    """Every answer that is not a success."""

    model_config = ConfigDict(title="错误", json_schema_extra={"description": "出错时的统一返回。"})

    code: str = Field(
        title="错误代码", description="稳定的机器可读代码。", examples=["item_closed"]
    )
    message: str = Field(
        title="说明",
        description="中文说明：错在哪里、怎样改正。",
        examples=["该事项已销号，不能再申请延期。"],
    )
    field: str = Field(
        default="",
        title="字段",
        description="有误的字段；与具体字段无关时为空。",
        examples=["reason"],
    )
    incident: str | None = Field(
        default=None,
        title="故障编号",
        description="仅内部错误时给出，管理员可据此在日志中查找原因。",
        examples=[None],
    )


def install(app: FastAPI) -> None:
    """Let the application answer every error in this shape."""
    app.add_exception_handler(errors.FupanError, _answer_ours)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_plain)
    for kind in (OperationalError, InterfaceError, ConnectionError):
        app.add_exception_handler(kind, _answer_away)
    app.add_exception_handler(DBAPIError, _answer_database)
    app.add_exception_handler(UnicodeEncodeError, _answer_unstorable)
    app.add_exception_handler(Exception, _answer_unknown)


def status_of(error: errors.FupanError) -> int:
    """HTTP status of an error of ours; 500 for those that only a person can mend."""
    by_code = _STATUS_BY_CODE.get(error.code)
    if by_code is not None:
        return by_code
    return next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)


def _answer_ours(request: Request, error: Exception) -> JSONResponse:
    error = cast(errors.FupanError, error)
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, errors.TransientError):
        return _answer_unknown(request, error)
    field = error.field if isinstance(error, errors.InvalidInputError) else ""
    return _body(status, error.code, error.message, field, _headers(status))


def _headers(status: int) -> dict[str, str]:
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": 'Bearer realm="fupan"'}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return {}


def _answer_invalid(request: Request, error: Exception) -> JSONResponse:
    first = cast(RequestValidationError, error).errors()[0]
    where = field_of(first)
    if where.lower() == "idempotency-key" and first["type"] == "missing":
        message = "缺少请求头 Idempotency-Key：请为每项操作自选一个不重复的编号，重发时沿用。"
        return _body(422, "idempotency_key_missing", message, "Idempotency-Key")
    if first["type"] == "json_invalid":
        return _body(422, "malformed_body", "请求正文不是有效的 JSON。")
    return _body(422, "malformed_field", f"字段“{where}”有误：{reason_of(first)}。", where)


def _answer_plain(request: Request, error: Exception) -> JSONResponse:
    error = cast(HTTPException, error)
    if isinstance(error.__cause__, errors.FupanError):
        return _answer_ours(request, error.__cause__)  # raised while FastAPI read the body
    code, message = _PLAIN.get(error.status_code, ("http_error", "请求未被接受。"))
    return _body(error.status_code, code, message, "", error.headers)


def _answer_database(request: Request, error: Exception) -> JSONResponse:
    if is_about_a_value(cast(DBAPIError, error)):
        return _answer_unstorable(request, error)
    return _answer_unknown(request, error)


def _answer_unstorable(request: Request, error: Exception) -> JSONResponse:
    """NUL, half a character, a number beyond all bounds: nothing that a person means."""
    return _body(422, "value_unstorable", "内容含有无法处理的字符或超出范围的数值，请修改后重试。")


def _answer_away(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, DBAPIError) and is_about_a_value(error):
        return _answer_unstorable(request, error)
    log.warning("dependency_unreachable", path=request.url.path, error=type(error).__name__)
    message = "数据库暂时无法连接，请稍后用同一操作编号重试。"
    return _body(503, "database_unreachable", message, "", _headers(503))


def _answer_unknown(request: Request, error: Exception) -> JSONResponse:
    incident = str(uuid.uuid4())
    route = request.scope.get("route")
    # The route's pattern, not the address: an address may hold what a person typed.
    log.error("request_failed", incident=incident, route=getattr(route, "path", ""), exc_info=error)
    message = f"系统内部错误，请将故障编号 {incident} 告知管理员。"
    return _body(500, "internal_error", message, incident=incident)


def _body(
    status: int,
    code: str,
    message: str,
    field: str = "",
    headers: Mapping[str, str] | None = None,
    incident: str | None = None,
) -> JSONResponse:
    # Half a character that somebody sent, quoted in the message, would break the answer itself.
    message = message.encode(errors="replace").decode()
    body = ErrorBody(code=code, message=message, field=field, incident=incident)
    return JSONResponse(body.model_dump(), status, dict(headers or {}))
