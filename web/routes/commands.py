"""One documented route for every command that people may give; made from the domain's list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, status
from pydantic import BaseModel

from web.command_desk import CommandDesk
from web.command_forms import ATTACH_EVIDENCE, FORMS, ISSUE, CommandForm
from web.documentation import failures
from web.routes.parameters import IdempotencyKey, Number
from web.schemas.commands import CommandReceipt, receipt_of
from web.signed_in import SignedIn, Working

router = APIRouter(tags=["办理"], responses=failures(401, 404, 409, 422))


def _add_command(form: CommandForm) -> None:
    router.add_api_route(
        f"/items/{{number}}/commands/{form.name}",
        _endpoint(form),
        methods=["POST"],
        summary=form.label.title,
        description=form.label.description,
        name=f"item_{form.name}",
        response_model=CommandReceipt,
        responses={200: {"description": "操作回执。"}},
    )


def _endpoint(form: CommandForm) -> Callable[..., Awaitable[CommandReceipt]]:
    async def carry_out(
        number: Number, key: IdempotencyKey, actor: SignedIn, parts: Working, body: BaseModel
    ) -> CommandReceipt:
        data = body.model_dump(mode="json")
        done = await CommandDesk(parts).carry_out(actor, number, form.name, data, key)
        return receipt_of(done)

    carry_out.__annotations__["body"] = _body_of(form)
    if not form.body.model_fields:
        # A command without fields may come without a body.
        carry_out.__defaults__ = (form.body(),)
    return carry_out


def _body_of(form: CommandForm) -> Any:
    return Annotated[form.body, Body(title=form.label.title, description="操作内容。")]


async def _issue(
    key: IdempotencyKey, actor: SignedIn, parts: Working, body: BaseModel
) -> CommandReceipt:
    data = body.model_dump(mode="json")
    return receipt_of(await CommandDesk(parts).issue(actor, data, key))


_issue.__annotations__["body"] = _body_of(FORMS[ISSUE])
router.add_api_route(
    "/items",
    _issue,
    methods=["POST"],
    summary=FORMS[ISSUE].label.title,
    description=f"{FORMS[ISSUE].label.description}不填编号则按年度自动编号。",
    name="item_issue",
    status_code=status.HTTP_201_CREATED,
    response_model=CommandReceipt,
    responses={201: {"description": "操作回执，含事项编号。"}},
)
for _form in FORMS.values():
    # An item is issued where items are listed; evidence comes as a file.
    if _form.name not in (ISSUE, ATTACH_EVIDENCE):
        _add_command(_form)
